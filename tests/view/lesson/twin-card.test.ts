import { expect, test } from 'vitest';

import TwinCard from '../../../src/view/lesson/TwinCard.svelte';
import { button, click, show } from './page.ts';

function card(isShown: boolean, answer: string | null = '5'): string[] {
  const heard: string[] = [];
  show(TwinCard, {
    twin: {
      say: [{ kind: 'text', text: 'The same, elsewhere.' }],
      here: 'with KRaft',
      there: 'with ZooKeeper',
      answerHere: answer === null ? null : '10',
      answer,
    },
    isShown,
    onShow: (there: boolean) => heard.push(there ? 'there' : 'here'),
  });
  return heard;
}

test('both answers stand side by side, each under the name of its cluster', () => {
  card(false);
  expect([...document.querySelectorAll('dt, dd')].map(({ textContent }) => textContent)).toEqual([
    'with KRaft',
    '10',
    'with ZooKeeper',
    '5',
  ]);
});

test('a switch says which run is shown, and leads to the other one', () => {
  const heard = card(false);
  expect(button('with KRaft').getAttribute('aria-pressed')).toBe('true');
  expect(button('with ZooKeeper').getAttribute('aria-pressed')).toBe('false');
  click(button('with KRaft'));
  click(button('with ZooKeeper'));
  expect(heard).toEqual(['there']);
});

test('from the other run the switch leads back', () => {
  const heard = card(true);
  expect(button('with ZooKeeper').getAttribute('aria-pressed')).toBe('true');
  click(button('with KRaft'));
  expect(heard).toEqual(['here']);
});

test('a step that asks nothing has no answers to compare', () => {
  card(false, null);
  expect(document.querySelector('dl')).toBeNull();
});

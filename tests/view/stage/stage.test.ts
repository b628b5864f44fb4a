import { createRawSnippet, flushSync } from 'svelte';
import { expect, test } from 'vitest';

import type { Inline } from '../../../src/lesson/prose.ts';
import BeatsDialog from '../../../src/view/stage/BeatsDialog.svelte';
import { stageScale } from '../../../src/view/stage/fit.ts';
import KeysDialog from '../../../src/view/stage/KeysDialog.svelte';
import Stage from '../../../src/view/stage/Stage.svelte';
import type { StageBeat, StageVote } from '../../../src/view/stage/stage.ts';
import { button, click, show } from '../lesson/page.ts';

const said = (text: string): readonly Inline[] => [{ kind: 'text', text }];
const nothing = createRawSnippet(() => ({ render: () => '<div></div>' }));
const text = (selector: string): string =>
  (document.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();

const vote: StageVote = {
  state: 'open',
  ask: said('How many acknowledged payments are gone?'),
  options: ['none', 'three: G, H and I', 'all nine'],
  right: 1,
  table: null,
  because: said('Nobody had copied them.'),
  reasons: [
    { option: 'A', text: 'none', belief: 'what is acknowledged is safe', show: 7 },
    { option: 'C', text: 'all nine', belief: 'the records are lost with the leader', show: null },
  ],
};

const table: StageVote = {
  ...vote,
  options: [],
  right: -1,
  table: { choices: ['1', '2', '3'], rows: [{ name: 'payouts-0', answer: '2' }] },
};

const beat = (changes: Partial<StageBeat> = {}): StageBeat => ({
  title: 'Paid, and gone',
  say: said('Three customers pay.'),
  discuss: [],
  vote,
  ...changes,
});

function stage(changes: Record<string, unknown> = {}): void {
  show(Stage, {
    title: 'A broker dies',
    place: '5 of 37',
    beat: beat(),
    happens: '9 s without a sign of broker 1.',
    arrived: true,
    offScript: false,
    selected: null,
    blank: false,
    picture: nothing,
    bar: nothing,
    onHelp: () => undefined,
    onLeave: () => undefined,
    onBack: () => undefined,
    onUnblank: () => undefined,
    ...changes,
  });
}

test('where the room votes the question stands with its own options, marked as a vote', () => {
  stage();
  expect(text('.question .ask')).toBe('Vote How many acknowledged payments are gone?');
  expect([...document.querySelectorAll('.question li')].map((item) => item.textContent?.trim())).toEqual([
    'Anone',
    'Bthree: G, H and I',
    'Call nine',
  ]);
  expect(document.querySelector('.discuss')).toBeNull();
  expect(document.querySelector('.right')).toBeNull();
});

test('what the author asks is marked to be discussed and has no options', () => {
  stage({ beat: beat({ vote: null, discuss: said('Who copies it?') }) });
  expect(text('.discuss')).toBe('Discuss Who copies it?');
  expect(document.querySelector('.question')).toBeNull();
});

test('while the run plays the options stay, none of them marked, and the stage says what happens', () => {
  for (const state of ['closed', 'answered'] as const) {
    stage({ beat: beat({ vote: { ...vote, state } }), arrived: false });
    expect(text('.say')).toBe('9 s without a sign of broker 1.');
    expect(document.querySelectorAll('.question .letter')).toHaveLength(3);
    expect(document.querySelector('.question .right')).toBeNull();
    expect(text('.tag')).toBe('The vote');
    document.body.replaceChildren();
  }
});

test('at the verdict the letter that the run gives is said and marked, and nothing is said of votes that nobody has counted', () => {
  stage({ beat: beat({ vote: { ...vote, state: 'answered' }, discuss: said('Who has made a mistake?') }) });
  expect(text('.question .tag')).toBe('✓ The run says B');
  expect(text('.question .right')).toContain('three: G, H and I');
  expect(text('.words')).not.toContain('The vote');
  expect(text('.discuss')).toBe('Discuss Who has made a mistake?');
});

test('the belief behind each wrong option is shown with what refutes it, once it is asked for', () => {
  let asked = 0;
  const answered = beat({ vote: { ...vote, state: 'answered' } });
  stage({ beat: answered, onReasons: () => (asked += 1) });
  expect(document.querySelector('.reasons')).toBeNull();
  click(button(/Why not the others/));
  expect(asked).toBe(1);
  document.body.replaceChildren();
  stage({ beat: answered, reasons: true, sentenceOf: (seq: number) => (seq === 7 ? 'Broker 1 dies.' : null) });
  const reasons = text('.reasons');
  expect(reasons).toContain('You might think what is acknowledged is safe. In this run: Broker 1 dies.');
  expect(reasons).toContain('You might think the records are lost with the leader.');
  expect(reasons).toContain('Nobody had copied them.');
});

test('K is offered for what it would crash, and not for what is down or is no machine', () => {
  stage({ selected: 'broker 2', crashes: true });
  expect(text('.selected')).toBe('broker 2: K crashes it');
  document.body.replaceChildren();
  stage({ selected: 'controller 101' });
  expect(text('.selected')).toBe('controller 101');
});

test('before the verdict nothing behind the options is shown', () => {
  for (const arrived of [true, false])
    for (const state of ['open', 'closed', ...(arrived ? [] : ['answered' as const])] as const) {
      stage({ beat: beat({ vote: { ...vote, state } }), arrived, reasons: true });
      expect(document.querySelector('.reasons')).toBeNull();
      document.body.replaceChildren();
    }
});

test('a table has its choices at the vote and what the run gives at the verdict', () => {
  stage({ beat: beat({ vote: table }) });
  expect(text('.question dl')).toBe('payouts-0 ?');
  expect(document.querySelectorAll('.question li')).toHaveLength(3);
  document.body.replaceChildren();
  stage({ beat: beat({ vote: { ...table, state: 'answered' } }) });
  expect(text('.question dl')).toBe('payouts-0 2');
  expect(text('.question .tag')).toBe('✓ The run');
});

test('off script the vote is gone and a button leads back', () => {
  let back = 0;
  stage({ offScript: true, arrived: false, onBack: () => (back += 1) });
  expect(document.querySelector('.question')).toBeNull();
  click(button(/Back to the beat/));
  expect(back).toBe(1);
});

test('the whole stage is scaled to the screen, never cut; at 1920 x 1080 it is as it is', () => {
  expect(stageScale(1920, 1080)).toBe(1);
  expect(stageScale(1280, 720)).toBeCloseTo(2 / 3);
  expect(stageScale(2560, 1440)).toBeCloseTo(4 / 3);
  expect(stageScale(1024, 768)).toBeCloseTo(1024 / 1920);
  expect(stageScale(1366, 768)).toBeCloseTo(768 / 1080);
  stage({ scale: stageScale(1280, 720) });
  expect(document.querySelector<HTMLElement>('.stage')?.style.transform).toContain('scale(0.666');
});

test('beats are chosen from a list, the present one has the focus, arrows move and a click goes there', () => {
  let picked = -1;
  const beats = [beat({ say: said('One.') }), beat({ say: said('Two.'), vote: null }), beat({ say: said('Three.') })];
  show(BeatsDialog, { beats, at: 1, onPick: (index: number) => (picked = index), onClose: () => undefined });
  flushSync();
  expect(document.activeElement?.textContent).toContain('Two.');
  expect(document.activeElement?.getAttribute('aria-current')).toBe('step');
  const press = (key: string): boolean =>
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })) ===
    true;
  press('ArrowUp');
  expect(document.activeElement?.textContent).toContain('One.');
  expect(document.activeElement?.textContent).toContain('Vote');
  press('PageDown');
  expect(document.activeElement?.textContent).toContain('Three.');
  click(document.activeElement as HTMLElement);
  expect(picked).toBe(2);
});

test('the keys of the stage name the way back from off script, which a clicker has too', () => {
  show(KeysDialog, { hasBeats: true, onClose: () => undefined });
  expect(text('dialog')).toContain(
    'PageUp to the one before, and, once you are back where you left the script, to the beat',
  );
  for (const key of ['Home', 'End', 'L', 'A', 'R']) expect(text('dialog dl')).toContain(key);
});

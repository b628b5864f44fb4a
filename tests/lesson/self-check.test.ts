import { describe, expect, test } from 'vitest';

import type { ComputedQuestion } from '../../src/lesson/plan/plan.ts';
import {
  answerItem,
  newSelfCheck,
  nextItem,
  retryWrong,
  type SelfCheck,
} from '../../src/lesson/self-check/self-check.ts';

const question: ComputedQuestion = {
  id: 'q',
  right: 1,
  proof: null,
  options: [0, 1, 2].map((value) => ({
    value,
    text: String(value),
    belief: value === 1 ? null : { id: 'M01', text: 'x', refutedBy: null },
  })),
};

function answer(check: SelfCheck, ...options: readonly number[]): SelfCheck {
  return options.reduce((now, option) => answerItem(now, question, option), check);
}

describe('an item', () => {
  const start = newSelfCheck(3);

  test('is right at the first try', () => {
    const check = answer(start, 1);
    expect(check.value).toBe('right');
    expect(check.context.outcomes).toEqual(['right', null, null]);
  });

  test('has a second try, and says nothing yet', () => {
    const check = answer(start, 0);
    expect(check.value).toBe('secondTry');
    expect(check.context.outcomes[0]).toBeNull();
    expect(answer(check, 1).context.outcomes[0]).toBe('second');
  });

  test('is explained after two wrong tries', () => {
    const check = answer(start, 0, 2);
    expect(check.value).toBe('explained');
    expect(check.context.outcomes[0]).toBe('wrong');
    expect(answer(check, 1)).toBe(check);
  });

  test('does not take the same wrong option twice for a second try', () => {
    const check = answer(start, 0);
    expect(answer(check, 0)).toBe(check);
  });
});

describe('the whole', () => {
  function playAll(tries: readonly (readonly number[])[]): SelfCheck {
    return tries.reduce((check, options) => nextItem(answer(check, ...options)), newSelfCheck(tries.length));
  }

  test('ends in a summary', () => {
    const check = playAll([[1], [0, 1], [0, 2]]);
    expect(check.value).toBe('summary');
    expect(check.context.outcomes).toEqual(['right', 'second', 'wrong']);
  });

  test('the wrong ones can be tried again, alone', () => {
    const again = retryWrong(playAll([[0, 2], [1], [2, 0]]));
    expect(again.value).toBe('asking');
    expect(again.context.round).toEqual([0, 2]);
    expect(again.context.item).toBe(0);
    const second = nextItem(answer(again, 1));
    expect(second.context.item).toBe(2);
    const done = nextItem(answer(second, 1));
    expect(done.value).toBe('summary');
    expect(done.context.outcomes).toEqual(['right', 'right', 'right']);
  });

  test('with none wrong there is nothing to try again', () => {
    const check = playAll([[1], [1], [0, 1]]);
    expect(retryWrong(check)).toBe(check);
  });
});

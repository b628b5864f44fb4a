import { describe, expect, test } from 'vitest';

import type { Answer, Wording } from '../../src/lesson/lesson.ts';
import { takeFrom } from '../../src/lesson/plan/take.ts';
import { inWords } from '../../src/lesson/plan/wording.ts';
import { misconceptions } from '../../src/lesson/misconceptions/index.ts';

const records = [
  { partition: 'a-0', offset: 3, key: null, value: 'x' },
  { partition: 'a-1', offset: 0, key: 'k', value: 'y' },
  { partition: 'a-0', offset: 4, key: null, value: 'z' },
];

function answer(take: Answer['take'], isNew = false): Answer {
  return { fact: 'printedRecords(c)', isNew, take };
}

describe('what is taken of an answer', () => {
  test('the answer as it is', () => {
    expect(takeFrom(answer(null), 7, 3)).toBe(7);
    expect(takeFrom(answer(null), null, null)).toBeNull();
  });

  test('only what the step has added', () => {
    expect(takeFrom(answer(null, true), 7, 3)).toBe(4);
    expect(takeFrom(answer(null, true), 7, null)).toBe(7);
    expect(takeFrom(answer('offsets', true), records, records.slice(0, 1))).toEqual([0, 4]);
    expect(takeFrom(answer(null, true), 'x', 'y')).toBeUndefined();
  });

  test('a part of a list', () => {
    expect(takeFrom(answer('count'), records, null)).toBe(3);
    expect(takeFrom(answer('first offset'), records, null)).toBe(3);
    expect(takeFrom(answer('last offset'), records, null)).toBe(4);
    expect(takeFrom(answer('values'), records, null)).toEqual(['x', 'y', 'z']);
    expect(takeFrom(answer('partitions'), records, null)).toEqual(['a-0', 'a-1']);
    expect(takeFrom(answer('first offset'), [], null)).toBeNull();
    expect(takeFrom(answer('count'), 5, null)).toBeUndefined();
  });
});

describe('a value in words', () => {
  const wording: Wording = { text: 'broker {n}', words: { '-1': 'nobody', '[]': 'no broker', null: 'nothing' } };

  test('has words of its own, or fills the template', () => {
    expect(inWords(-1, wording)).toBe('nobody');
    expect(inWords([], wording)).toBe('no broker');
    expect(inWords(null, wording)).toBe('nothing');
    expect(inWords(2, wording)).toBe('broker 2');
    expect(inWords([1, 2, 3], wording)).toBe('broker 1, 2 and 3');
    expect(inWords(['A', 'B'], { text: '{list}', words: {} })).toBe('A B');
  });

  test('a value that looks like a key of every object has none', () => {
    expect(inWords('constructor', wording)).toBe('broker constructor');
  });
});

describe('misconceptions', () => {
  test('each is found under its own id, and says what is believed in a clause', () => {
    expect(Object.keys(misconceptions).length).toBeGreaterThanOrEqual(13);
    for (const [id, { id: own, belief }] of Object.entries(misconceptions)) {
      expect(own).toBe(id);
      expect(belief).toMatch(/^[a-z].*[^.]$/);
    }
  });

  test('those that the lessons are about are there', () => {
    const wanted = [
      'M01',
      'M08',
      'M11',
      'M12',
      'M13',
      'M14',
      'M15',
      'M24',
      'M27',
      'M28',
      'M29',
      'M30',
      'M31',
      'M32',
      'M33',
      'M39',
    ];
    expect(wanted.filter((id) => !Object.hasOwn(misconceptions, id))).toEqual([]);
  });
});

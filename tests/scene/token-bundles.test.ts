import { expect, test } from 'vitest';

import { overlap, type Box } from '../../src/scene/box.ts';
import type { TokenLook, TokenMark } from '../../src/scene/marks.ts';
import { textWidth } from '../../src/scene/text.ts';
import { uncrowded } from '../../src/scene/token-bundles.ts';

const small = 11;

/** A connection that is reset, or so many of them. */
function reset(key: string, x: number, count: number, more: Partial<TokenLook> = {}): TokenMark {
  const look: TokenLook = {
    key,
    thing: { kind: 'packet', key },
    shape: 'sign',
    width: 8,
    height: 8,
    text: '',
    hue: null,
    carries: false,
    count,
    fate: 'moving',
    label: '',
    ...more,
  };
  return { at: { x, y: 100 }, look };
}

function countBox({ at, look }: TokenMark): Box {
  return { x: at.x + 4 + 3, y: at.y - 9, width: textWidth(`×${look.count}`, small, 'bold'), height: small };
}

test('several connections that are reset at one corner are one sign with their sum', () => {
  const shown = uncrowded([reset('a', 50, 2), reset('b', 58, 3), reset('c', 64, 1), reset('d', 200, 4)], small);
  expect(shown.map(({ look }) => [look.key, look.count])).toEqual([
    ['a', 5],
    ['c', 1],
    ['d', 4],
  ]);
  const boxes = shown.filter(({ look }) => look.count > 1).map(countBox);
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1)) expect(overlap(a, b)).toBe(false);
  });
});

test('a sign of another kind keeps its own count, and the sum is the same object in the next frame', () => {
  const marks = [reset('a', 50, 2), reset('b', 55, 3, { shape: 'response' }), reset('c', 58, 4)];
  const [first] = uncrowded(marks, small);
  const shown = uncrowded(marks, small);
  expect(shown.map(({ look }) => [look.key, look.count])).toEqual([
    ['a', 6],
    ['b', 3],
  ]);
  expect(shown[0]?.look).toBe(first?.look);
});

test('words keep clear of the count beside other words', () => {
  const words = { shape: 'request', text: 'Heartbeat', width: 60, height: 20 } as const;
  const far = 60 + 3 + textWidth('×2', small, 'bold');
  const texts = (apart: number): readonly string[] =>
    uncrowded([reset('a', 50, 2, words), reset('b', 50 + apart, 1, words)], small).map(({ look }) => look.text);
  expect(texts(far + 1)).toEqual(['Heartbeat', 'Heartbeat']);
  expect(texts(far - 2)).toEqual(['Heartbeat', '']);
});

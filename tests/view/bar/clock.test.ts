import { expect, test } from 'vitest';

import { speedText } from '../../../src/view/bar/clock.ts';

test('a speed is said as a factor, and never as 1/1x', () => {
  expect([0, 1 / 200, 1 / 46, 0.5, 2 / 3, 0.67, 1, 20].map(speedText)).toEqual([
    '0x',
    '1/200x',
    '1/46x',
    '1/2x',
    '0.7x',
    '0.7x',
    '1x',
    '20x',
  ]);
  for (let factor = 0.3; factor < 1.2; factor += 0.001) expect(speedText(factor)).not.toBe('1/1x');
});

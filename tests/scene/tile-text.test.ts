import { expect, test } from 'vitest';

import { metricsOf } from '../../src/scene/metrics.ts';
import { tileText } from '../../src/scene/tile-text.ts';
import { bytesOf } from '../../src/sim/read/text.ts';
import { PAGE } from './support.ts';

const metrics = metricsOf(PAGE);

/** What stands on a tile of the least width. */
function onTile(value: string, width: number = metrics.tile.width): string {
  const record = { key: null, value: bytesOf(value), headers: [], timestamp: 0 };
  return tileText(record, 'value', metrics, width, true).text;
}

test.each([
  ['7', '7'],
  ['trip 12', '…12'],
  // What the recitation's producer sends.
  ['{"number": 7}', '…7'],
  ['[1, 23]', '…23'],
  ['a trip without', 'a tr…'],
])('the record %s is called %s on a small tile: of a numbered value the number is kept', (value, text) => {
  expect(onTile(value)).toBe(text);
});

test('where there is room the whole value stands on the tile', () => {
  expect(onTile('{"number": 7}', 200)).toBe('{"number": 7}');
});

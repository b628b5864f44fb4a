import { expect, test } from 'vitest';

import { askCall } from '../../../src/sim/facts/ask.ts';
import { parseFactCall } from '../../../src/sim/facts/call.ts';
import { createWorld } from '../../../src/sim/cluster.ts';
import { scenario } from '../cluster/build.ts';

const world = createWorld(scenario());

function ask(text: string): unknown {
  const call = parseFactCall(text);
  if (!call.ok) throw new Error(call.problem);
  return askCall({ world, history: null }, call.value);
}

/** key: murmur2 modulo 3, 4 and 6, then CRC32 modulo 3 and 4; computed with kafka-python and zlib. */
const table: readonly (readonly [string, readonly number[]])[] = [
  ['alice', [0, 1, 3, 2, 3]],
  ['bob', [0, 2, 0, 2, 0]],
  ['carol', [2, 2, 2, 2, 3]],
  ['dave', [1, 2, 4, 2, 0]],
  ['erin', [2, 0, 2, 0, 2]],
  ['frank', [1, 3, 1, 2, 1]],
];

test.each(table)('the partition of %s is the one its client gives it', (key, [m3, m4, m6, c3, c4]) => {
  expect(ask(`partitionOf(${key}, murmur2, 3)`)).toBe(m3);
  expect(ask(`partitionOf(${key}, java, 4)`)).toBe(m4);
  expect(ask(`partitionOf(${key}, kafka-python, 6)`)).toBe(m6);
  expect(ask(`partitionOf(${key}, crc32, 3)`)).toBe(c3);
  expect(ask(`partitionOf(${key}, kcat, 4)`)).toBe(c4);
});

test('of six riders, five change partition from 3 to 4, and two from 3 to 6', () => {
  const riders = table.map(([key]) => key).join(', ');
  expect(ask(`movedKeys(3, 4, ${riders})`)).toBe(5);
  expect(ask(`movedKeys(3, 6, ${riders})`)).toBe(2);
  expect(ask('movedKeys(3, 4)')).toBe(0);
  expect(ask('partitionOf(alice, java, 0)')).toBeNull();
});

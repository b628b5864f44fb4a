import { expect, test } from 'vitest';

import { eachRecord } from '../../src/sim/read/log.ts';
import { logOf } from '../../src/sim/read/replicas.ts';
import type { EntryType, TraceEntry } from '../../src/sim/trace/entry.ts';
import { playStory, type Story } from './play-story.ts';

/* What a producer's repeats come to: kept as files like the others, and said in words that do not depend on them. */

async function story(name: string): Promise<Story> {
  const played = playStory(name);
  expect(played.violations).toEqual([]);
  await expect(played.text).toMatchFileSnapshot(`stories/${name}.txt`);
  return played;
}

function all<T extends EntryType>({ entries }: Story, type: T): Extract<TraceEntry, { readonly type: T }>[] {
  return entries.filter((entry): entry is Extract<TraceEntry, { readonly type: T }> => entry.type === type);
}

/** Values in the log of the first partition at its leader. */
function logged({ world }: Story): string[] {
  const values: string[] = [];
  const log = logOf(world, 2, 0);
  if (log !== null) eachRecord(log, 0, log.logEndOffset, ({ record }) => values.push(record.value ?? ''));
  return values;
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, n) => `order ${n}`);

test('a disconnect before the acknowledgement, without idempotence: records stand in the log twice and out of order', async () => {
  const played = await story('disconnect-without-idempotence');
  const values = logged(played);
  expect(all(played, 'BatchRetried').length).toBeGreaterThan(1);
  expect(all(played, 'DuplicateBatch')).toEqual([]);
  expect(values.length).toBeGreaterThan(400);
  expect([...new Set(values)].sort()).toEqual(numbered(400).sort());
  expect([...new Set(values)]).not.toEqual(numbered(400));
  expect(all(played, 'RecordsAcknowledged').reduce((sum, { args }) => sum + args.count, 0)).toBe(400);
});

test('a disconnect before the acknowledgement, with idempotence: each record once, in order', async () => {
  const played = await story('disconnect-with-idempotence');
  expect(all(played, 'BatchRetried').length).toBeGreaterThan(1);
  expect(all(played, 'DuplicateBatch').length).toBeGreaterThan(0);
  expect(logged(played)).toEqual(numbered(400));
  expect(all(played, 'RecordsAcknowledged').reduce((sum, { args }) => sum + args.count, 0)).toBe(400);
});

test('a restarted producer: another producer id, so idempotence does not know what it sent before', async () => {
  const played = await story('restarted-producer');
  const ids = all(played, 'ProducerIdAssigned').map(({ args }) => args.producerId);
  expect(new Set(ids).size).toBe(2);
  expect(all(played, 'DuplicateBatch')).toEqual([]);
  const values = logged(played);
  const before = values.indexOf('order 0', 1);
  expect(before).toBeGreaterThan(5);
  expect(values).toEqual([...numbered(20).slice(0, before), ...numbered(20)]);
});

import * as v from 'valibot';

import { bytesOfHex, bytesOfText } from '../../../src/lib/bytes.ts';
import { murmur2 } from '../../../src/sim/client/hash/murmur2.ts';
import { adapter, Unreadable, type Check } from '../support/adapter.ts';
import { Bench } from '../support/bench.ts';

const schema = v.object({
  key: v.optional(v.union([v.strictObject({ utf8: v.string() }), v.strictObject({ hex: v.string() })])),
  keyHex: v.string(),
  murmur2: v.number(),
  partitions: v.record(v.string(), v.number()),
});

/** The partition that a real producer gives a record with this key, in topics of several sizes. */
export const playMurmur2 = adapter(schema, ({ key: said, keyHex, murmur2: hash, partitions }): Check => {
  const key = bytesOfHex(keyHex);
  if (key === null) throw new Unreadable('keyHex: not hexadecimal');
  if (said !== undefined && ('utf8' in said ? bytesOfText(said.utf8) : bytesOfHex(said.hex)) !== key)
    throw new Unreadable('key: its bytes are others than those of keyHex');
  const counts = Object.keys(partitions);
  const bench = benchFor(counts).fork();
  const before = bench.entries.length;
  const record = { partition: null, key, value: '', headers: [] };
  bench.do({ type: 'send', node: 'p', records: counts.map((count) => ({ ...record, topic: `of-${count}` })) });
  const got: Record<string, number> = {};
  for (const entry of bench.entries.slice(before)) {
    if (entry.type !== 'RecordsBuffered') continue;
    const name = bench.world.names.partitions[entry.args.partition];
    if (name !== undefined) got[name.topic.slice(3)] = name.partition;
  }
  return { expected: { murmur2: hash, partitions }, got: { murmur2: murmur2(key), partitions: got } };
});

const benches = new Map<string, Bench>();

/** A cluster with a topic of each size, and a producer that knows them all. */
function benchFor(counts: readonly string[]): Bench {
  const key = counts.join();
  const known = benches.get(key);
  if (known !== undefined) return known;
  const topics = counts.map((count) => `{ name: of-${count}, partitions: ${count} }`);
  const bench = new Bench(`{ brokers: 1, topics: [${topics.join(', ')}], producers: [{ name: p }] }`);
  const warmUp = counts.map((count) => ({ topic: `of-${count}`, partition: 0, key: null, value: '', headers: [] }));
  bench.until('the topics are there', () => counts.every((count) => leads(bench, `of-${count}`, Number(count))));
  bench.do({ type: 'send', node: 'p', records: warmUp });
  const acknowledged = (): number => bench.entries.filter((entry) => entry.type === 'RecordsAcknowledged').length;
  bench.until('the producer knows every topic', () => acknowledged() === counts.length);
  benches.set(key, bench);
  return bench;
}

function leads(bench: Bench, topic: string, count: number): boolean {
  const ids = bench.world.names.index[topic] ?? [];
  return (
    ids.length === count &&
    bench.entries.filter((entry) => entry.type === 'LeaderStarted' && ids.includes(entry.args.partition)).length >=
      count
  );
}

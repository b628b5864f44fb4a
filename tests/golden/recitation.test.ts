import { expect, test } from 'vitest';

import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { createWorld, runUntil } from '../../src/sim/cluster.ts';
import { Checker } from '../../src/sim/invariants/checker.ts';
import type { TraceEntry } from '../../src/sim/trace/entry.ts';
import type { World } from '../../src/sim/world.ts';
import { nameOf } from './told.ts';

/*
 * What the recitation says of its two programs, played with the client that it uses: `producer.py` writes ten numbers, one a second;
 * `consumer.py` prints what it reads, without a group first, then with one.
 */

const SECOND = 1_000_000;

interface Played {
  readonly world: World;
  readonly entries: readonly TraceEntry[];
}

function play(consumers: string, script: string, partitions = 1): Played {
  const text = `name: recitation
seed: 7
brokers: 3
topics:
  - { name: numtest, partitions: ${partitions}, replicationFactor: 3 }
producers:
  - name: producer.py
    client: kafka-python
    start: 5s
    program: { topic: numtest, rate: 1/s, count: 10, values: '{"number": {n}}' }
consumers:
${consumers}
${script}`;
  const { scenario, mistakes } = parseScenario('recitation', text);
  if (scenario === null) throw new Error(JSON.stringify(mistakes));
  const checker = new Checker();
  const entries: TraceEntry[] = [];
  let before = createWorld(scenario);
  const world = runUntil(before, 60 * SECOND, (taken, after) => {
    expect(checker.look(before, after, taken)).toEqual([]);
    entries.push(...taken);
    before = after;
  });
  return { world, entries };
}

const config = (group: string): string =>
  group === ''
    ? '{ auto.offset.reset: earliest }'
    : `{ auto.offset.reset: earliest, group.id: ${group}, enable.auto.commit: true, auto.commit.interval.ms: 1000 }`;

function consumer(name: string, start: string, group = ''): string {
  return `  - { name: ${name}, client: kafka-python, topics: numtest, start: ${start}, config: ${config(group)} }`;
}

/** What a program printed, and when. */
function printed({ world, entries }: Played, name: string): readonly { readonly t: number; readonly value: string }[] {
  const lines: { readonly t: number; readonly value: string }[] = [];
  for (const { t, node, type, args } of entries) {
    if (type !== 'RecordsPrinted' || nameOf(world, node) !== name) continue;
    for (const batch of args.batches)
      batch.records.forEach((record, index) => {
        const offset = batch.offsets?.[index] ?? batch.baseOffset + index;
        if (offset >= args.from && offset < args.to) lines.push({ t, value: record.value ?? '' });
      });
  }
  return lines;
}

const values = (lines: readonly { readonly value: string }[]): readonly string[] => lines.map(({ value }) => value);
const between = (played: Played, name: string, from: number, to: number): readonly string[] =>
  values(printed(played, name).filter(({ t }) => t >= from * SECOND && t < to * SECOND));
const TEN = Array.from({ length: 10 }, (_, n) => `{"number": ${n}}`);

const TWICE = `script:
  - at: 30s
    stop: consumer.py
  - at: 40s
    start: consumer.py`;

test('a consumer without a group prints all messages, again and again', () => {
  const played = play(consumer('consumer.py', '20s'), TWICE);
  expect(between(played, 'consumer.py', 0, 30)).toEqual(TEN);
  expect(between(played, 'consumer.py', 40, 60)).toEqual(TEN);
});

test('with a group it prints messages once, then only new ones', () => {
  const again = `${TWICE}
  - at: 48s
    crash: producer.py
  - at: 50s
    start: producer.py`;
  const played = play(consumer('consumer.py', '20s', 'numtest-group'), again);
  expect(between(played, 'consumer.py', 0, 30)).toEqual(TEN);
  expect(between(played, 'consumer.py', 40, 50)).toEqual([]);
  const fresh = between(played, 'consumer.py', 50, 60);
  expect(fresh.length).toBeGreaterThan(5);
  expect(fresh).toEqual(TEN.slice(0, fresh.length));
});

test('producer.py in one tab and consumer.py in another: each number is printed once, as it is written', () => {
  const played = play(consumer('consumer.py', '1s', 'numtest-group'), '');
  const lines = printed(played, 'consumer.py');
  expect(values(lines)).toEqual(TEN);
  lines.slice(1).forEach(({ t }, index) => {
    expect(Math.abs(t - (lines[index]?.t ?? 0) - SECOND)).toBeLessThan(SECOND / 2);
  });
});

test('each partition is consumed only by one member of the group', () => {
  const members = [consumer('one', '1s', 'g'), consumer('two', '2s', 'g'), consumer('three', '9s', 'g')].join('\n');
  const script = `script:
  - at: 30s
    crash: two`;
  const played = play(members, script, 3);
  const owners: (number | undefined)[] = [];
  let most = 0;
  for (const { node, type, args } of played.entries) {
    if (type === 'PartitionsRevoked' || type === 'PartitionsLost')
      for (const partition of args.partitions) if (owners[partition] === node) owners[partition] = undefined;
    if (type === 'ProcessCrashed') owners.forEach((owner, at) => (owners[at] = owner === node ? undefined : owner));
    if (type !== 'PartitionsAssigned') continue;
    for (const partition of args.owned) {
      expect([undefined, node]).toContain(owners[partition]);
      owners[partition] = node;
    }
    most = Math.max(most, new Set(owners.filter((owner) => owner !== undefined)).size);
  }
  expect(most).toBe(3);
  const all = ['one', 'two', 'three'].flatMap((name) => values(printed(played, name)));
  expect(all.sort()).toEqual(TEN);
});

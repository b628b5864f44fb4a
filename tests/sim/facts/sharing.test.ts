import { beforeAll, expect, test } from 'vitest';

import { askCall } from '../../../src/sim/facts/ask.ts';
import { parseFactCall } from '../../../src/sim/facts/call.ts';
import { factNamed } from '../../../src/sim/facts/registry.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { Bench } from '../../conformance/support/bench.ts';

let bench: Bench;

function call(fact: string) {
  const read = parseFactCall(fact);
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}

function ask(fact: string): unknown {
  return askCall({ world: bench.world, history: null }, call(fact));
}

function said(fact: string): string | undefined {
  const { fact: asked, args } = call(fact);
  return factNamed(asked.id)?.say(askCall({ world: bench.world, history: null }, call(fact)), args);
}

const member = (name: string, group: string, topics: string, start: string): object => ({
  name,
  topics,
  start,
  config: { 'group.id': group },
});

beforeAll(() => {
  bench = new Bench(
    JSON.stringify({
      brokers: 1,
      config: { broker: { 'offsets.topic.replication.factor': '1' } },
      topics: [{ name: 'rides', partitions: 2 }, { name: 'payments' }],
      consumers: [
        member('b1', 'billing', 'rides', '2s'),
        member('b2', 'billing', 'rides', '10s'),
        member('b3', 'billing', 'rides', '20s'),
        member('m1', 'map', 'rides', '20s'),
      ],
    }),
  );
});

test('before anybody has joined there is no group, and every partition is without an owner', () => {
  bench.run(SECOND);
  expect(ask('groups')).toEqual([]);
  expect(said('groups')).toBe('There is no group.');
  expect(ask('idleMembers(billing)')).toBeNull();
  expect(ask('unowned(billing, rides)')).toEqual(['rides-0', 'rides-1']);
  expect(ask('unowned(billing, trips)')).toBeNull();
  expect(ask('assignment(billing, b1)')).toBeNull();
  expect(said('unowned(billing, rides)')).toBe('In group billing, nobody reads rides-0 and rides-1.');
});

test('one member alone has all partitions; two share them; a third has none', () => {
  bench.run(8 * SECOND);
  expect(ask('assignment(billing, b1)')).toEqual(['rides-0', 'rides-1']);
  expect(ask('unowned(billing, rides)')).toEqual([]);
  bench.run(10 * SECOND);
  expect([ask('assignment(billing, b1)'), ask('assignment(billing, b2)')]).toEqual([['rides-0'], ['rides-1']]);
  expect(ask('idleMembers(billing)')).toEqual([]);
  bench.run(10 * SECOND);
  expect(ask('assignment(billing, b3)')).toEqual([]);
  expect(ask('idleMembers(billing)')).toEqual(['b3']);
  expect(said('idleMembers(billing)')).toBe('In group billing, b3 has no partition.');
  expect(said('assignment(billing, b3)')).toBe('In group billing, b3 reads nothing.');
});

test('what a topic that a group has not subscribed to has, nobody in it reads; another group shares nothing with it', () => {
  expect(ask('unowned(billing, payments)')).toEqual(['payments-0']);
  expect(ask('groups')).toEqual(['billing', 'map']);
  expect(said('groups')).toBe('There are 2 groups: billing and map.');
  expect(ask('assignment(map, m1)')).toEqual(['rides-0', 'rides-1']);
});

import { describe, expect, test } from 'vitest';

import { concerns } from '../../src/scene/concerns.ts';
import { sheetOf, type Sheet } from '../../src/scene/sheet.ts';
import { tablesOf } from '../../src/scene/tables.ts';
import type { Thing } from '../../src/scene/thing.ts';
import type { World } from '../../src/sim/world.ts';
import { clusterOf } from './cluster-fixture.ts';
import { sceneOf } from './support.ts';
import { troubles } from './troubled-world.ts';
import { leaderDied } from './worlds.ts';

function sheet(world: World, thing: Thing): Sheet {
  const found = sheetOf(world, thing);
  if (found === null) throw new Error(`${thing.kind} has no sheet`);
  return found;
}

const valueOf = ({ facts }: Sheet, name: string): string | undefined => facts.find((fact) => fact.name === name)?.value;

describe('what is said about a thing', () => {
  test('a broker that has crashed, and its copies, say why their high watermarks have fallen', () => {
    const world = leaderDied();
    const dead = sceneOf(world).columns.find(({ condition }) => condition === 'crashed')?.broker ?? -1;
    const alive = sceneOf(world).columns.find(({ condition }) => condition === 'running')?.broker ?? -1;
    const why = /replication-offset-checkpoint \(replica\.high\.watermark\.checkpoint\.interval\.ms\)/;
    expect(sheet(world, { kind: 'broker', broker: dead }).what).toMatch(why);
    expect(sheet(world, { kind: 'broker', broker: alive }).what).not.toMatch(why);
    const copy = sheet(world, { kind: 'replica', partition: 0, broker: dead });
    expect(copy.what).toMatch(why);
    expect(valueOf(copy, 'high watermark on disk')).toMatch(/^\d+, written every \d/);
    const label = (broker: number) =>
      sceneOf(world).cells.find(({ key }) => key === `replica:0:${broker}`)?.label ?? '';
    expect(label(dead)).toMatch(/high watermark \d+ \(as last written to replication-offset-checkpoint\)/);
    expect(label(alive)).not.toMatch(/checkpoint/);
  });

  test('everything in the picture can be opened', () => {
    for (const world of [leaderDied(), troubles()]) {
      const scene = sceneOf(world);
      const things = [...scene.stops, ...scene.tokens.map(({ look }) => look)].map(({ thing }) => thing);
      expect(things.length).toBeGreaterThan(20);
      for (const thing of things) expect(sheetOf(world, thing)?.what ?? '').toMatch(/\.$/);
    }
  });

  test('a replica says where its log begins and ends, and how far it is behind', () => {
    const copy = sheet(leaderDied(), { kind: 'replica', partition: 1, broker: 3 });
    expect(valueOf(copy, 'log end offset')).toBe('22, 1 behind the leader');
    expect(valueOf(copy, 'high watermark')).toBe('21');
    expect(copy.state).toBe('on the disk of a broker that is crashed');
  });

  test('a record says which copies reach as far, and whether it is committed', () => {
    const last = sheet(leaderDied(), { kind: 'record', partition: 0, broker: 3, offset: 37 });
    expect([valueOf(last, 'offset reached on'), last.text?.text]).toEqual(['3', 'G']);
    expect(last.state).toMatch(/^not committed/);
    expect(sheet(leaderDied(), { kind: 'record', partition: 0, broker: 3, offset: 33 }).state).toMatch(/^committed/);
  });

  test('a record that has been cut off has no sheet', () => {
    expect(sheetOf(leaderDied(), { kind: 'record', partition: 0, broker: 1, offset: 37 })).toBeNull();
  });

  test('a value of 100 kB is cut, and its size told', () => {
    const log = { end: 1, hw: 1, value: () => 'x'.repeat(100_000) };
    const world = clusterOf({
      brokers: [{ id: 1 }],
      controller: 1,
      topics: { t: [{ replicas: [1], leader: 1, epoch: 0, isr: [1], logs: { 1: log } }] },
    });
    const { text } = sheet(world, { kind: 'record', partition: 0, broker: 1, offset: 0 });
    expect([text?.bytes, text?.text.length]).toEqual([100_000, 20_001]);
  });

  test('a cut link is the cause of trouble', () => {
    const link = sheet(troubles(), { kind: 'link', from: 1, to: 2 });
    expect([link.state, link.fault, valueOf(link, 'held up')]).toEqual(['cut', true, '1']);
  });
});

describe('the tables', () => {
  test('say the same as the picture: role, high watermark and log end of each copy', () => {
    const world = leaderDied();
    const [first] = tablesOf(world).partitions;
    expect(first).toMatchObject({ name: 'payments-0', leader: '3', epoch: '6', isr: '3, 1, 2' });
    expect(first?.copies.map((copy) => copy && [copy.role, copy.highWatermark, copy.logEnd])).toEqual([
      ['follower', 36, 37],
      ['follower', 36, 37],
      ['leader, crashed', 37, 38],
    ]);
  });

  test('list clients and sessions', () => {
    const tables = tablesOf(leaderDied());
    expect(tables.producers[0]).toMatchObject({ name: 'checkout', acks: '1', waiting: 1, unanswered: 0 });
    expect(tables.consumers[0]?.positions[0]).toEqual({ partition: 'payments-0', position: '36', toRead: '1' });
    expect(tables.zookeeper?.sessions.map(({ left }) => left)).toEqual(['17.1 s', '16.4 s', '9.4 s']);
  });

  test('a broker without a copy has none', () => {
    const world = clusterOf({
      brokers: [{ id: 1 }, { id: 2 }],
      controller: 1,
      topics: { t: [{ replicas: [1], leader: 1, epoch: 0, isr: [1], logs: { 1: { end: 1, hw: 1 } } }] },
    });
    expect(tablesOf(world).partitions[0]?.copies.map((copy) => copy === null)).toEqual([false, true]);
  });
});

describe('the history of a thing', () => {
  const world = leaderDied();
  const advanced = {
    t: 1,
    seq: 1,
    type: 'HighWatermarkAdvanced',
    node: 1,
    causes: [],
    args: { partition: 1, broker: 1, role: 'leader', from: 20, to: 22 },
  } as const;

  test('has the entries that name it or happened there', () => {
    expect(concerns(world, { kind: 'replica', partition: 1, broker: 1 }, advanced)).toBe(true);
    expect(concerns(world, { kind: 'broker', broker: 1 }, advanced)).toBe(true);
    expect(concerns(world, { kind: 'topic', topic: 'payments' }, advanced)).toBe(true);
    expect(concerns(world, { kind: 'replica', partition: 1, broker: 2 }, advanced)).toBe(false);
  });

  test('of a record has the ranges that include its offset', () => {
    const record = (offset: number): Thing => ({ kind: 'record', partition: 1, broker: 1, offset });
    expect([19, 20, 21, 22].map((offset) => concerns(world, record(offset), advanced))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

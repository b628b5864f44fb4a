import { describe, expect, test } from 'vitest';

import { around, overlap } from '../../src/scene/box.ts';
import { sceneMaker } from '../../src/scene/scene.ts';
import { DEFAULT_CHOICE } from '../../src/scene/viewport.ts';
import type { World } from '../../src/sim/world.ts';
import { clusterOf, type ClusterSpec } from './cluster-fixture.ts';
import { PAGE, sceneOf } from './support.ts';
import { fetchedOf, fetchOf, produceOf } from './bodies.ts';
import { troubles } from './troubled-world.ts';
import { leaderDied, onePartition } from './worlds.ts';

const log = { end: 5, hw: 5 };
const three: ClusterSpec = {
  now: 1_000_000,
  brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
  controller: 1,
  topics: { orders: [{ replicas: [1, 2, 3], leader: 1, epoch: 0, isr: [1, 2, 3], logs: { 1: log, 2: log, 3: log } }] },
  producers: [{ name: 'shop', acks: 1 }],
  consumers: [{ name: 'billing', positions: [[0, 5]] }],
};
const at = 1_000_000;

function withPackets(packets: NonNullable<ClusterSpec['packets']>): World {
  return clusterOf({ ...three, packets });
}

function tokensAt(world: World, instant: number) {
  return sceneOf(world, PAGE, { at: instant }).tokens.map(({ at: place, look }) => ({ ...look, at: place }));
}

describe('a token', () => {
  const world = withPackets([
    { from: 'broker-2', to: 'broker-1', body: fetchOf('orders', 0, 5, 2), sentAt: at, arrivesAt: at + 1000 },
  ]);
  const frame = sceneOf(world).frame;

  test('starts at its sender, ends at its receiver, and is in the middle in the middle of its time', () => {
    const [one, two] = frame.columns;
    const [start, middle, end] = [0, 500, 1000].map((passed) => tokensAt(world, at + passed)[0]?.at.x ?? -1);
    const half = (tokensAt(world, at)[0]?.width ?? 0) / 2;
    expect(start).toBeCloseTo((two?.box.x ?? 0) - half);
    expect(end).toBeCloseTo((one?.box.x ?? 0) + (one?.box.width ?? 0) + half);
    expect(middle).toBeCloseTo(((start ?? 0) + (end ?? 0)) / 2);
  });

  test('says what a Fetch asks for, in the row of its partition', () => {
    const [token] = tokensAt(world, at);
    expect(token?.text).toBe('Fetch 5');
    expect(token?.label).toBe('Fetch request from broker-2 to broker-1');
    const row = frame.rows[0]?.header;
    expect(Math.abs((token?.at.y ?? 0) - ((row?.y ?? 0) + (row?.height ?? 0) / 2))).toBeLessThan(20);
  });

  test('of a response looks different from that of a request', () => {
    const both = withPackets([
      { from: 'broker-2', to: 'broker-1', body: fetchOf('orders', 0, 5, 2), sentAt: at, arrivesAt: at + 1000 },
      {
        from: 'broker-1',
        to: 'broker-3',
        kind: 'response',
        body: fetchedOf('orders', 0, 5, []),
        sentAt: at,
        arrivesAt: at + 1000,
      },
    ]);
    expect(tokensAt(both, at).map(({ shape, text }) => [shape, text])).toEqual([
      ['request', 'Fetch 5'],
      ['response', 'HW 5'],
    ]);
  });

  test('that carries records shows them in the hue of their partition', () => {
    const carrying = withPackets([
      { from: 'shop', to: 'broker-1', body: produceOf('orders', 0, ['F']), sentAt: at, arrivesAt: at + 1000 },
      {
        from: 'broker-1',
        to: 'broker-2',
        kind: 'response',
        body: fetchedOf('orders', 0, 5, ['F', 'G', 'H'], 5),
        sentAt: at,
        arrivesAt: at + 1000,
      },
    ]);
    expect(tokensAt(carrying, at + 500).map(({ text, hue, carries }) => [text, hue, carries])).toEqual([
      ['F', 0, true],
      ['F +2', 0, true],
    ]);
  });

  test('is at the same place whether the run is watched forwards or backwards', () => {
    const make = sceneMaker();
    const worlds = [leaderDied(), onePartition(), troubles()];
    const shots = worlds.flatMap((one) => [0, 137, 420].map((passed) => ({ world: one, at: one.now + passed })));
    const tokens = (shot: (typeof shots)[number]) =>
      make({ ...shot, before: null, entries: [], viewport: PAGE, choice: DEFAULT_CHOICE }).tokens;
    const forwards = shots.map(tokens);
    const backwards = [...shots].reverse().map(tokens).reverse();
    expect(backwards).toEqual(forwards);
  });

  test('stays where a cut link caught it', () => {
    const cut = (sentAt: number) =>
      clusterOf({
        ...three,
        links: [{ from: 'broker-2', to: 'broker-1', cut: true, extra: 0 }],
        packets: [{ from: 'broker-2', to: 'broker-1', body: fetchOf('orders', 0, 5, 2), sentAt, arrivesAt: null }],
      });
    const place = (sentAt: number, instant: number) => tokensAt(cut(sentAt), instant)[0];
    const caught = place(at - 600, at);
    expect(caught?.fate).toBe('held');
    expect(place(at - 600, at + 5_000_000)?.at).toEqual(caught?.at);
    const further = place(at - 800, at);
    expect(further?.at.x).toBeLessThan(caught?.at.x ?? 0);
  });

  test('that reached nobody is shown with the step that lost it, and not after', () => {
    const before = withPackets([
      { from: 'broker-2', to: 'broker-1', body: fetchOf('orders', 0, 5, 2), sentAt: at - 1000, arrivesAt: at },
    ]);
    const after = withPackets([]);
    const entry = {
      t: at,
      seq: 9,
      type: 'PacketLost',
      node: 2,
      causes: [],
      args: { what: 'Fetch', to: 1, connection: 0 },
    } as const;
    expect(sceneOf(after, PAGE, { before, entries: [entry] }).tokens.map(({ look }) => look.fate)).toEqual(['lost']);
    expect(sceneOf(after, PAGE, { before, entries: [] }).tokens).toEqual([]);
  });
});

describe('many tokens', () => {
  test('that would cover each other on one way travel as one and say how many they are', () => {
    const sent = (late: number) => ({
      from: 'broker-2',
      to: 'broker-1',
      body: fetchOf('orders', 0, 5, 2),
      sentAt: at - late,
      arrivesAt: at + 1000 - late,
    });
    const [token, ...others] = tokensAt(withPackets([sent(0), sent(20), sent(40)]), at + 100);
    expect([token?.count, others.length]).toEqual([3, 0]);
  });

  test('never put words over words', () => {
    const nodes = ['broker-1', 'broker-2', 'broker-3'];
    const packets = Array.from({ length: 60 }, (_, i) => {
      const from = nodes[i % 3] as string;
      const to = nodes[(i + 1 + (i % 2)) % 3] as string;
      const body = i % 4 === 0 ? produceOf('orders', 0, ['F', 'G']) : fetchOf('orders', 0, i, 2);
      return {
        from: i % 5 === 0 ? 'shop' : from,
        to: i % 5 === 0 ? from : to,
        body,
        sentAt: at - i * 31,
        arrivesAt: at + 2000 - i * 31,
      };
    });
    const world = withPackets(packets.filter(({ from, to }) => from !== to));
    for (const passed of [0, 90, 400, 1100]) {
      const worded = tokensAt(world, at + passed).filter(({ text }) => text !== '');
      expect(worded.length).toBeGreaterThan(3);
      const boxes = worded.map((token) => around(token.at, token.width, token.height));
      boxes.forEach((a, i) => {
        for (const b of boxes.slice(i + 1)) expect(overlap(a, b)).toBe(false);
      });
    }
  });

  test("ZooKeeper's pings are drawn only when they are asked for", () => {
    const world = withPackets([
      { from: 'broker-2', to: 'zookeeper-1', body: { type: 'ZkPingRequest' }, sentAt: at, arrivesAt: at + 1000 },
    ]);
    expect(tokensAt(world, at)).toEqual([]);
    expect(sceneOf(world, PAGE, { choice: { ...DEFAULT_CHOICE, pings: true } }).tokens).toHaveLength(1);
  });
});

describe('a request that waits', () => {
  test('stands at the leader, outside its cell, and says what it waits with', () => {
    const world = clusterOf({ ...three, parked: [{ from: 'broker-2', at: 1, partitions: [0] }] });
    const { waiting, cells } = sceneOf(world);
    expect(waiting.map(({ text, side }) => [text, side])).toEqual([['Fetch 5', 'left']]);
    expect(cells.some(({ box }) => overlap(box, waiting[0]?.box ?? box))).toBe(false);
  });

  test('stands with the others that wait there as one', () => {
    const world = clusterOf({
      ...three,
      parked: [
        { from: 'broker-2', at: 1, partitions: [0] },
        { from: 'broker-3', at: 1, partitions: [0] },
      ],
    });
    expect(sceneOf(world).waiting.map(({ text }) => text)).toEqual(['Fetch ×2']);
  });
});

describe('a request that waits at the edge of a column', () => {
  test('stands outside the column, whether it came from above or from below', () => {
    const world = clusterOf({
      ...three,
      topics: { orders: [0, 1].map(() => ({ replicas: [1], leader: 1, epoch: 0, isr: [1], logs: { 1: log } })) },
      parked: [
        { from: 'billing', at: 1, partitions: [0, 1] },
        { from: 'shop', at: 1, partitions: [0, 1] },
      ],
    });
    const { waiting, columns } = sceneOf(world);
    expect(waiting).toHaveLength(2);
    for (const { box } of waiting) expect(columns.some((column) => overlap(column.box, box))).toBe(false);
  });
});

describe('a link that is not as it should be', () => {
  test('is thick where it is slow and broken where it is cut, and says which way', () => {
    const world = clusterOf({
      ...three,
      links: [
        { from: 'broker-1', to: 'broker-2', cut: true, extra: 0 },
        { from: 'broker-2', to: 'broker-3', cut: false, extra: 200_000 },
        { from: 'broker-3', to: 'broker-2', cut: false, extra: 200_000 },
      ],
    });
    const marks = sceneOf(world).links.map(({ state, text, width }) => ({ state, text, thick: width > 3 }));
    expect(marks).toEqual([
      { state: 'cut', text: 'cut 1→2', thick: false },
      { state: 'slow', text: '+200 ms', thick: true },
    ]);
  });
});

import { describe, expect, it } from 'vitest';

import { controllerOf, znodeAt, zooKeeperState } from '../../../src/sim/read/znodes.ts';
import { SECOND } from '../../../src/sim/time.ts';
import type { TraceEntry } from '../../../src/sim/trace/entry.ts';
import { Bench } from '../support/bench.ts';

/* The znodes of vectors/zookeeper.json, as a running cluster of 3.9 leaves them. */

const bench = new Bench(`
topics: [{ name: t, partitions: 2, replicationFactor: 3, config: { min.insync.replicas: 2 } }]
producers: [{ name: p, program: { topic: t, rate: 1/s } }]
`).run(5 * SECOND);

const fields = (path: string): string[] => Object.keys((znodeAt(bench.world, path)?.data ?? {}) as object);
const data = (path: string): unknown => znodeAt(bench.world, path)?.data;
const owner = (path: string): number => znodeAt(bench.world, path)?.ephemeralOwner ?? -1;
const created = (path: string): TraceEntry | undefined =>
  bench.entries.find((entry) => entry.type === 'ZnodeCreated' && entry.args.path === path);

/** Names of the nodes that watch a path. */
function watchers(path: string, kind: 'data' | 'children'): string[] {
  const state = zooKeeperState(bench.world);
  const clients = (state?.watches ?? [])
    .filter((watch) => watch.path === path && watch.kind === kind)
    .map((watch) => state?.sessions.find((session) => session.id === watch.session)?.client);
  return ['broker-1', 'broker-2', 'broker-3'].filter((name) => clients.includes(bench.node(name)));
}

/** The node in whose session a znode was created. */
function creator(path: string): number | undefined {
  const entry = created(path);
  const session = entry?.type === 'ZnodeCreated' ? entry.args.session : -1;
  return zooKeeperState(bench.world)?.sessions.find((one) => one.id === session)?.client;
}

const everyBroker = ['broker-1', 'broker-2', 'broker-3'];
const controller = `broker-${controllerOf(bench.world).broker}`;

describe('znodes', () => {
  it('zookeeper-001: /controller is an ephemeral of the broker that won; every broker watches it', () => {
    expect(fields('/controller')).toEqual(['version', 'brokerid', 'timestamp', 'kraftControllerEpoch']);
    expect(data('/controller')).toMatchObject({ version: 2, brokerid: controllerOf(bench.world).broker });
    expect(owner('/controller')).toBeGreaterThan(0);
    expect(creator('/controller')).toBe(bench.node(controller));
    expect(watchers('/controller', 'data')).toEqual(everyBroker);
  });

  it('zookeeper-002: /controller_epoch is a persistent number, 1 for the first controller; nobody watches it', () => {
    expect(data('/controller_epoch')).toBe(1);
    expect(owner('/controller_epoch')).toBe(0);
    expect(watchers('/controller_epoch', 'data')).toEqual([]);
  });

  it('zookeeper-002: it grows by one with each election, in the transaction that creates /controller', () => {
    const elected = new Bench('{ brokers: 2 }').run(2 * SECOND);
    elected
      .do({ type: 'crash', node: `broker-${controllerOf(elected.world).broker}`, kind: 'process' })
      .run(25 * SECOND);
    expect(znodeAt(elected.world, '/controller_epoch')?.data).toBe(2);
    const changed = elected.entries.findLast(
      (entry) => entry.type === 'ZnodeChanged' && entry.args.path === '/controller_epoch',
    );
    const made = elected.entries.findLast(
      (entry) => entry.type === 'ZnodeCreated' && entry.args.path === '/controller',
    );
    expect(changed?.t).toBe(made?.t);
    expect(changed?.causes).toEqual(made?.causes);
  });

  it('zookeeper-004: the children of /brokers/ids are watched by the controller', () => {
    expect(owner('/brokers/ids')).toBe(0);
    expect(watchers('/brokers/ids', 'children')).toEqual([controller]);
  });

  it('zookeeper-005: /brokers/topics/T holds the assignment; the controller watches it', () => {
    const znode = data('/brokers/topics/t') as {
      readonly version: number;
      readonly partitions: Readonly<Record<string, number[]>>;
    };
    expect(fields('/brokers/topics/t').sort()).toEqual([
      'adding_replicas',
      'partitions',
      'removing_replicas',
      'topic_id',
      'version',
    ]);
    expect(znode.version).toBe(3);
    expect(Object.keys(znode.partitions)).toEqual(['0', '1']);
    for (const replicas of Object.values(znode.partitions)) expect([...replicas].sort()).toEqual([1, 2, 3]);
    expect(watchers('/brokers/topics/t', 'data')).toEqual([controller]);
  });

  it('zookeeper-007: a partition has its state in a znode whose version is the partition epoch; nobody watches it', () => {
    const path = '/brokers/topics/t/partitions/0/state';
    expect(fields(path)).toEqual(['version', 'leader', 'leader_epoch', 'controller_epoch', 'isr']);
    const { leader } = data(path) as { readonly leader: number };
    expect(bench.replica(leader).partitionEpoch).toBe(znodeAt(bench.world, path)?.version);
    expect(watchers(path, 'data')).toEqual([]);
    expect(creator(path)).toBe(bench.node(controller));
  });

  it('zookeeper-008: /config/topics/T holds what is set for the topic itself', () => {
    expect(data('/config/topics/t')).toEqual({ version: 1, config: { 'min.insync.replicas': '2' } });
    expect(watchers('/config/topics/t', 'data')).toEqual([]);
  });

  it('zookeeper-019: /brokers/seqid is there, persistent and unwatched', () => {
    expect([owner('/brokers/seqid'), watchers('/brokers/seqid', 'data')]).toEqual([0, []]);
  });

  it('zookeeper-020: producer ids are handed out in blocks of 1000', () => {
    const block = data('/latest_producer_id_block') as {
      readonly broker: number;
      readonly block_start: string;
      readonly block_end: string;
    };
    expect(Object.keys(block)).toEqual(['version', 'broker', 'block_start', 'block_end']);
    expect(Number(block.block_end) - Number(block.block_start)).toBe(999);
    expect(
      bench.entries.some(
        (entry) => entry.type === 'ProducerIdAssigned' && entry.args.producerId === Number(block.block_start),
      ),
    ).toBe(true);
  });

  it('zookeeper-022: /feature is written by the controller and watched by every broker', () => {
    expect(fields('/feature')).toEqual(['version', 'status', 'features']);
    expect(creator('/feature')).toBe(bench.node(controller));
    expect(watchers('/feature', 'data')).toEqual(everyBroker);
  });
});

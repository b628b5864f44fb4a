import { describe, expect, it } from 'vitest';
import type { ConsumerState } from '../../../src/sim/client/state.ts';
import { vecGet, vecToArray } from '../../../src/lib/vec.ts';
import { Cluster, consumer, producer, scenario, topic } from './build.ts';

const RACK_AWARE = 'org.apache.kafka.common.replica.RackAwareReplicaSelector';
const orders = topic('orders', 1, 3, { assignment: [[1, 2, 3]] });

function cluster(rack: string, selector: string | null = RACK_AWARE): Cluster {
  const given = scenario({
    topics: [orders],
    producers: [producer('p', 'orders', { config: { acks: 'all' } })],
    consumers: [consumer('c', ['orders'], { config: { 'auto.offset.reset': 'earliest', 'client.rack': rack } })],
    config: {
      broker: {
        'replica.lag.time.max.ms': '3000',
        ...(selector === null ? {} : { 'replica.selector.class': selector }),
      },
      producer: {},
      consumer: {},
    },
  });
  return new Cluster({ ...given, brokers: given.brokers.map((broker) => ({ ...broker, rack: `rack-${broker.id}` })) });
}

/** Broker id that the consumer reads from. */
function reads(c: Cluster): number {
  const state = vecToArray(c.world.nodes).find(({ name }) => name === 'c')?.state as ConsumerState;
  return c.world.setup.brokerIds[state.assigned[0]?.source ?? -1] ?? -1;
}
const printed = (c: Cluster): number =>
  c.entries('RecordsPrinted').reduce((sum, { args }) => sum + args.to - args.from, 0);

describe('a consumer with a rack (KIP-392)', () => {
  it.each([
    ['in the rack of a follower reads from that follower', 'rack-3', RACK_AWARE, 3],
    ['in the rack of the leader reads from the leader', 'rack-1', RACK_AWARE, 1],
    ['in a rack without a replica reads from the leader', 'rack-9', RACK_AWARE, 1],
    ['whose brokers have no replica selector reads from the leader', 'rack-3', null, 1],
  ])('%s', (_, rack, selector, from) => {
    const c = cluster(rack, selector).until(8);
    expect(reads(c)).toBe(from);
    const fetched = c
      .entries('RequestSent')
      .filter(({ t, node, args }) => t > 5_000_000 && node === nodeOf(c, 'c') && args.api === 'FetchRequest');
    expect(new Set(fetched.map(({ args }) => args.to))).toEqual(new Set([c.world.setup.nodeOfBroker[from]]));
    expect(printed(c)).toBeGreaterThan(50);
  });

  it('reads no further than the follower knows the high watermark', () => {
    const c = cluster('rack-3').until(8);
    const ends = c.entries('RecordsFetched').filter(({ t }) => t > 4_000_000);
    expect(ends.length).toBeGreaterThan(10);
    for (const { t, args } of ends) {
      const known = c.entries('HighWatermarkAdvanced').filter((entry) => entry.t <= t && entry.args.broker === 3);
      expect(args.to).toBeLessThanOrEqual(known.at(-1)?.args.to ?? 0);
    }
  });

  it('goes back to the leader when the follower has died and metadata says so, and misses nothing', () => {
    const c = cluster('rack-3').do(5, { type: 'crash', node: 'broker-3', kind: 'process' }).until(40);
    expect(reads(c)).toBe(1);
    const all = c.entries('RecordsPrinted').map(({ args }) => [args.from, args.to]);
    all.forEach(([from], at) => expect(from).toBe(at === 0 ? 0 : all[at - 1]?.[1]));
    expect(printed(c)).toBeGreaterThan(100);
  });

  it('gives a frozen follower up after request.timeout.ms, and is not sent back once it has left the ISR', () => {
    const c = cluster('rack-3').do(2, { type: 'freeze', node: 'broker-3' }).until(60);
    expect(reads(c)).toBe(1);
    expect(printed(c)).toBeGreaterThan(100);
  });
});

function nodeOf(c: Cluster, name: string): number {
  for (let id = 0; id < c.world.nodes.length; id++) if (vecGet(c.world.nodes, id)?.name === name) return id;
  return -1;
}

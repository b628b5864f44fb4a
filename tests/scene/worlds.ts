import type { World } from '../../src/sim/world.ts';
import { fetchedOf, fetchOf, produceOf } from './bodies.ts';
import { clusterOf, type PartitionSpec } from './cluster-fixture.ts';

const letter = (base: number, first: string) => (offset: number) =>
  String.fromCharCode(first.charCodeAt(0) + offset - base);

/** The moment of the sketch: broker 3 has died, its session still runs. */
export function leaderDied(): World {
  const p0 = { value: letter(33, 'C'), start: 0 };
  const p1 = { value: letter(18, 'K') };
  const p2 = { value: letter(41, 'R') };
  const payments: PartitionSpec[] = [
    {
      replicas: [3, 1, 2],
      leader: 3,
      epoch: 6,
      isr: [3, 1, 2],
      logs: {
        1: {
          ...p0,
          end: 37,
          hw: 36,
          epochs: [
            [5, 0],
            [6, 36],
          ],
        },
        2: {
          ...p0,
          end: 37,
          hw: 36,
          epochs: [
            [5, 0],
            [6, 36],
          ],
        },
        3: {
          ...p0,
          end: 38,
          hw: 37,
          epochs: [
            [5, 0],
            [6, 36],
          ],
        },
      },
    },
    {
      replicas: [1, 2, 3],
      leader: 1,
      epoch: 3,
      isr: [1, 2, 3],
      logs: {
        1: {
          ...p1,
          end: 23,
          hw: 22,
          epochs: [
            [2, 0],
            [3, 20],
          ],
        },
        2: {
          ...p1,
          end: 23,
          hw: 22,
          epochs: [
            [2, 0],
            [3, 20],
          ],
        },
        3: {
          ...p1,
          end: 22,
          hw: 21,
          epochs: [
            [2, 0],
            [3, 20],
          ],
        },
      },
    },
    {
      replicas: [2, 3, 1],
      leader: 2,
      epoch: 5,
      isr: [2, 3, 1],
      logs: {
        1: { ...p2, end: 45, hw: 45, epochs: [[5, 0]] },
        2: { ...p2, end: 46, hw: 45, epochs: [[5, 0]] },
        3: { ...p2, end: 45, hw: 44, epochs: [[5, 0]] },
      },
    },
  ];
  const now = 12_904_000;
  return clusterOf({
    now,
    brokers: [{ id: 1 }, { id: 2 }, { id: 3, status: 'down' }],
    controller: 1,
    epoch: 4,
    topics: { payments },
    producers: [{ name: 'checkout', acks: 1, waiting: [{ partition: 0, values: ['H'] }] }],
    consumers: [
      {
        name: 'billing',
        positions: [
          [0, 36],
          [1, 22],
          [2, 43],
        ],
      },
    ],
    sessions: { 1: 17_100_000, 2: 16_400_000, 3: 9_400_000 },
    packets: [
      {
        from: 'broker-2',
        to: 'broker-1',
        body: fetchOf('payments', 1, 23, 2),
        sentAt: now - 500,
        arrivesAt: now + 500,
      },
      {
        from: 'broker-2',
        to: 'broker-1',
        kind: 'response',
        body: fetchedOf('payments', 2, 45, ['V'], 45),
        sentAt: now - 600,
        arrivesAt: now + 400,
      },
      {
        from: 'checkout',
        to: 'broker-2',
        body: produceOf('payments', 2, ['W']),
        sentAt: now - 300,
        arrivesAt: now + 700,
      },
      { from: 'billing', to: 'broker-2', body: fetchOf('payments', 2, 43), sentAt: now - 800, arrivesAt: now + 200 },
      {
        from: 'broker-1',
        to: 'zookeeper-1',
        body: { type: 'ZkRequest', ops: [{ op: 'getData', path: '/brokers/topics', watch: true }], multi: false },
        sentAt: now - 500,
        arrivesAt: now + 500,
      },
    ],
    parked: [{ from: 'billing', at: 1, partitions: [1] }],
  });
}

/** One partition, three brokers, all well: what the first lesson about replication shows. */
export function onePartition(): World {
  const log = { end: 5, hw: 5, value: (offset: number) => 'ABCDEFGH'.charAt(offset) };
  return clusterOf({
    now: 3_000_000,
    brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
    controller: 2,
    topics: {
      payments: [
        {
          replicas: [1, 2, 3],
          leader: 1,
          epoch: 0,
          isr: [1, 2, 3],
          logs: { 1: { ...log, end: 6 }, 2: log, 3: { ...log, hw: 4 } },
        },
      ],
    },
    producers: [{ name: 'checkout', acks: -1, waiting: [{ partition: 0, values: ['F'], sent: true }] }],
    consumers: [{ name: 'billing', positions: [[0, 5]] }],
    packets: [
      {
        from: 'broker-1',
        to: 'broker-2',
        kind: 'response',
        body: fetchedOf('payments', 0, 5, ['F'], 5),
        sentAt: 2_999_500,
        arrivesAt: 3_000_500,
      },
      {
        from: 'broker-1',
        to: 'broker-3',
        kind: 'response',
        body: fetchedOf('payments', 0, 5, ['F'], 5),
        sentAt: 2_999_300,
        arrivesAt: 3_000_300,
      },
    ],
    parked: [{ from: 'billing', at: 1, partitions: [0] }],
  });
}

/** Twelve partitions on three brokers: bars. */
export function manyPartitions(count = 12, brokers = 3): World {
  const ids = Array.from({ length: brokers }, (_, i) => i + 1);
  const orders = Array.from({ length: count }, (_, p): PartitionSpec => {
    const replicas = [0, 1, 2].map((i) => ids[(p + i) % brokers] as number);
    const end = 40 + ((p * 37) % 90);
    const behind = p % 5 === 3 ? 14 : 0;
    const logs = Object.fromEntries(
      replicas.map((id, i) => [
        id,
        {
          end: end - (i === 2 ? behind : 0),
          hw: end - (p % 3) - (i === 0 ? 0 : 1) - (i === 2 ? behind : 0),
          value: (o: number) => String(o),
        },
      ]),
    );
    return {
      replicas,
      leader: replicas[0] as number,
      epoch: p % 4,
      isr: behind > 0 ? replicas.slice(0, 2) : replicas,
      logs,
    };
  });
  return clusterOf({
    now: 5_000_000,
    brokers: ids.map((id) => ({ id })),
    controller: 1,
    topics: { orders },
    producers: [
      { name: 'shop', acks: -1 },
      { name: 'app', acks: 1 },
    ],
    consumers: [
      { name: 'billing', positions: orders.map((one, p) => [p, (one.logs[one.leader]?.hw ?? 0) - (p % 4)] as const) },
      {
        name: 'mailer',
        positions: [
          [0, 3],
          [1, null],
        ],
      },
    ],
  });
}

import type { Body } from '../../src/sim/protocol/body.ts';
import type { World } from '../../src/sim/world.ts';
import { batchOf, clusterOf, recordOf, type PartitionSpec } from './cluster-fixture.ts';

/** A Produce with one record for one partition. */
export function produceOf(topic: string, index: number, values: readonly string[]): Body {
  return {
    type: 'ProduceRequest',
    transactionalId: null,
    acks: 1,
    timeoutMs: 30_000,
    topicData: [
      {
        name: topic,
        partitionData: [
          {
            index,
            records: batchOf(
              values.map((value) => recordOf(value)),
              0,
              -1,
            ),
          },
        ],
      },
    ],
  };
}

/** A follower's or a consumer's Fetch of one partition. */
export function fetchOf(topic: string, partition: number, fetchOffset: number, replicaId = -1): Body {
  const asked = {
    partition,
    currentLeaderEpoch: 0,
    fetchOffset,
    lastFetchedEpoch: 0,
    logStartOffset: 0,
    partitionMaxBytes: 1_048_576,
  };
  return {
    type: 'FetchRequest',
    replicaId,
    maxWaitMs: 500,
    minBytes: 1,
    maxBytes: 1,
    isolationLevel: 'read_uncommitted',
    sessionId: 1,
    sessionEpoch: 1,
    topics: [{ topic, partitions: [asked] }],
    forgottenTopicsData: [],
    rackId: '',
  };
}

/** What answers it: records, or none. */
export function fetchedOf(
  topic: string,
  partitionIndex: number,
  highWatermark: number,
  values: readonly string[],
  baseOffset = 0,
): Body {
  const records =
    values.length === 0
      ? []
      : [
          batchOf(
            values.map((value) => recordOf(value)),
            baseOffset,
            0,
          ),
        ];
  const told = {
    partitionIndex,
    errorCode: 'NONE' as const,
    highWatermark,
    lastStableOffset: highWatermark,
    logStartOffset: 0,
    divergingEpoch: null,
    currentLeader: null,
    abortedTransactions: [],
    preferredReadReplica: -1,
    records,
  };
  return { type: 'FetchResponse', errorCode: 'NONE', sessionId: 1, responses: [{ topic, partitions: [told] }] };
}

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

/** What can go wrong, all at once: a cut link, a slow one, a frozen broker, a follower out of sync, odd values, an old leader. */
export function troubles(): World {
  const odd = ['order-17', 'alice', '<script>', 'مرحبا بالعالم', '😀😀', 'x'.repeat(5000), '', 'line\nbreak'];
  const value = (offset: number) => odd[offset % odd.length] ?? '';
  return clusterOf({
    now: 9_000_000,
    brokers: [
      { id: 1 },
      { id: 2, status: 'frozen' },
      { id: 3, lifecycle: 'STARTING', waitingFor: 'its old session to expire' },
    ],
    controller: 1,
    epoch: 2,
    topics: {
      'a-topic-with-a-very-long-name-that-does-not-fit-anywhere': [
        {
          replicas: [1, 2, 3],
          leader: 1,
          epoch: 4,
          isr: [1],
          leading: [1, 2],
          logs: {
            1: {
              end: 8,
              hw: 8,
              value,
              epochs: [
                [1, 0],
                [2, 3],
                [4, 5],
              ],
            },
            2: {
              end: 7,
              hw: 4,
              value,
              epochs: [
                [1, 0],
                [2, 3],
              ],
            },
            3: { end: 2, hw: 2, value },
          },
        },
        {
          replicas: [2, 3, 1],
          leader: -1,
          epoch: 9,
          isr: [2],
          logs: {
            1: { end: 1205, hw: 1204, start: 1200, value },
            2: { end: 1212, hw: 1207, start: 1190, value },
            3: { end: 1180, hw: 1180, start: 1170, value },
          },
        },
      ],
    },
    producers: [
      {
        name: 'مُنتِج-طويل-الاسم-جدا',
        acks: 0,
        waiting: [{ partition: 0, values: ['order-18', 'b', 'c', 'd', 'e', 'f', 'g'] }],
      },
    ],
    consumers: [
      { name: 'audit', positions: [[0, 3]] },
      {
        name: 'billing-with-a-long-name',
        positions: [
          [0, 3],
          [1, 1190],
        ],
      },
      { name: 'c', positions: [[0, 8]] },
    ],
    sessions: { 1: 17_000_000, 2: 3_200_000 },
    links: [
      { from: 'broker-1', to: 'broker-2', cut: true, extra: 0 },
      { from: 'broker-2', to: 'broker-1', cut: true, extra: 0 },
      { from: 'broker-2', to: 'broker-3', cut: false, extra: 200_000 },
      { from: 'broker-3', to: 'broker-2', cut: false, extra: 200_000 },
    ],
    packets: [
      {
        from: 'broker-2',
        to: 'broker-1',
        body: fetchOf('a-topic-with-a-very-long-name-that-does-not-fit-anywhere', 0, 7, 2),
        sentAt: 8_999_400,
        arrivesAt: null,
      },
      {
        from: 'broker-3',
        to: 'broker-1',
        body: { type: 'MetadataRequest', topics: null, allowAutoTopicCreation: false },
        sentAt: 8_999_500,
        arrivesAt: 9_000_500,
      },
    ],
  });
}

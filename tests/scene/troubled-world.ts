import type { World } from '../../src/sim/world.ts';
import { fetchOf } from './bodies.ts';
import { clusterOf } from './cluster-fixture.ts';

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

import { expect, it } from 'vitest';
import '../../../src/sim/kraft/load.ts';
import { topicView } from '../../../src/sim/read/partitions.ts';
import type { MetadataResponse } from '../../../src/sim/protocol/client.ts';
import { Bench } from '../../conformance/support/bench.ts';
import { Cluster, producer, scenario, topic } from './build.ts';

/* auto.create.topics.enable: who asks for a topic that is not there has it made. */

it.each(['zookeeper', 'kraft'] as const)(
  'a topic that is deleted while its producer goes on is made again, as brokers make topics (%s)',
  (mode) => {
    const run = (allowed: string): readonly (number | undefined)[] => {
      const c = new Cluster({
        ...scenario({ topics: [topic('orders', 1, 3)] }),
        mode,
        config: { broker: { 'num.partitions': '2', 'auto.create.topics.enable': allowed }, producer: {}, consumer: {} },
        producers: [producer('p', 'orders')],
      });
      c.until(10);
      const before = topicView(c.world, 'orders')?.partitions.length;
      c.do(10, { type: 'deleteTopic', topic: 'orders' }).until(14);
      return [before, topicView(c.world, 'orders')?.partitions.length];
    };
    expect(run('true')).toEqual([1, 2]);
    expect(run('false')).toEqual([1, undefined]);
  },
);

it.each([
  ['zookeeper', 'LEADER_NOT_AVAILABLE', 'INVALID_REPLICATION_FACTOR'],
  ['kraft', 'UNKNOWN_TOPIC_OR_PARTITION', 'UNKNOWN_TOPIC_OR_PARTITION'],
])('who asks first hears in mode %s that there is %s; where there are too few brokers, %s', (mode, first, tooFew) => {
  const told = (replicas: number): MetadataResponse['topics'][number]['errorCode'] | undefined => {
    const broker = { 'default.replication.factor': replicas };
    const bench = new Bench(JSON.stringify({ era: '3.9', mode, brokers: 1, config: { broker } }));
    bench.until('the broker is there', () => bench.broker(1).metadata.liveBrokers.length === 1);
    const connection = bench.connect('peer', 'broker-1');
    const request = { type: 'MetadataRequest', topics: ['new'], allowAutoTopicCreation: true } as const;
    return bench.ask('peer', connection, request, 'MetadataResponse').topics[0]?.errorCode;
  };
  expect([told(1), told(2)]).toEqual([first, tooFew]);
});

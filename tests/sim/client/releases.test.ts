import { describe, expect, it } from 'vitest';

import { checkConsumerConfig } from '../../../src/sim/client/settings/check-consumer.ts';
import { producerSettings } from '../../../src/sim/client/settings/producer-settings.ts';
import type { ConsumerState } from '../../../src/sim/client/state.ts';
import type { Era } from '../../../src/sim/world.ts';
import { metadata, ms, type ClientBench } from './support/client-bench.ts';
import { fetched, readyConsumer } from './support/consuming.ts';
import { answered, contents, sendTo, warmProducer } from './support/producing.ts';
import { each } from './support/releases.ts';

describe('a producer', () => {
  it.each(each({ 'java-2.8': 'NETWORK_EXCEPTION', 'java-3.9': 'REQUEST_TIMED_OUT', 'java-4.0': 'REQUEST_TIMED_OUT' }))(
    'that is %s with brokers of %s calls a request without an answer %s',
    (client, era, error) => {
      const bench = warmProducer({ client, era, config: { acks: 'all' } }).do(sendTo('orders', 0, 'a'));
      bench.await('ProduceRequest').break(1, 'timeout');
      expect(bench.entriesOf('BatchRetried').map((args) => args.error)).toEqual([error]);
    },
  );

  it.each(each({ 'java-2.8': 'batch', 'java-3.9': 'adaptive', 'java-4.0': 'adaptive' }))(
    'that is %s with brokers of %s spreads records without a key by the rule %j',
    (client, era, keyless) => {
      const settings = producerSettings({}, client, era);
      expect(settings).toMatchObject({ keyless, adaptive: client !== 'java-2.8', partitioner: 'murmur2' });
    },
  );

  it('that is Java 2.8 leaves its partition when a batch is begun, Java 3.9 when batch.size bytes are through', () => {
    /** Partitions that 40 small records without a key went to, sent one after another, each acknowledged before the next. */
    const partitions = (client: string): number => {
      const bench = warmProducer({ client, leaders: [1, 1, 1] });
      const used = new Set<string>();
      for (let n = 0; n < 40; n++) {
        bench.do(sendTo('orders', null, `v${n}`)).await('ProduceRequest');
        for (const name of Object.keys(contents(bench.open('ProduceRequest')[0] as never))) used.add(name);
        bench.answer('ProduceRequest', (request) => answered(request, n));
      }
      return used.size;
    };
    expect([partitions('java-2.8'), partitions('java-3.9')]).toEqual([3, 1]);
  });
});

describe('metadata', () => {
  it.each(each({ 'java-2.8': 1, 'java-3.9': 2, 'java-4.0': 2 }))(
    'of %s with brokers of %s, told by an error who leads now, says that broker %i leads (KIP-951)',
    (client, era, broker) => {
      const bench = readyConsumer({ client, era });
      const currentLeader = { leaderId: 2, leaderEpoch: 1 };
      bench.answer('FetchRequest', fetched([{ errorCode: 'NOT_LEADER_OR_FOLLOWER', currentLeader }]));
      expect(leader(bench)).toEqual([broker - 1, broker - 1]);
    },
  );

  it.each(each({ 'java-2.8': [0, 5], 'java-3.9': [1, 0], 'java-4.0': [1, 0] }))(
    'of %s with brokers of %s has leader and epoch %j of a topic that was deleted and created again',
    (client, era, expected) => {
      const bench = readyConsumer({ client, era });
      learns(bench, metadata({ orders: [1] }, { epoch: 5 }));
      const again = metadata({ orders: [2] }, { epoch: 0 });
      learns(bench, { ...again, topics: again.topics.map((topic) => ({ ...topic, topicId: 'another' })) });
      expect(leader(bench)).toEqual(expected);
    },
  );

  /** Which of its bootstrap servers is asked once no broker that it knows of can be reached. */
  function askedAgain(client: string, era: Era, config: { readonly [name: string]: string } = {}): number {
    const bench = readyConsumer({
      client,
      era,
      config: { 'bootstrap.servers': 'broker-1:9092', ...config },
      leaders: [2],
    });
    learns(bench, metadata({ orders: [2, 3] }, { brokers: [2, 3] }));
    bench.break(2).break(3);
    for (let at = 0; at < 3000; at += 5) bench.advance(bench.now + ms(5)).refuse();
    // The connection to the bootstrap server stands, so it is not made anew.
    return bench.open('MetadataRequest').length;
  }

  it.each(each({ 'java-2.8': 0, 'java-3.9': 0, 'java-4.0': 1 }))(
    'of %s with brokers of %s, none of which can be reached any more, is asked of %i bootstrap servers (KIP-899)',
    (client, era, expected) => expect(askedAgain(client, era)).toBe(expected),
  );

  it('is asked of them, or not, as metadata.recovery.strategy says where the release knows it', () => {
    expect(askedAgain('java-4.0', '3.9', { 'metadata.recovery.strategy': 'none' })).toBe(0);
    expect(askedAgain('java-3.9', '4.0', { 'metadata.recovery.strategy': 'rebootstrap' })).toBe(1);
  });

  /** Peer and leader epoch of partition 0, as its client has it. */
  function leader(bench: ClientBench<ConsumerState>): readonly unknown[] {
    const known = bench.state.network.metadata.leaders[bench.partitionId('orders', 0)];
    return [known?.peer, known?.leaderEpoch];
  }

  function learns(bench: ClientBench<ConsumerState>, response: ReturnType<typeof metadata>): void {
    bench.advance(bench.now + ms(300_001)).await('MetadataRequest');
    bench.answer('MetadataRequest', response).accept();
  }
});

describe('the settings of a client', () => {
  it('are checked against the defaults of its own release, whatever the brokers are', () => {
    const config = { 'group.id': 'g', 'heartbeat.interval.ms': '12000' };
    const refused = (client: string, era: Era) => checkConsumerConfig(config, era, client).length > 0;
    expect(refused('java-2.8', '3.9')).toBe(true);
    expect(refused('java-3.9', '2.8')).toBe(false);
    expect(refused('kafka-python', '4.0')).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import type { CurrentLeader, ProduceRequest, ProduceResponse } from '../../../src/sim/protocol/client.ts';
import { metadata, ms } from './support/client-bench.ts';
import { answered, contents, sendTo, warmProducer } from './support/producing.ts';

const PLAIN = { acks: '1', 'linger.ms': '0' };

/** NOT_LEADER_OR_FOLLOWER, with the leader that the broker knows of. */
function moved(
  request: ProduceRequest,
  currentLeader: CurrentLeader,
  nodeEndpoints: readonly number[],
): ProduceResponse {
  const { responses } = answered(request, 'NOT_LEADER_OR_FOLLOWER');
  return {
    type: 'ProduceResponse',
    nodeEndpoints,
    responses: responses.map(({ name, partitionResponses }) => ({
      name,
      partitionResponses: partitionResponses.map((one) => ({ ...one, currentLeader })),
    })),
  };
}

describe('a producer that is told by NOT_LEADER_OR_FOLLOWER who leads now (KIP-951)', () => {
  /** Brokers that got the record, 50 ms after the first refused it and before any newer metadata is there. */
  const sentTo = (client: string, leader: CurrentLeader, endpoints: readonly number[] = [leader.leaderId]): unknown => {
    const bench = warmProducer({ client, config: PLAIN });
    bench.do(sendTo('orders', 0, 'a'));
    bench.answer('ProduceRequest', (request) => moved(request, leader, endpoints));
    bench
      .accept()
      .advance(bench.now + ms(50))
      .accept();
    return bench.entriesOf('BatchSent').map(({ broker }) => broker);
  };

  it('sends the batch there at once, from Java 3.7 on', () => {
    expect(sentTo('java-3.9', { leaderId: 3, leaderEpoch: 1 })).toEqual([1, 3]);
    expect(sentTo('java-4.0', { leaderId: 3, leaderEpoch: 1 })).toEqual([1, 3]);
    expect(sentTo('java-2.8', { leaderId: 3, leaderEpoch: 1 })).toEqual([1]);
  });

  it('takes no notice of a leader that is no newer than the one it knows, or that nobody tells where to find', () => {
    expect(sentTo('java-3.9', { leaderId: 3, leaderEpoch: 0 })).toEqual([1]);
    expect(sentTo('java-3.9', { leaderId: -1, leaderEpoch: 1 })).toEqual([1]);
  });

  it('learns of a broker that it has not heard of from the address in the answer', () => {
    const sent = (endpoints: readonly number[]): number[] => {
      const bench = warmProducer({ client: 'java-3.9', config: PLAIN });
      // Its metadata has no broker 3.
      bench.do(sendTo('other', 0, 'x')).await('MetadataRequest');
      bench.answer('MetadataRequest', metadata({ orders: [1], other: [2] }, { brokers: [1, 2] })).accept();
      bench.do(sendTo('orders', 0, 'a'));
      const isOrders = (request: ProduceRequest): boolean => contents(request)['orders-0'] !== undefined;
      while (!isOrders(bench.open('ProduceRequest')[0] as ProduceRequest))
        bench.answer('ProduceRequest', (request) => answered(request, 0));
      bench.answer('ProduceRequest', (request) => moved(request, { leaderId: 3, leaderEpoch: 1 }, endpoints));
      bench.accept();
      return bench
        .entriesOf('BatchSent')
        .filter(({ partition }) => partition === 0)
        .map(({ broker }) => broker);
    };
    expect(sent([3])).toEqual([1, 3]);
    expect(sent([])).toEqual([1]);
  });

  it('asks for metadata all the same', () => {
    const bench = warmProducer({ client: 'java-3.9', config: PLAIN });
    bench.do(sendTo('orders', 0, 'a'));
    bench.answer('ProduceRequest', (request) => moved(request, { leaderId: 3, leaderEpoch: 1 }, [3]));
    expect(bench.await('MetadataRequest').open('MetadataRequest')).toHaveLength(1);
  });
});

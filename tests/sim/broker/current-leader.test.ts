import { describe, expect, test } from 'vitest';

import type { ProduceResponse } from '../../../src/sim/protocol/client.ts';
import type { Era } from '../../../src/sim/world.ts';
import { batchOf } from '../log/batches.ts';
import { TestBroker } from './test-broker.ts';

/** What an answer to a Produce says about the leader of its only partition, and how to reach it. */
function told(answer: ProduceResponse | null): unknown {
  const partition = answer?.responses[0]?.partitionResponses[0];
  return [partition?.errorCode, partition?.currentLeader, answer?.nodeEndpoints];
}

describe('a Produce that reaches the wrong broker (KIP-951)', () => {
  const refused = (era: Era): unknown => {
    const broker = new TestBroker({ era });
    broker.leaderAndIsr({ leader: 2, leaderEpoch: 5 });
    return told(broker.produce(batchOf(1)));
  };

  test('is told from 3.7 who leads, and where to reach it', () => {
    expect(refused('3.9')).toEqual(['NOT_LEADER_OR_FOLLOWER', { leaderId: 2, leaderEpoch: 5 }, [2]]);
    expect(refused('2.8')).toEqual(['NOT_LEADER_OR_FOLLOWER', null, undefined]);
  });

  test('is told the leader without an address when that broker is not alive', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ leader: 2, leaderEpoch: 5 });
    broker.metadata(1, [1, 3]);
    expect(told(broker.produce(batchOf(1)))).toEqual([
      'NOT_LEADER_OR_FOLLOWER',
      { leaderId: 2, leaderEpoch: 5 },
      undefined,
    ]);
  });

  test('is told what the metadata says when the broker has no replica', () => {
    const broker = new TestBroker();
    broker.metadata(1, [1, 2, 3], [0]);
    expect(told(broker.produce(batchOf(1)))).toEqual([
      'NOT_LEADER_OR_FOLLOWER',
      expect.objectContaining({ leaderEpoch: 0 }),
      [expect.any(Number)],
    ]);
  });

  test('is told so too when it was waiting for the followers as the leadership went away', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({});
    expect(broker.produce(batchOf(1), -1)).toBeNull();
    broker.leaderAndIsr({ leader: 3, leaderEpoch: 6 });
    expect(told(broker.lastAnswer('p1') as ProduceResponse)).toEqual([
      'NOT_LEADER_OR_FOLLOWER',
      { leaderId: 3, leaderEpoch: 6 },
      [3],
    ]);
  });

  test('names no leader with any other error', () => {
    const broker = new TestBroker({ config: { 'message.max.bytes': '69' } });
    broker.leaderAndIsr({});
    expect(told(broker.produce(batchOf(1)))).toEqual(['MESSAGE_TOO_LARGE', null, undefined]);
  });
});

test('an answer to a Fetch gives the address of the leader that it names', () => {
  const broker = new TestBroker();
  broker.leaderAndIsr({ leader: 2, leaderEpoch: 5 });
  expect(broker.fetch(3, 0)?.nodeEndpoints).toEqual([2]);
});

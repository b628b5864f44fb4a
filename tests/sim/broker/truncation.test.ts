import { describe, expect, test } from 'vitest';

import { present } from '../../../src/lib/assert.ts';
import { newReplica } from '../../../src/sim/broker/replica.ts';
import { BrokerDraft } from '../../../src/sim/broker/draft.ts';
import { truncationOffset } from '../../../src/sim/broker/truncation.ts';
import type { EpochEntry, ReplicaLog } from '../../../src/sim/log/replica-log.ts';
import type { BodyOf } from '../../../src/sim/protocol/body.ts';
import { logWithEpochs } from '../log/logs.ts';
import { TestBroker, TOPIC } from './test-broker.ts';
import { casesOf } from './vectors.ts';

interface Side {
  readonly epochs: readonly EpochEntry[];
  readonly logEndOffset: number;
}
interface Case {
  readonly id: string;
  readonly name: string;
  readonly leader: Side;
  readonly follower: Side;
  readonly rounds: readonly {
    readonly fetchOffset: number;
    readonly lastFetchedEpoch: number | null;
    readonly diverging: { readonly epoch: number; readonly endOffset: number } | null;
    readonly truncateTo?: number;
  }[];
  readonly followerLogEndOffsetBeforeCopying: number;
}

/** A broker that finds this log on its disk when it starts. */
function withLog(id: number, side: Side): TestBroker {
  const broker = new TestBroker({ id, brokers: [1, 2] });
  const d = new BrokerDraft(broker.turn, broker.state);
  const replica = newReplica(d, broker.turn.partitionId(TOPIC, 0), TOPIC, '');
  const log: ReplicaLog = { ...logWithEpochs(side.epochs, side.logEndOffset), epochs: side.epochs };
  d.addReplica({ ...replica, log });
  broker.state = d.seal();
  return broker;
}

/** The latest epoch of a case; both brokers are told of it, and the leader's is the next. */
function nextEpoch({ leader, follower }: Case): number {
  return Math.max(-1, ...leader.epochs.map((entry) => entry.epoch), ...follower.epochs.map((entry) => entry.epoch));
}

describe('a follower and its leader find out where their logs part', () => {
  test.each(casesOf<Case>('truncation'))('$id $name', (each) => {
    const leader = withLog(1, each.leader);
    const follower = withLog(2, each.follower);
    const leaderEpoch = nextEpoch(each) + 1;
    const state = { leader: 1, leaderEpoch, replicas: [1, 2], isr: [1] };
    leader.leaderAndIsr(state);
    follower.leaderAndIsr(state);
    const connection = follower.connectTo(1);
    for (const [i, round] of each.rounds.entries()) {
      const request = present(follower.requests('FetchRequest')[i], 'a fetch').body;
      const asked = present(request.topics[0]?.partitions[0], 'the partition');
      expect(asked).toMatchObject({ fetchOffset: round.fetchOffset, lastFetchedEpoch: round.lastFetchedEpoch ?? -1 });
      expect(follower.it.log.logEndOffset).toBe(round.fetchOffset);
      const answer = leader.ask(
        'broker-2',
        { ...request, maxWaitMs: 0 },
        'FetchResponse',
        2,
      ) as BodyOf<'FetchResponse'>;
      // A partition about which there is nothing to say is left out of an incremental answer.
      expect(answer.responses[0]?.partitions[0]?.divergingEpoch ?? null).toEqual(round.diverging);
      if (round.diverging === null) break;
      follower.answer(connection, request, answer);
      expect(follower.it.log.logEndOffset).toBe(round.truncateTo);
    }
    expect(follower.it.log.logEndOffset).toBe(each.followerLogEndOffsetBeforeCopying);
  });
});

test('a follower that does not know the epoch of the answer cuts to its own end of an earlier one, and asks again', () => {
  const log = {
    ...logWithEpochs([{ epoch: 1, startOffset: 0 }], 10),
    epochs: [
      { epoch: 1, startOffset: 0 },
      { epoch: 4, startOffset: 8 },
    ],
  };
  expect(truncationOffset(log, { epoch: 3, endOffset: 5 })).toBe(8);
  expect(truncationOffset(log, { epoch: 1, endOffset: 3 })).toBe(3);
});

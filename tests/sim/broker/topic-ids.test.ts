import { describe, expect, test } from 'vitest';

import type { FetchPartition, FetchRequest, FetchResponse } from '../../../src/sim/protocol/client.ts';
import type { LeaderAndIsrPartition } from '../../../src/sim/protocol/cluster.ts';
import type { ErrorCode } from '../../../src/sim/protocol/errors.ts';
import { batchOf } from '../log/batches.ts';
import { answerProposal } from './controller-answers.ts';
import { TestBroker, TOPIC, type Options } from './test-broker.ts';

/* Topic ids (KIP-516) where logs are: a topic that is made anew under an old name has another. */

const OLD = 'oldTopicAAAAAAAAAAAAAA';
const NEW = 'newTopicAAAAAAAAAAAAAA';

/** What the broker says to the controller's word about the partition. */
function told(broker: TestBroker, state: Partial<LeaderAndIsrPartition>): ErrorCode | undefined {
  return broker.leaderAndIsr(state).partitionErrors[0]?.errorCode;
}

/** Broker 1, which leads the old topic and has a record of it. */
function leader(options: Options = {}): TestBroker {
  const broker = new TestBroker(options);
  told(broker, { topicId: OLD });
  broker.produce(batchOf(1));
  return broker;
}

/** The process ends and starts again. */
function restarted(broker: TestBroker, kind: 'process' | 'power' | 'disk' | 'clean'): TestBroker {
  broker.crash(kind);
  broker.start();
  return broker;
}

/** The controller has it delete its copy. */
function stopped(broker: TestBroker): TestBroker {
  const header = { controllerId: 1, controllerEpoch: 1, brokerEpoch: -1 } as const;
  const partition = { topicName: TOPIC, partitionIndex: 0, leaderEpoch: -2, deletePartition: true };
  broker.ask(
    'controller',
    { type: 'StopReplicaRequest', ...header, partitionStates: [partition] },
    'StopReplicaResponse',
  );
  return broker;
}

describe('a broker with a log of a topic that was deleted', () => {
  test('refuses to lead or to follow the topic that has its name now (ReplicaManager.hasConsistentTopicId)', () => {
    const broker = leader();
    expect(told(broker, { topicId: NEW, leaderEpoch: 1 })).toBe('INCONSISTENT_TOPIC_ID');
    expect(told(broker, { topicId: NEW, leaderEpoch: 1, leader: 2 })).toBe('INCONSISTENT_TOPIC_ID');
    expect(broker.it).toMatchObject({ topicId: OLD, role: 'leader', leaderEpoch: 0 });
    expect(told(broker, { topicId: OLD, leaderEpoch: 1 })).toBe('NONE');
  });

  test.each(['process', 'power', 'clean'] as const)(
    'knows whose it is after an end by %s: partition.metadata tells',
    (kind) => {
      const broker = restarted(leader(), kind);
      expect(told(broker, { topicId: NEW })).toBe('INCONSISTENT_TOPIC_ID');
      expect(broker.it.role).toBe('offline');
      expect(told(broker, { topicId: OLD })).toBe('NONE');
    },
  );

  test('has lost it with the disk', () => {
    const broker = restarted(leader(), 'disk');
    expect(told(broker, { topicId: NEW })).toBe('NONE');
    expect(broker.it).toMatchObject({ topicId: NEW, log: { logEndOffset: 0 } });
  });

  test('takes the new topic when it has been told to delete the log', () => {
    const broker = stopped(leader());
    expect(told(broker, { topicId: NEW })).toBe('NONE');
    expect(broker.it).toMatchObject({ topicId: NEW, log: { logEndOffset: 0 } });
  });

  test('asks no questions of a controller that does not tell ids', () => {
    expect(told(leader(), { leaderEpoch: 1 })).toBe('NONE');
  });
});

describe('in 2.8 (Partition.checkOrSetTopicId)', () => {
  test('a log gets its id with the second word about it, and only then another topic is refused', () => {
    const broker = leader({ era: '2.8' });
    expect(broker.it.topicId).toBe('');
    expect(told(broker, { topicId: OLD })).toBe('STALE_CONTROLLER_EPOCH');
    expect(broker.it.topicId).toBe(OLD);
    expect(told(broker, { topicId: NEW, leaderEpoch: 1 })).toBe('INCONSISTENT_TOPIC_ID');
  });

  test('a log that the broker has not been told about since it started is taken for the new topic’s', () => {
    const broker = leader({ era: '2.8' });
    told(broker, { topicId: OLD });
    restarted(broker, 'process');
    expect(told(broker, { topicId: NEW })).toBe('NONE');
    expect(broker.it).toMatchObject({ topicId: OLD, role: 'leader', log: { logEndOffset: 1 } });
    expect(told(broker, { topicId: NEW, leaderEpoch: 1 })).toBe('INCONSISTENT_TOPIC_ID');
  });

  test('an ISR that was proposed before the log had its id is taken when the controller agrees', () => {
    const broker = new TestBroker({ era: '2.8' });
    told(broker, { topicId: OLD, isr: [1], replicas: [1, 2] });
    broker.fetch(2, 0);
    told(broker, { topicId: OLD });
    expect(broker.it.topicId).toBe(OLD);
    answerProposal(broker, 'NONE');
    expect(broker.it.isr).toEqual([1, 2]);
  });

  test('followers fetch by name', () => {
    const follower = new TestBroker({ id: 2, era: '2.8' });
    told(follower, { topicId: OLD, leader: 1 });
    told(follower, { topicId: OLD, leader: 1, leaderEpoch: 1 });
    follower.connectTo(1);
    const [fetch] = follower.requests('FetchRequest');
    expect(fetch?.body.topics[0]?.partitions[0]?.topicId).toBe('');
  });
});

/** What a follower (broker 2) is answered that asks for the partition of a topic. */
function fetched(broker: TestBroker, topicId: string, request: Partial<FetchRequest> = {}): FetchResponse | null {
  return broker.fetch(2, 0, { topicId }, request);
}

function errorOf(response: FetchResponse | null): ErrorCode | undefined {
  return response?.responses[0]?.partitions[0]?.errorCode;
}

describe('a fetch by topic id', () => {
  test('is answered by the leader of that very topic', () => {
    expect(errorOf(fetched(leader(), OLD))).toBe('NONE');
  });

  test('of a topic that the broker has never known is UNKNOWN_TOPIC_ID, and acknowledges nothing', () => {
    const broker = leader();
    expect(errorOf(fetched(broker, NEW))).toBe('UNKNOWN_TOPIC_ID');
    expect(errorOf(broker.fetch(-1, 0, { topicId: NEW }))).toBe('UNKNOWN_TOPIC_ID');
    expect(broker.follower(2).logEndOffset).toBe(-1);
  });

  test('of a topic that is known to the broker, but is not the one it has a copy of, is INCONSISTENT_TOPIC_ID', () => {
    const broker = leader();
    const state = { topicName: TOPIC, topicId: NEW, partitionIndex: 0, controllerEpoch: 1, leader: 1 } as const;
    const more = { leaderEpoch: 0, isr: [1], zkVersion: 0, replicas: [1, 2], offlineReplicas: [] } as const;
    const header = {
      controllerId: 1,
      controllerEpoch: 1,
      brokerEpoch: -1,
      liveBrokers: [{ id: 1, rack: null }],
    } as const;
    const body = { type: 'UpdateMetadataRequest', ...header, partitionStates: [{ ...state, ...more }] } as const;
    broker.ask('controller', body, 'UpdateMetadataResponse');
    expect(errorOf(fetched(broker, NEW))).toBe('INCONSISTENT_TOPIC_ID');
    expect(
      broker.ask(
        'client',
        { type: 'MetadataRequest', topics: null, allowAutoTopicCreation: false },
        'MetadataResponse',
      ),
    ).toMatchObject({ topics: [{ name: TOPIC, topicId: NEW }] });
  });
});

describe('a fetch session by topic ids', () => {
  const partition = (topicId: string, fetchOffset = 0): FetchPartition => ({
    topicId,
    partition: 0,
    currentLeaderEpoch: 0,
    fetchOffset,
    lastFetchedEpoch: -1,
    logStartOffset: 0,
    partitionMaxBytes: 1_000_000,
  });

  /** A leader, and the id of a session of broker 2 with it about the old topic. */
  function session(): { readonly broker: TestBroker; readonly id: number } {
    const broker = leader();
    return { broker, id: fetched(broker, OLD, { sessionEpoch: 0 })?.sessionId ?? 0 };
  }

  test('keeps the name of a topic that is gone: where another has its name now it is INCONSISTENT_TOPIC_ID', () => {
    const { broker, id } = session();
    stopped(broker);
    told(broker, { topicId: NEW });
    const more = { topics: [], sessionId: id };
    expect(errorOf(fetched(broker, OLD, { ...more, sessionEpoch: 1 }))).toBe('INCONSISTENT_TOPIC_ID');
    expect(broker.follower(2).logEndOffset).toBe(-1);
    // A fetch that does not go on with that session has no name for it any more.
    expect(errorOf(fetched(broker, OLD))).toBe('UNKNOWN_TOPIC_ID');
  });

  test('that waits for records is answered as soon as the topic is gone', () => {
    const { broker, id } = session();
    expect(
      fetched(broker, OLD, {
        topics: [{ topic: TOPIC, partitions: [partition(OLD, 1)] }],
        sessionId: id,
        sessionEpoch: 1,
      }),
    ).toBeNull();
    stopped(broker);
    expect(errorOf(broker.lastAnswer('broker-2') as FetchResponse)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  test('that goes on by names is FETCH_SESSION_TOPIC_ID_ERROR', () => {
    const { broker, id } = session();
    expect(broker.fetch(2, 1, {}, { sessionId: id, sessionEpoch: 1 })).toMatchObject({
      errorCode: 'FETCH_SESSION_TOPIC_ID_ERROR',
      sessionId: 0,
    });
  });

  test('and one by names that goes on by ids as well', () => {
    const broker = leader();
    const id = broker.fetch(2, 0, {}, { sessionEpoch: 0 })?.sessionId ?? 0;
    expect(fetched(broker, OLD, { sessionId: id, sessionEpoch: 1 })?.errorCode).toBe('FETCH_SESSION_TOPIC_ID_ERROR');
  });

  test('takes a topic that was made anew in the place of the one that had its name', () => {
    const { broker, id } = session();
    const asked = { topics: [{ topic: TOPIC, partitions: [partition(NEW)] }] };
    const forgottenTopicsData = [{ topic: TOPIC, topicId: OLD, partitions: [0] }];
    const answer = fetched(broker, NEW, { sessionId: id, sessionEpoch: 1, ...asked, forgottenTopicsData });
    expect(answer).toMatchObject({ errorCode: 'NONE', sessionId: id });
    expect(errorOf(answer)).toBe('UNKNOWN_TOPIC_ID');
  });
});

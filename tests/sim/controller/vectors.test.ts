import { describe, expect, it } from 'vitest';
import { electLeader, type ElectionStrategy } from '../../../src/sim/controller/election-algorithms.ts';
import { placementRefusal, placeReplicas } from '../../../src/sim/controller/placement.ts';
import elections from '../../conformance/vectors/leader-election.json' with { type: 'json' };
import placements from '../../conformance/vectors/replica-placement.json' with { type: 'json' };
import { TestCluster } from '../zookeeper/support.ts';

interface Algorithm {
  readonly id: string;
  readonly origin: string;
  readonly algorithm: ElectionStrategy;
  readonly assignment: readonly number[];
  readonly isr: readonly number[];
  readonly liveReplicas: readonly number[];
  readonly shuttingDownBrokers?: readonly number[];
  readonly uncleanLeaderElectionEnabled?: boolean;
  readonly expectedLeader: number | null;
}

describe('the algorithms that elect a leader', () => {
  for (const vector of (elections.cases as { mode: string }[]).filter(
    (each) => each.mode === 'zookeeper',
  ) as unknown as Algorithm[]) {
    it(`agree with ${vector.id}: ${vector.origin.split('#')[1] ?? ''}`, () => {
      const {
        assignment,
        isr,
        liveReplicas: live,
        shuttingDownBrokers: shuttingDown = [],
        uncleanLeaderElectionEnabled: unclean = false,
      } = vector;
      const elected = electLeader(vector.algorithm, { assignment, isr, live, shuttingDown, unclean });
      expect(elected?.leader ?? null).toBe(vector.expectedLeader);
    });
  }

  it('follow the order of the assignment, not that of the ISR', () => {
    const candidates = { assignment: [1, 2, 3], isr: [3, 2, 1], live: [3, 2], shuttingDown: [], unclean: false };
    expect(electLeader('offline', candidates)).toEqual({ leader: 2, isr: [3, 2], unclean: false });
    const stopping = { ...candidates, live: [3, 2, 1], shuttingDown: [1] };
    expect(electLeader('controlledShutdown', stopping)).toEqual({ leader: 2, isr: [3, 2], unclean: false });
  });

  it('choose from outside the ISR when that is allowed, and then the ISR is the leader alone', () => {
    const elected = electLeader('offline', {
      assignment: [1, 2, 3],
      isr: [1],
      live: [3, 2],
      shuttingDown: [],
      unclean: true,
    });
    expect(elected).toEqual({ leader: 2, isr: [2], unclean: true });
  });
});

interface Transition {
  readonly id: string;
  readonly name: string;
  readonly event: string;
  readonly before: {
    readonly replicas: readonly number[];
    readonly isr: readonly number[];
    readonly leader: number | null;
    readonly leaderEpoch: number | null;
  };
  readonly liveReplicasAfterEvent: readonly number[];
  readonly after: { readonly leader: number; readonly leaderEpoch: number; readonly isr: readonly number[] };
}

const CONTROLLER = 4;

/** A cluster whose partition is in the state before the event; broker 4, which has no replica, is the controller. */
function before(vector: Transition): TestCluster {
  const c = new TestCluster({ brokers: 4 }).runTo(1);
  const { replicas, isr, leader, leaderEpoch } = vector.before;
  if (leader === null || leaderEpoch === null) return c.makeController(CONTROLLER);
  c.createTopic('t', [replicas]);
  // Replicas that are alive and not in the ISR cannot catch up.
  for (const replica of replicas) {
    if (!isr.includes(replica))
      c.intervene({ type: 'cutLink', from: `broker-${replica}`, to: `broker-${isr[0] ?? -1}` });
  }
  // Another controller reads the state that is written here, and takes it for what has happened so far.
  const offline = leader === -1;
  c.makeController(CONTROLLER - 1).putState(
    't',
    offline ? { leader: isr[0] ?? -1, leaderEpoch: leaderEpoch - 1, isr } : { leader, leaderEpoch, isr },
  );
  c.makeController(CONTROLLER);
  if (offline) c.crash(`broker-${isr[0] ?? -1}`).run(20);
  expect(c.state('t', 0)).toEqual({ leader, leaderEpoch, isr });
  return c;
}

function play(c: TestCluster, vector: Transition): void {
  const { event, liveReplicasAfterEvent: live } = vector;
  const dead = [1, 2, 3].filter((id) => !live.includes(id));
  if (event === 'preferred leader election') {
    c.ask(
      4,
      {
        type: 'ElectLeadersRequest',
        electionType: 'PREFERRED',
        topicPartitions: [{ topic: 't', partitions: [0] }],
        timeoutMs: 1000,
      },
      'ElectLeadersResponse',
    );
  } else if (event === 'controlled shutdown of broker 1') {
    c.ask(
      4,
      { type: 'ControlledShutdownRequest', brokerId: 1, brokerEpoch: c.broker(1).brokerEpoch },
      'ControlledShutdownResponse',
    );
  } else if (event === 'broker 1 registers again') {
    c.start('broker-1').run(5);
  } else if (event === 'topic created') {
    for (const id of dead) c.crash(`broker-${id}`);
    c.run(20);
    c.createTopic('t', [vector.before.replicas]);
  } else {
    for (const id of dead) c.crash(`broker-${id}`);
    c.run(20);
  }
}

describe("what a broker's coming and going does to a partition", () => {
  for (const vector of (elections.cases as { mode: string }[]).filter(
    (each) => each.mode === 'zookeeper-transition',
  ) as unknown as Transition[]) {
    it(`agrees with ${vector.id}: ${vector.name}`, () => {
      const c = before(vector);
      play(c, vector);
      expect(c.state('t', 0)).toEqual(vector.after);
    });
  }
});

interface Placement {
  readonly id: string;
  readonly mode: string;
  readonly brokers: readonly number[];
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly startIndex: number;
  readonly startReplicaShift: number;
  readonly startPartitionId: number;
  readonly expected?: { readonly [partition: string]: readonly number[] };
  readonly expectedError?: string;
}

describe('the placement of replicas', () => {
  for (const vector of (placements.cases as { mode: string }[]).filter(
    (each) => each.mode === 'classic',
  ) as unknown as Placement[]) {
    it(`agrees with ${vector.id}`, () => {
      const brokers = vector.brokers.map((id) => ({ id, rack: null }));
      expect(placementRefusal(brokers, vector.partitions, vector.replicationFactor)?.error).toBe(vector.expectedError);
      if (vector.expected === undefined) return;
      const placed = placeReplicas({ ...vector, brokers });
      expect(
        Object.fromEntries(placed.map((replicas, at) => [String(vector.startPartitionId + at), replicas])),
      ).toEqual(vector.expected);
    });
  }

  it('goes over alternating racks, and gives no rack a second replica before each has one', () => {
    const racks = ['rack1', 'rack3', 'rack3', 'rack2', 'rack2', 'rack1'];
    const brokers = racks.map((rack, id) => ({ id, rack }));
    const placed = placeReplicas({
      brokers,
      partitions: 7,
      replicationFactor: 3,
      startIndex: 0,
      startReplicaShift: 0,
      startPartitionId: 0,
    });
    // AdminUtils: the list of alternating racks is 0, 3, 1, 5, 4, 2.
    expect(placed).toEqual([
      [0, 3, 1],
      [3, 1, 5],
      [1, 5, 4],
      [5, 4, 2],
      [4, 2, 0],
      [2, 0, 3],
      [0, 4, 2],
    ]);
    for (const replicas of placed) expect(new Set(replicas.map((id) => racks[id])).size).toBe(3);
  });

  it('is refused when some brokers have a rack and some have none', () => {
    const brokers = [
      { id: 1, rack: 'a' },
      { id: 2, rack: null },
    ];
    expect(placementRefusal(brokers, 1, 1)?.error).toBe('UNKNOWN_SERVER_ERROR');
  });
});

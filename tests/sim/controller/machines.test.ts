import { describe, expect, it } from 'vitest';
import { toDirectedGraph } from 'xstate/graph';
import {
  partitionIn,
  partitionMachine,
  partitionMove,
  PARTITION_STATES,
} from '../../../src/sim/controller/partition-machine.ts';
import { phaseMachine } from '../../../src/sim/controller/phase-machine.ts';
import { replicaIn, replicaMachine, replicaMove, REPLICA_STATES } from '../../../src/sim/controller/replica-machine.ts';

/** Kafka's valid previous states (PartitionStateMachine.scala, ReplicaStateMachine.scala at 3.8.0), by the state that is entered. */
const PARTITIONS = {
  NonExistentPartition: ['OfflinePartition'],
  NewPartition: ['NonExistentPartition'],
  OnlinePartition: ['NewPartition', 'OfflinePartition', 'OnlinePartition'],
  OfflinePartition: ['NewPartition', 'OfflinePartition', 'OnlinePartition'],
};
const REPLICAS = {
  NonExistentReplica: ['ReplicaDeletionSuccessful'],
  NewReplica: ['NonExistentReplica'],
  OnlineReplica: ['NewReplica', 'OfflineReplica', 'OnlineReplica', 'ReplicaDeletionIneligible'],
  OfflineReplica: ['NewReplica', 'OfflineReplica', 'OnlineReplica', 'ReplicaDeletionIneligible'],
  ReplicaDeletionStarted: ['OfflineReplica'],
  ReplicaDeletionSuccessful: ['ReplicaDeletionStarted'],
  ReplicaDeletionIneligible: ['OfflineReplica', 'ReplicaDeletionStarted'],
};

/** Edges of a machine as `from target`. */
function edgesOf(machine: Parameters<typeof toDirectedGraph>[0]): readonly string[] {
  return toDirectedGraph(machine)
    .children.flatMap((state) => state.edges.map((edge) => `${edge.source.key} ${edge.target.key}`))
    .sort();
}

function edgesIn(table: { readonly [target: string]: readonly string[] }): readonly string[] {
  return Object.entries(table)
    .flatMap(([target, sources]) => sources.map((source) => `${source} ${target}`))
    .sort();
}

describe('the state of a partition in the controller', () => {
  it("follows Kafka's table of valid previous states", () => {
    expect(edgesOf(partitionMachine)).toEqual(edgesIn(PARTITIONS));
  });

  it('moves as the machine says, and not otherwise', () => {
    for (const to of PARTITION_STATES) {
      const from = PARTITION_STATES.filter((state) => partitionMove(partitionIn(state), to) !== null);
      expect(from.slice().sort()).toEqual(PARTITIONS[to]);
      for (const state of from) expect(partitionMove(partitionIn(state), to)?.kept.value).toBe(to);
    }
  });

  it('asks for a first leader when it is new, and for an election when it is not', () => {
    expect(partitionMove(partitionIn('NewPartition'), 'OnlinePartition')?.action).toBe('initializeLeaderAndIsr');
    expect(partitionMove(partitionIn('OfflinePartition'), 'OnlinePartition')?.action).toBe('electLeader');
    expect(partitionMove(partitionIn('OnlinePartition'), 'OnlinePartition')?.action).toBe('electLeader');
  });
});

describe('the state of a replica in the controller', () => {
  it("follows Kafka's table of valid previous states", () => {
    expect(edgesOf(replicaMachine)).toEqual(edgesIn(REPLICAS));
  });

  it('moves as the machine says, and not otherwise', () => {
    for (const to of REPLICA_STATES) {
      const from = REPLICA_STATES.filter((state) => replicaMove(replicaIn(state), to) !== null);
      expect(from.slice().sort()).toEqual(REPLICAS[to]);
      for (const state of from) expect(replicaMove(replicaIn(state), to)?.kept.value).toBe(to);
    }
  });

  it('that was new goes online without another LeaderAndIsr', () => {
    expect(replicaMove(replicaIn('NewReplica'), 'OnlineReplica')?.action).toBe('joinAssignment');
    expect(replicaMove(replicaIn('OfflineReplica'), 'OnlineReplica')?.action).toBe('sendLeaderAndIsr');
  });
});

describe('the phase of a controller', () => {
  it('goes from standing by over the election and loading to acting, and back from everywhere', () => {
    expect(edgesOf(phaseMachine)).toEqual([
      'ACTIVE STANDBY',
      'ELECTING LOADING',
      'ELECTING STANDBY',
      'ELECTING STANDBY',
      'LOADING ACTIVE',
      'LOADING STANDBY',
      'STANDBY ELECTING',
    ]);
  });
});

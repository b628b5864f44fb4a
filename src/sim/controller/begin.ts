import { beginAlterPartition } from './alter-partition.ts';
import { isActive } from './context.ts';
import { beginControlledShutdown } from './controlled-shutdown.ts';
import type { ControllerEvent } from './events.ts';
import { refuse } from './not-controller.ts';
import { beginProducerIds } from './producer-ids.ts';
import { beginReassignments } from './reassignment.ts';
import { beginAutoElection, beginElectLeaders } from './replica-election.ts';
import { next, type Work } from './work.ts';

/** Begins an event: says what is to be done for it. All but the election itself is the active controller's alone. */
export function begin(work: Work, event: ControllerEvent): void {
  switch (event.type) {
    case 'Reelect':
    case 'ControllerChange':
      return next(work, { do: 'readController' });
    default:
      if (isActive(work.controller)) return beginActive(work, event);
      return refuse(work.turn, event);
  }
}

function beginActive(
  work: Work,
  event: Exclude<ControllerEvent, { readonly type: 'Reelect' | 'ControllerChange' }>,
): void {
  switch (event.type) {
    case 'BrokerChange':
      return next(work, { do: 'readBrokerIds' });
    case 'TopicChange':
      return next(work, { do: 'readTopics' });
    case 'PartitionModifications':
      return next(work, { do: 'readAssignment', topic: event.topic });
    case 'ApiPartitionReassignment':
      return beginReassignments(work, event.connection, event.request);
    case 'TopicDeletion':
      return next(work, { do: 'readDeletions' });
    case 'TopicDeletionStopReplicaResponseReceived':
      return next(work, { do: 'replicasDeleted', broker: event.broker, deleted: event.deleted, failed: event.failed });
    case 'AutoPreferredReplicaLeaderElection':
      return beginAutoElection(work);
    case 'UncleanLeaderElectionEnable':
      return next(work, { do: 'triggerOnline', topic: null });
    case 'TopicUncleanLeaderElectionEnable':
      return next(work, { do: 'triggerOnline', topic: event.topic });
    case 'ReplicaLeaderElection':
      return beginElectLeaders(work, event.connection, event.request);
    case 'ControlledShutdown':
      return beginControlledShutdown(work, event.connection, event.request);
    case 'AlterPartitionReceived':
      return beginAlterPartition(work, event.connection, event.request);
    case 'AllocateProducerIds':
      return beginProducerIds(work, event.connection, event.request);
  }
}

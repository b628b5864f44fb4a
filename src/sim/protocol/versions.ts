import type { Era } from '../world.ts';
import type { BodyType } from './body.ts';

/** Highest request versions of each release line's brokers (ApiKeys and the message definitions at tags 2.8.0, 3.9.0 and 4.0.0). */
const VERSIONS: { readonly [T in BodyType]?: { readonly [E in Era]: number } } = {
  ApiVersionsRequest: { '2.8': 3, '3.9': 4, '4.0': 4 },
  MetadataRequest: { '2.8': 11, '3.9': 12, '4.0': 13 },
  ProduceRequest: { '2.8': 9, '3.9': 11, '4.0': 12 },
  FetchRequest: { '2.8': 12, '3.9': 17, '4.0': 17 },
  ListOffsetsRequest: { '2.8': 6, '3.9': 9, '4.0': 10 },
  OffsetForLeaderEpochRequest: { '2.8': 4, '3.9': 4, '4.0': 4 },
  DeleteRecordsRequest: { '2.8': 2, '3.9': 2, '4.0': 2 },
  InitProducerIdRequest: { '2.8': 4, '3.9': 5, '4.0': 5 },
  FindCoordinatorRequest: { '2.8': 3, '3.9': 6, '4.0': 6 },
  JoinGroupRequest: { '2.8': 7, '3.9': 9, '4.0': 9 },
  SyncGroupRequest: { '2.8': 5, '3.9': 5, '4.0': 5 },
  HeartbeatRequest: { '2.8': 4, '3.9': 4, '4.0': 4 },
  LeaveGroupRequest: { '2.8': 4, '3.9': 5, '4.0': 5 },
  OffsetCommitRequest: { '2.8': 8, '3.9': 9, '4.0': 9 },
  OffsetFetchRequest: { '2.8': 7, '3.9': 9, '4.0': 9 },
  DeleteGroupsRequest: { '2.8': 2, '3.9': 2, '4.0': 2 },
  ConsumerGroupHeartbeatRequest: { '2.8': 0, '3.9': 0, '4.0': 1 },
  LeaderAndIsrRequest: { '2.8': 5, '3.9': 7, '4.0': 7 },
  UpdateMetadataRequest: { '2.8': 7, '3.9': 8, '4.0': 8 },
  StopReplicaRequest: { '2.8': 3, '3.9': 4, '4.0': 4 },
  ControlledShutdownRequest: { '2.8': 3, '3.9': 3, '4.0': 3 },
  AlterPartitionRequest: { '2.8': 0, '3.9': 3, '4.0': 3 },
  // KRaft's own; 2.8, where KRaft was a preview, has no scenario in that mode.
  VoteRequest: { '2.8': 0, '3.9': 1, '4.0': 2 },
  BeginQuorumEpochRequest: { '2.8': 0, '3.9': 1, '4.0': 1 },
  EndQuorumEpochRequest: { '2.8': 0, '3.9': 1, '4.0': 1 },
  CreateTopicsRequest: { '2.8': 7, '3.9': 7, '4.0': 7 },
  CreatePartitionsRequest: { '2.8': 3, '3.9': 3, '4.0': 3 },
  DeleteTopicsRequest: { '2.8': 6, '3.9': 6, '4.0': 6 },
  AlterPartitionReassignmentsRequest: { '2.8': 0, '3.9': 0, '4.0': 0 },
  ElectLeadersRequest: { '2.8': 2, '3.9': 2, '4.0': 2 },
  IncrementalAlterConfigsRequest: { '2.8': 1, '3.9': 1, '4.0': 1 },
};

/** The version a request of this type travels with; 0 for what has none (ZooKeeper's). */
export function apiVersionOf(type: BodyType, era: Era): number {
  return VERSIONS[type]?.[era] ?? 0;
}

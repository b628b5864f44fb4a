import type { Turn } from '../../turn.ts';
import { EMPTY_IMAGE, type MetadataImage } from '../image/image.ts';
import { replayAll } from '../image/replay.ts';
import { recordsOf } from '../codec.ts';
import { committedBatches, isQuorumLeader } from '../raft/raft.ts';
import type { RaftState } from '../raft/state.ts';
import type { Decision } from './decision.ts';
import { register } from './heartbeats.ts';
import { failPending } from './pending.ts';
import { unschedule } from './periodic.ts';
import type { Quorum } from './quorum.ts';
import { track, tracksSessions } from './sessions.ts';
import type { ActiveController, QuorumControllerState } from './state.ts';
import { ELR_FEATURE } from './topic-settings.ts';
import { write } from './write.ts';

/** org.apache.kafka.server.common.MetadataVersion: 3.9-IV0 and 4.0-IV3. */
const METADATA_VERSION = { '2.8': 1, '3.9': 21, '4.0': 25 } as const;

/** A standby applies what has been committed. */
export function catchUp(state: QuorumControllerState, raft: RaftState): QuorumControllerState {
  if (state.nextOffset >= raft.highWatermark) return state;
  let { image, nextOffset } = state;
  for (const batch of committedBatches(raft, nextOffset)) {
    if (batch.control === null) image = replayAll(image, recordsOf(batch), batch.baseOffset);
    nextOffset = batch.lastOffset + 1;
  }
  return nextOffset === state.nextOffset ? state : { ...state, image, nextOffset, committed: { image, nextOffset } };
}

/**
 * Does this voter lead the quorum, and has it applied its whole log, with the record that its epoch begins with? That one must be committed
 * (KafkaRaftClient.ListenerContext.maybeFireLeaderChange).
 */
export function mayClaim({ nextOffset }: QuorumControllerState, raft: RaftState): boolean {
  return isQuorumLeader(raft) && raft.leading !== null && nextOffset > raft.leading.epochStartOffset;
}

/**
 * The leader of the quorum becomes the active controller (QuorumController.claim): it has everything in memory already. Every broker gets
 * a whole session, and into an empty log it writes what the cluster is formatted with.
 */
export function claim(turn: Turn, { state, raft }: Quorum): Quorum {
  let active: ActiveController = {
    epoch: raft.epoch,
    heartbeats: [],
    contacts: 0,
    pending: [],
    tracked: [],
    lookAgain: false,
    balance: 'deferred',
    uncleanElections: 'deferred',
  };
  for (const { id, epoch, fenced } of state.image.brokers) {
    active = register(active, id, fenced, turn.now);
    if (tracksSessions(turn.setup)) active = track(active, id, epoch, turn.now);
  }
  const who = { broker: raft.nodeId, controllerEpoch: raft.epoch };
  const elected = turn.emit('ControllerElected', who);
  turn.emit('ControllerReady', { ...who, partitions: countPartitions(state.image) }, [elected]);
  return write(turn, { state: { ...state, active }, raft }, null, (decision) => {
    if (decision.image === EMPTY_IMAGE) addBootstrapRecords(turn, decision);
    return null;
  });
}

function addBootstrapRecords({ setup }: Turn, { config, records }: Decision): void {
  const level = METADATA_VERSION[setup.era];
  records.push({ type: 'FeatureLevelRecord', name: 'metadata.version', featureLevel: level });
  if (config.eligibleLeaderReplicas) records.push({ type: 'FeatureLevelRecord', name: ELR_FEATURE, featureLevel: 1 });
}

function countPartitions(image: MetadataImage): number {
  return image.topics.reduce((sum, topic) => sum + topic.partitions.length, 0);
}

/** Another voter leads, or nobody: back to what is committed, and whoever waits asks the next one (QuorumController.renounce). */
export function renounce(turn: Turn, { state, raft }: Quorum, active: ActiveController): Quorum {
  failPending(turn, active);
  unschedule(turn);
  turn.emit('ControllerResigned', { broker: raft.nodeId, controllerEpoch: active.epoch });
  return { state: { ...state, ...state.committed, active: null }, raft };
}

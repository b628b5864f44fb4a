import type { ErrorCode } from '../../../protocol/errors.ts';
import type { OffsetCommitRequest, OffsetCommitResponse } from '../../../protocol/group.ts';
import { wakeAt } from '../../network/work.ts';
import { indexOf, type ConsumerWork } from '../work.ts';
import { consumedOffsets } from './commit.ts';
import { coordinatorLost, coordinatorReady, sendToCoordinator } from './coordinator.ts';
import { membershipOf, type CommitIdentity, type CommitOutcome } from './membership.ts';
import type { CommitHow, CommitOffset, WaitedCommit } from './state.ts';
import { noteCommitted } from './stored.ts';
import { changeGroup, failMember, groupOf, retryBackoffOf } from './work.ts';

/** From outside the group: offsets without membership (assign()). */
const NO_MEMBER: CommitIdentity = { generationIdOrMemberEpoch: -1, memberId: '', groupInstanceId: null };

/** Sends the commit that is waited for, again after retry.backoff.ms where that may help, until its time is up. */
export function sendWaitedCommit(work: ConsumerWork): void {
  const { commit } = groupOf(work);
  if (commit === null || commit.sent) return;
  const { now } = work.turn;
  if (commit.until <= now) return settleWaited(work, commit, 'TimeoutException');
  wakeAt(work.turn, commit.until);
  if (commit.retryAt > now) return wakeAt(work.turn, commit.retryAt);
  const identity = whoCommits(work);
  if (identity === 'retry') {
    changeGroup(work, { commit: { ...commit, retryAt: now + groupOf(work).settings.retryBackoff } });
  } else if (typeof identity === 'string') settleWaited(work, commit, identity);
  else if (send(work, commit.offsets, identity, 'waited')) changeGroup(work, { commit: { ...commit, sent: true } });
}

/**
 * Auto-commit: poll() sends what earlier polls have returned once auto.commit.interval.ms is over, and waits for no answer
 * (ConsumerCoordinator.maybeAutoCommitOffsetsAsync).
 */
export function autoCommit(work: ConsumerWork): void {
  const { settings, autoCommitAt } = groupOf(work);
  if (!settings.autoCommit) return;
  const { now } = work.turn;
  if (autoCommitAt > now) return wakeAt(work.turn, autoCommitAt);
  if (!coordinatorReady(work)) return;
  changeGroup(work, { autoCommitAt: now + settings.autoCommitInterval });
  wakeAt(work.turn, now + settings.autoCommitInterval);
  const offsets = consumedOffsets(work, 'auto');
  if (offsets.length === 0) return;
  const identity = whoCommits(work);
  if (typeof identity !== 'string') send(work, offsets, identity, 'auto');
}

function whoCommits(work: ConsumerWork): CommitIdentity | CommitOutcome {
  return groupOf(work).subscribed ? membershipOf(work).commitIdentity(work) : NO_MEMBER;
}

function send(
  work: ConsumerWork,
  offsets: readonly CommitOffset[],
  identity: CommitIdentity,
  kind: 'waited' | 'auto',
): boolean {
  const { leaderEpochs } = work.net.state.settings;
  const topics: { name: string; partitions: OffsetCommitRequest['topics'][number]['partitions'][number][] }[] = [];
  for (const { partition, offset, leaderEpoch } of offsets) {
    const named = work.turn.partitionName(partition);
    const entry = {
      partitionIndex: named.partition,
      committedOffset: offset,
      committedLeaderEpoch: leaderEpochs ? leaderEpoch : -1,
      committedMetadata: '',
    };
    const known = topics.find(({ name }) => name === named.topic);
    if (known === undefined) topics.push({ name: named.topic, partitions: [entry] });
    else known.partitions.push(entry);
  }
  const { settings, commitsUnderWay } = groupOf(work);
  const sent = sendToCoordinator(work, { type: 'OffsetCommitRequest', groupId: settings.groupId, ...identity, topics });
  if (sent) changeGroup(work, { commitsUnderWay: [...commitsUnderWay, kind] });
  return sent;
}

/** ConsumerCoordinator.OffsetCommitResponseHandler: the first partition that was refused decides. */
export function onOffsetCommit(work: ConsumerWork, request: OffsetCommitRequest, response: OffsetCommitResponse): void {
  const { commitsUnderWay, commit, settings } = groupOf(work);
  const kind = commitsUnderWay[0] ?? 'auto';
  changeGroup(work, { commitsUnderWay: commitsUnderWay.slice(1) });
  const waited = kind === 'waited' ? commit : null;
  if (kind === 'waited' && waited === null) return;
  const error = refusal(response);
  const how = waited?.how ?? 'auto';
  if (error === 'NONE') {
    told(work, request, how, null);
    noteAccepted(work, request);
    if (waited !== null) changeGroup(work, { commit: null });
    return;
  }
  const outcome = reactTo(work, request, error, how);
  if (outcome === 'retry') {
    const { now } = work.turn;
    // The commit may have been touched already: the coordinator is lost.
    if (waited !== null) {
      // Before a rebalance it is retry.backoff.ms each time (ConsumerCoordinator.onJoinPrepare).
      const wait = how === 'rejoin' ? settings.retryBackoff : retryBackoffOf(work, waited.failures);
      const retryAt = now + wait;
      changeGroup(work, { commit: { ...waited, sent: false, retryAt, failures: waited.failures + 1 } });
    } else changeGroup(work, { autoCommitAt: Math.min(now + settings.retryBackoff, groupOf(work).autoCommitAt) });
    return;
  }
  const thrown = outcome === 'fatal' || outcome === 'dropped' ? error : outcome;
  if (waited !== null) changeGroup(work, { commit: null });
  told(work, request, how, thrown);
  if (outcome === 'fatal') failMember(work, thrown);
}

function noteAccepted(work: ConsumerWork, { topics }: OffsetCommitRequest): void {
  for (const { name, partitions } of topics)
    for (const { partitionIndex, committedOffset } of partitions) {
      const id = work.turn.partitionId(name, partitionIndex);
      if (indexOf(work, id) >= 0) noteCommitted(work, id, committedOffset);
    }
}

function refusal({ topics }: OffsetCommitResponse): ErrorCode {
  for (const { partitions } of topics)
    for (const { errorCode } of partitions) if (errorCode !== 'NONE') return errorCode;
  return 'NONE';
}

function reactTo(work: ConsumerWork, request: OffsetCommitRequest, error: ErrorCode, how: CommitHow): CommitOutcome {
  switch (error) {
    case 'COORDINATOR_LOAD_IN_PROGRESS':
      return 'retry';
    case 'UNKNOWN_TOPIC_OR_PARTITION':
      return groupOf(work).subscribed ? membershipOf(work).onCommitRefused(work, request, error, how) : 'retry';
    case 'COORDINATOR_NOT_AVAILABLE':
    case 'NOT_COORDINATOR':
    case 'REQUEST_TIMED_OUT':
      coordinatorLost(work, error);
      return 'retry';
    case 'UNKNOWN_MEMBER_ID':
    case 'ILLEGAL_GENERATION':
    case 'REBALANCE_IN_PROGRESS':
    case 'FENCED_INSTANCE_ID':
    case 'STALE_MEMBER_EPOCH':
      return groupOf(work).subscribed
        ? membershipOf(work).onCommitRefused(work, request, error, how)
        : 'CommitFailedException';
    default:
      return 'fatal';
  }
}

function settleWaited(work: ConsumerWork, commit: WaitedCommit, error: string): void {
  changeGroup(work, { commit: null });
  work.commitSettled = true;
  emitCommit(work, commit.offsets, commit.how, error);
}

function told(work: ConsumerWork, { topics }: OffsetCommitRequest, how: CommitHow, error: string | null): void {
  const offsets = topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, committedOffset, committedLeaderEpoch }) => ({
      partition: work.turn.partitionId(name, partitionIndex),
      offset: committedOffset,
      leaderEpoch: committedLeaderEpoch,
    })),
  );
  emitCommit(work, offsets, how, error);
}

function emitCommit(
  work: ConsumerWork,
  committed: readonly CommitOffset[],
  how: CommitHow,
  error: string | null,
): void {
  const group = groupOf(work).settings.groupId;
  const partitions = committed.map(({ partition }) => partition);
  const offsets = committed.map(({ offset }) => offset);
  if (error === null) work.turn.emit('CommitSucceeded', { group, partitions, offsets, how });
  else work.turn.emit('CommitFailed', { group, partitions, offsets, how, error });
}

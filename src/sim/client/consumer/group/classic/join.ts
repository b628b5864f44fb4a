import type { JoinGroupRequest, JoinGroupResponse } from '../../../../protocol/group.ts';
import { SECOND } from '../../../../time.ts';
import { MS } from '../../../../time.ts';
import { assignorsOf, rebalanceProtocol } from '../../../assignor/index.ts';
import type { ConsumerWork } from '../../work.ts';
import { losePartitions, ownedPartitions, revokePartitions } from '../assign.ts';
import { commitAndWait, consumedOffsets } from '../commit.ts';
import { coordinatorLost, sendToCoordinator } from '../coordinator.ts';
import { changeGroup, failMember, groupOf } from '../work.ts';
import { leadOn, tryToLead, sendSync } from './sync.ts';
import { byTopic, changeClassic, classicOf, joinFailed, resetGeneration } from './work.ts';

/** Does it give up everything before it joins (KIP-429)? One assignor that knows no other way decides it. */
export function isEager(work: ConsumerWork): boolean {
  return rebalanceProtocol(assignorsOf(groupOf(work).settings.assignors.join(','))) === 'eager';
}

/**
 * ConsumerCoordinator.onJoinPrepare: commits, then gives up what it may not keep while the group rebalances.
 * @returns false: the commit is still under way
 */
export function prepareJoin(work: ConsumerWork): boolean {
  const { settings, commit } = groupOf(work);
  const { preparing } = classicOf(work);
  if (settings.autoCommit && settings.switches.commitsBeforeRejoin) {
    if (!preparing) {
      changeClassic(work, { preparing: true });
      if (commitAndWait(work, consumedOffsets(work, 'rejoin'), 'rejoin')) {
        if (settings.switches.waitsForCommit || isEager(work)) changeGroup(work, { revoking: true });
        return false;
      }
    } else if (commit !== null) return false;
  }
  const { generationId, memberId } = classicOf(work);
  const owned = ownedPartitions(work);
  if (generationId < 0 || memberId === '') losePartitions(work, owned);
  else if (isEager(work)) revokePartitions(work, owned);
  else {
    const { topics } = work.state;
    revokePartitions(
      work,
      owned.filter((id) => !topics.includes(work.turn.partitionName(id).topic)),
    );
  }
  changeClassic(work, { preparing: false, needsJoinPrepare: false, isLeader: false });
  return true;
}

/** AbstractCoordinator.JOIN_GROUP_TIMEOUT_LAPSE: how much longer than a rebalance a JoinGroup may take. */
const LAPSE = 5 * SECOND;

/** Asks to join; the answer comes when the whole group has (AbstractCoordinator.sendJoinGroupRequest). */
export function sendJoin(work: ConsumerWork): void {
  const { settings } = groupOf(work);
  const { memberId, rejoinReason } = classicOf(work);
  const request: JoinGroupRequest = {
    type: 'JoinGroupRequest',
    groupId: settings.groupId,
    sessionTimeoutMs: Math.floor(settings.sessionTimeout / MS),
    rebalanceTimeoutMs: Math.floor(settings.maxPollInterval / MS),
    memberId,
    groupInstanceId: settings.instanceId,
    clientId: clientIdOf(work),
    protocolType: 'consumer',
    protocols: settings.assignors.map((name) => ({ name, metadata: subscriptionFor(work, name) })),
    knownMemberIdRequired: settings.switches.memberIdRequired,
    supportsSkippingAssignment: settings.switches.skipsAssignment,
    reason: settings.switches.tellsReasons ? rejoinReason : '',
  };
  const rebalance = settings.switches.joinHasRequestTimeout ? 0 : settings.maxPollInterval + LAPSE;
  if (!sendToCoordinator(work, request, Math.max(settings.requestTimeout, rebalance))) return;
  changeClassic(work, { state: 'PREPARING_REBALANCE', joining: true, joinedSubscription: work.state.topics });
  work.turn.emit('GroupJoining', { group: settings.groupId, member: memberId, why: rejoinReason });
}

/** client.id; a program that sets none is known by its name. */
function clientIdOf({ state }: ConsumerWork): string {
  const set = state.config['client.id'];
  return set === undefined || set === '' ? state.name : set;
}

/** ConsumerPartitionAssignor.Subscription: StickyAssignor tells what it had even if that has been revoked since. */
function subscriptionFor(work: ConsumerWork, assignor: string): JoinGroupRequest['protocols'][number]['metadata'] {
  const { generationId, lastAssignment } = classicOf(work);
  const { topics, settings } = work.state;
  const { tellsGeneration, tellsRack } = groupOf(work).settings.switches;
  // ConsumerProtocolSubscription: the generation came with version 2 (3.4), the rack with version 3 (3.5, KIP-881).
  const rackId = settings.rack === '' || !tellsRack ? null : settings.rack;
  if (assignor === 'sticky' && lastAssignment !== null)
    return { topics, ownedPartitions: lastAssignment.partitions, generationId: lastAssignment.generationId, rackId };
  const told = tellsGeneration ? generationId : -1;
  return { topics, ownedPartitions: byTopic(work, ownedPartitions(work)), generationId: told, rackId };
}

/** AbstractCoordinator.JoinGroupResponseHandler. */
export function onJoin(work: ConsumerWork, response: JoinGroupResponse): void {
  const { state } = classicOf(work);
  if (state !== 'PREPARING_REBALANCE') return;
  const { errorCode, memberId } = response;
  switch (errorCode) {
    case 'NONE':
      joined(work, response);
      return;
    case 'MEMBER_ID_REQUIRED':
      changeClassic(work, { memberId, generationId: -1 });
      joinFailed(work, `need to re-join with the given member-id: ${memberId}`, false);
      return;
    case 'COORDINATOR_LOAD_IN_PROGRESS':
      joinFailed(work, errorCode, true);
      return;
    case 'REBALANCE_IN_PROGRESS':
      joinFailed(work, errorCode, false);
      return;
    case 'UNKNOWN_MEMBER_ID':
      resetGeneration(work, `encountered ${errorCode} from JOIN_GROUP response`, errorCode);
      return;
    case 'COORDINATOR_NOT_AVAILABLE':
    case 'NOT_COORDINATOR':
      coordinatorLost(work, errorCode);
      return;
    default:
      // Another assignor, a session timeout that the broker does not allow, a group that is full, an id that another process has taken.
      failMember(work, errorCode);
  }
}

function joined(work: ConsumerWork, response: JoinGroupResponse): void {
  const { settings } = groupOf(work);
  const { now } = work.turn;
  const { generationId, memberId, protocolName } = response;
  const isLeader = response.leader === memberId;
  // HeartbeatThread.enable: its times, and that of max.poll.interval.ms, begin anew.
  changeGroup(work, { polledAt: now });
  changeClassic(work, {
    state: 'COMPLETING_REBALANCE',
    generationId,
    memberId,
    protocolName,
    isLeader,
    heartbeatAt: now + settings.heartbeatInterval,
    sessionUntil: now + settings.sessionTimeout,
    leading: isLeader && !response.skipAssignment ? response : null,
  });
  if (isLeader && !response.skipAssignment) tryToLead(work);
  else {
    if (isLeader) leadOn(work, response);
    sendSync(work, []);
  }
}

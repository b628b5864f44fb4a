import type { JoinGroupResponse, SyncGroupRequest, SyncGroupResponse } from '../../../../protocol/group.ts';
import { isOff } from '../../../../safety.ts';
import { assignorNamed, type TopicRacks } from '../../../assignor/index.ts';
import { addTopic } from '../../../network/metadata-timing.ts';
import { topicNamed } from '../../../network/metadata-update.ts';
import type { ConsumerWork } from '../../work.ts';
import { coordinatorLost, sendToCoordinator } from '../coordinator.ts';
import { failMember, groupOf } from '../work.ts';
import { changeClassic, classicOf, joinFailed, resetGeneration } from './work.ts';

/**
 * ConsumerCoordinator.onLeaderElected: the leader shares out the partitions of all topics that anybody is subscribed to, as soon as it has
 * metadata of them all.
 */
export function tryToLead(work: ConsumerWork): void {
  const { leading, protocolName } = classicOf(work);
  if (leading === null) return;
  const hasty = protocolName === 'cooperative-sticky' && isOff(work.turn.setup, 'revokedFirst');
  const assignor = assignorNamed(hasty ? 'sticky' : (protocolName ?? ''));
  if (assignor === null) return failMember(work, 'INCONSISTENT_GROUP_PROTOCOL');
  const topics = topicsOf(leading.members);
  for (const topic of topics) addTopic(work.net, topic);
  if (topics.some((topic) => topicNamed(work.net, topic) === null)) return;
  const counts = countsOf(work, topics);
  const members = leading.members.map(({ memberId, groupInstanceId, metadata }) => ({
    memberId,
    groupInstanceId,
    subscription: metadata,
  }));
  changeClassic(work, { leading: null, assignmentSnapshot: counts });
  const { tellsRack, stickyRules } = groupOf(work).settings.switches;
  const racks = tellsRack && members.some(({ subscription }) => (subscription.rackId ?? '') !== '');
  sendSync(
    work,
    assignor.assign(counts, members, {
      racks: racks ? racksOf(work, topics) : null,
      ...(stickyRules && { sticky: stickyRules }),
    }),
  );
}

/** Where the replicas of these topics are: a broker that is not in the metadata has no rack. */
function racksOf({ net }: ConsumerWork, topics: readonly string[]): TopicRacks {
  const { brokers, racks } = net.state.metadata;
  const racksOfTopic: { [topic: string]: readonly (readonly string[])[] } = {};
  for (const topic of topics)
    racksOfTopic[topic] = (topicNamed(net, topic)?.partitions ?? []).map(({ replicaNodes }) =>
      replicaNodes.flatMap((broker) => racks[brokers.indexOf(broker)] ?? []),
    );
  return racksOfTopic;
}

/** A static leader that has come back leaves everything as it is (KIP-814), and watches what there is from now on. */
export function leadOn(work: ConsumerWork, { members }: JoinGroupResponse): void {
  const topics = topicsOf(members);
  for (const topic of topics) addTopic(work.net, topic);
  changeClassic(work, { assignmentSnapshot: countsOf(work, topics) });
}

function topicsOf(
  members: readonly { readonly metadata: { readonly topics: readonly string[] } }[],
): readonly string[] {
  const topics: string[] = [];
  for (const { metadata } of members)
    for (const topic of metadata.topics) if (!topics.includes(topic)) topics.push(topic);
  return topics.sort();
}

function countsOf(work: ConsumerWork, topics: readonly string[]): { readonly [topic: string]: number } {
  const counts: { [topic: string]: number } = {};
  for (const topic of topics) {
    const count = topicNamed(work.net, topic)?.partitions.length ?? 0;
    if (count > 0) counts[topic] = count;
  }
  return counts;
}

/** Did the topics it shared out get more partitions, come, or go? Then the group has to rebalance (rejoinNeededOrPending). */
export function metadataHasChanged(work: ConsumerWork): boolean {
  const { assignmentSnapshot, isLeader } = classicOf(work);
  if (assignmentSnapshot === null || !isLeader) return false;
  const before = Object.keys(assignmentSnapshot);
  const topics = [...before, ...work.state.topics.filter((topic) => !before.includes(topic))];
  return topics.some((topic) => {
    const known = topicNamed(work.net, topic);
    return known !== null && known.partitions.length !== (assignmentSnapshot[topic] ?? 0);
  });
}

/** What the leader decided goes to the coordinator, and everybody asks it for his part. */
export function sendSync(work: ConsumerWork, assignments: SyncGroupRequest['assignments']): void {
  const { generationId, memberId, protocolName } = classicOf(work);
  const { groupId, instanceId } = groupOf(work).settings;
  const sent = sendToCoordinator(work, {
    type: 'SyncGroupRequest',
    groupId,
    generationId,
    memberId,
    groupInstanceId: instanceId,
    protocolType: 'consumer',
    protocolName,
    assignments,
  });
  if (!sent) joinFailed(work, 'the coordinator is not connected', true);
}

/** AbstractCoordinator.SyncGroupResponseHandler. */
export function onSync(work: ConsumerWork, request: SyncGroupRequest, response: SyncGroupResponse): void {
  const { state, generationId } = classicOf(work);
  if (state !== 'COMPLETING_REBALANCE' || request.generationId !== generationId) return;
  const { errorCode, assignment } = response;
  switch (errorCode) {
    case 'NONE':
      changeClassic(work, {
        state: 'STABLE',
        joining: false,
        rejoinNeeded: false,
        rejoinReason: '',
        received: assignment,
      });
      return;
    case 'REBALANCE_IN_PROGRESS':
      joinFailed(work, errorCode, false);
      return;
    case 'UNKNOWN_MEMBER_ID':
    case 'ILLEGAL_GENERATION':
      resetGeneration(work, `encountered ${errorCode} from SYNC_GROUP response`, errorCode);
      return;
    case 'COORDINATOR_NOT_AVAILABLE':
    case 'NOT_COORDINATOR':
      coordinatorLost(work, errorCode);
      return;
    default:
      failMember(work, errorCode);
  }
}

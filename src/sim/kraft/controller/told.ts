import { present } from '../../../lib/assert.ts';
import type { Turn } from '../../turn.ts';
import type { PartitionId } from '../../world.ts';
import { NO_LEADER, type MetadataImage, type PartitionRegistration } from '../image/image.ts';
import { brokerIn, partitionIn } from '../image/lookups.ts';
import { replay } from '../image/replay.ts';
import type {
  BrokerRegistrationChangeRecord,
  MetadataRecord,
  PartitionChangeRecord,
  PartitionRecord,
} from '../records.ts';
import type { Decided } from './decided.ts';
import { distinct, sameIds } from './ids.ts';

/** What brought records about, as far as the records themselves do not say it. */
export interface Occasion {
  readonly election: 'offline' | 'preferred' | 'controlledShutdown' | 'reassign';
  /** Who has an ISR changed. */
  readonly by: 'controller' | 'leader';
  readonly fencing: 'session' | 'wish' | 'shutdown';
}

export const ORDINARY: Occasion = { election: 'offline', by: 'controller', fencing: 'session' };

/**
 * The image after records, and what is told of them once they are committed.
 * @param controller node.id of the active controller
 * @param baseOffset offset of the first record
 */
export function apply(
  turn: Turn,
  controller: number,
  before: MetadataImage,
  records: readonly MetadataRecord[],
  baseOffset: number,
  occasion: Occasion,
): { readonly image: MetadataImage; readonly decided: readonly Decided[] } {
  const decided: Decided[] = [];
  const created: PartitionRecord[] = [];
  const topics: string[] = [];
  let image = before;
  records.forEach((record, at) => {
    const next = replay(image, record, baseOffset + at);
    switch (record.type) {
      case 'RegisterBrokerRecord':
        decided.push({
          type: 'BrokerRegistered',
          args: { controller, broker: record.brokerId, brokerEpoch: record.brokerEpoch },
        });
        break;
      case 'BrokerRegistrationChangeRecord':
        tellChange(decided, controller, image, record, occasion);
        break;
      case 'TopicRecord':
        topics.push(record.name);
        break;
      case 'RemoveTopicRecord':
        decided.push({ type: 'TopicDeleted', args: { topic: record.name } });
        break;
      case 'PartitionRecord':
        created.push(record);
        break;
      case 'PartitionChangeRecord':
        tellPartition(turn, decided, image, next, record, occasion);
        break;
      default:
        break;
    }
    image = next;
  });
  tellCreated(turn, decided, created, topics);
  return { image, decided };
}

function tellChange(
  decided: Decided[],
  controller: number,
  image: MetadataImage,
  { brokerId, fenced, inControlledShutdown }: BrokerRegistrationChangeRecord,
  { fencing }: Occasion,
): void {
  const was = present(brokerIn(image, brokerId), `broker ${brokerId}`);
  const who = { controller, broker: brokerId };
  if (fenced === true && !was.fenced) decided.push({ type: 'BrokerFenced', args: { ...who, reason: fencing } });
  if (fenced === false && was.fenced) decided.push({ type: 'BrokerUnfenced', args: who });
  if (inControlledShutdown === true) decided.push({ type: 'ControlledShutdownBegun', args: who });
}

function tellPartition(
  turn: Turn,
  decided: Decided[],
  before: MetadataImage,
  after: MetadataImage,
  record: PartitionChangeRecord,
  { election, by }: Occasion,
): void {
  const partition = turn.partitionId(record.topic, record.partitionId);
  const old = present(partitionIn(before, record.topic, record.partitionId), 'the partition before');
  const now = present(partitionIn(after, record.topic, record.partitionId), 'the partition after');
  const { isr, leader, leaderEpoch, partitionEpoch } = now;
  const previous = old.leader;
  if (leader !== previous && leader === NO_LEADER) {
    decided.push({ type: 'PartitionOffline', args: { partition, leaderEpoch, isr, previous } });
    decided.push({ type: 'ElectionRefused', args: { partition, error: 'no member of the ISR is alive' } });
  } else if (leader !== previous) {
    const unclean = !old.isr.includes(leader) && !old.elr.includes(leader);
    const args = { partition, leader, leaderEpoch, isr, previous, election, unclean };
    decided.push({ type: 'LeaderElected', args });
  } else if (!sameIds(isr, old.isr)) {
    decided.push({ type: 'IsrUpdated', args: { partition, isr, leaderEpoch, partitionEpoch, by } });
  }
  if (isReassigned(old, now))
    decided.push({ type: 'PartitionReassigned', args: { partition, replicas: now.replicas } });
}

/** Has a partition now the replicas that it was to have? One whose reassignment is cancelled has those from before. */
function isReassigned(old: PartitionRegistration, now: PartitionRegistration): boolean {
  if (isReassigning(now) || (!isReassigning(old) && sameIds(old.replicas, now.replicas))) return false;
  const { addingReplicas: added, removingReplicas: removed } = old;
  return added.every((id) => now.replicas.includes(id)) && !removed.some((id) => now.replicas.includes(id));
}

function isReassigning({ addingReplicas, removingReplicas }: PartitionRegistration): boolean {
  return addingReplicas.length + removingReplicas.length > 0;
}

function tellCreated(
  turn: Turn,
  decided: Decided[],
  created: readonly PartitionRecord[],
  newTopics: readonly string[],
): void {
  const topics = distinct([...newTopics, ...created.map((record) => record.topic)]);
  for (const topic of topics) {
    const ofTopic = created.filter((record) => record.topic === topic);
    const idOf = (record: PartitionRecord): PartitionId => turn.partitionId(topic, record.partitionId);
    const partitions = ofTopic.map((record) => ({ partition: idOf(record), replicas: record.replicas }));
    decided.push({
      type: newTopics.includes(topic) ? 'TopicCreated' : 'PartitionsCreated',
      args: { topic, partitions },
    });
    for (const record of ofTopic) {
      const { isr, leader, leaderEpoch } = record;
      const args = { partition: idOf(record), leader, leaderEpoch, isr, previous: NO_LEADER } as const;
      decided.push({ type: 'LeaderElected', args: { ...args, election: 'new', unclean: false } });
    }
  }
}

import { decodeRecord } from '../../sim/kraft/codec.ts';
import type { MetadataRecord, PartitionChangeRecord, PartitionRecord } from '../../sim/kraft/records.ts';
import type { LoggedRecord } from '../../sim/read/log.ts';
import { listed, quoted } from '../words/phrases.ts';
import type { RecordMeaning } from './part.ts';

/**
 * What a record of the metadata log is called on a tile, in six characters: a word where one fits, else signs that the legend explains. `★101`
 * begins an epoch that controller 101 leads; `b1` registers broker 1, `b1 on` unfences it, `b1 off` fences it; `p0★2` makes broker 2 the leader
 * of a partition 0, `p0 isr` changes its in-sync replicas.
 */
export function metadataName({ record }: LoggedRecord): string {
  const read = decodeRecord(record);
  switch (read.type) {
    case 'LeaderChange':
      return `★${read.leaderId}`;
    case 'RegisterBrokerRecord':
      return `b${read.brokerId}`;
    case 'BrokerRegistrationChangeRecord':
      return `b${read.brokerId} ${read.fenced === true ? 'off' : read.fenced === false ? 'on' : 'end'}`;
    case 'UnregisterBrokerRecord':
      return `b${read.brokerId}×`;
    case 'TopicRecord':
      return 'topic';
    case 'RemoveTopicRecord':
      return 'topic×';
    case 'PartitionRecord':
      return `p${read.partitionId}`;
    case 'PartitionChangeRecord':
      return changeName(read);
    case 'ConfigRecord':
      return 'config';
    case 'ProducerIdsRecord':
      return 'ids';
    case 'FeatureLevelRecord':
      return 'level';
    case 'NoOpRecord':
      return 'no-op';
  }
}

/** The leader where there is a new one; else what else is new. */
function changeName({ partitionId, leader, isr }: PartitionChangeRecord): string {
  if (leader !== null) return `p${partitionId}★${leader < 0 ? '×' : leader}`;
  const what = isr === null ? 'set' : 'isr';
  return `p${partitionId}${partitionId < 10 ? ' ' : ''}${what}`;
}

/** What a record of the metadata log says, with the fields that matter. */
export function metadataMeaning({ record, leaderEpoch }: LoggedRecord): RecordMeaning {
  const read = decodeRecord(record);
  const type = read.type === 'LeaderChange' ? 'LeaderChangeMessage' : read.type;
  return { type, key: '', says: saysOf(read, leaderEpoch) };
}

function saysOf(read: MetadataRecord, epoch: number): string {
  switch (read.type) {
    case 'LeaderChange':
      return `controller ${read.leaderId} leads the quorum in epoch ${epoch}; voters ${listed(read.voters)}`;
    case 'RegisterBrokerRecord':
      return `broker ${read.brokerId} registers with broker epoch ${read.brokerEpoch}${read.fenced ? ', fenced' : ''}${
        read.rack === null ? '' : `, in rack ${quoted(read.rack)}`
      }`;
    case 'BrokerRegistrationChangeRecord':
      return `broker ${read.brokerId} ${listed([
        ...(read.fenced === null ? [] : [read.fenced ? 'is fenced' : 'is unfenced: it may lead']),
        ...(read.inControlledShutdown === true ? ['is in controlled shutdown'] : []),
      ])}`;
    case 'UnregisterBrokerRecord':
      return `broker ${read.brokerId} is registered no more`;
    case 'TopicRecord':
      return `topic ${quoted(read.name, 60)} is created, with id ${read.topicId}`;
    case 'RemoveTopicRecord':
      return `topic ${quoted(read.name, 60)} is deleted`;
    case 'PartitionRecord':
      return `${partition(read)} is created: ${placed(read)}`;
    case 'PartitionChangeRecord':
      return `${partition(read)}: ${changed(read)}`;
    case 'ConfigRecord':
      return `${read.resourceType.toLowerCase()} ${quoted(read.resourceName, 60)}: ${quoted(read.name, 60)} ${
        read.value === null ? 'is back at its default' : `= ${quoted(read.value, 60)}`
      }`;
    case 'ProducerIdsRecord':
      return `broker ${read.brokerId} gets producer ids to give out, below ${read.nextProducerId}`;
    case 'FeatureLevelRecord':
      return `feature ${quoted(read.name, 60)} is at level ${read.featureLevel}`;
    case 'NoOpRecord':
      return 'changes nothing';
  }
}

function partition({ topic, partitionId }: PartitionRecord | PartitionChangeRecord): string {
  return `${quoted(topic, 60)}-${partitionId}`;
}

function placed({ leader, leaderEpoch, replicas, isr, ...rest }: PartitionRecord): string {
  const led = leader < 0 ? 'no leader' : `leader ${leader}`;
  return [
    `${led} in leader epoch ${leaderEpoch}`,
    `replicas ${listed(replicas)}`,
    `in sync ${listed(isr)}`,
    ...further(rest),
  ].join('; ');
}

/** A change holds what is new and nothing else; a leader in it raises the leader epoch, even if it is the same one. */
function changed({ leader, isr, replicas, ...rest }: PartitionChangeRecord): string {
  const parts = [
    ...(leader === null ? [] : [leader < 0 ? 'no leader' : `leader ${leader}, in the next leader epoch`]),
    ...(isr === null ? [] : [`in sync ${listed(isr)}`]),
    ...(replicas === null ? [] : [`replicas ${listed(replicas)}`]),
    ...further(rest),
  ];
  return parts.join('; ') || 'the next partition epoch';
}

type Further = Pick<
  PartitionChangeRecord,
  'addingReplicas' | 'removingReplicas' | 'eligibleLeaderReplicas' | 'lastKnownElr' | 'leaderRecoveryState'
>;

function further(fields: Further): string[] {
  const list = (name: string, ids: readonly number[] | null): string[] =>
    ids === null || ids.length === 0 ? [] : [`${name} ${listed(ids)}`];
  return [
    ...list('adding', fields.addingReplicas),
    ...list('removing', fields.removingReplicas),
    ...list('eligible leader replicas', fields.eligibleLeaderReplicas),
    ...list('last known eligible', fields.lastKnownElr),
    ...(fields.leaderRecoveryState === 'RECOVERING' ? ['recovering from an unclean election'] : []),
  ];
}

import type { BrokerConfig } from '../../config/broker-config.ts';
import type { Micros } from '../../time.ts';
import { isOff } from '../../safety.ts';
import type { Setup } from '../../world.ts';
import type { MetadataImage, PartitionRegistration } from '../image/image.ts';
import { isActive } from '../image/lookups.ts';
import type { MetadataRecord, PartitionChangeRecord } from '../records.ts';
import type { Election } from './election.ts';
import { changeOf, type Target } from './partition-change.ts';
import type { ActiveController } from './state.ts';
import { effectiveMinIsr, effectiveSettings, isElrEnabled } from './topic-settings.ts';

/** What the active controller decides from, and what it writes down of it (ControllerResult of a ControllerWriteOperation). */
export interface Decision {
  readonly image: MetadataImage;
  /** Of the controller that decides. */
  readonly nodeId: number;
  readonly config: BrokerConfig;
  readonly setup: Setup;
  readonly now: Micros;
  /** The offset that the first record gets. */
  readonly nextOffset: number;
  /** Heartbeats; replaced when a broker is heard of or fenced. */
  active: ActiveController;
  readonly records: MetadataRecord[];
}

/** Adds the record that changes a partition so; without need of one nothing is added. */
export function addChange(
  decision: Decision,
  topic: string,
  partitionId: number,
  partition: PartitionRegistration,
  target: Target,
  options: { readonly election?: Election; readonly isAcceptable?: (broker: number) => boolean } = {},
): PartitionChangeRecord | null {
  const { image, nodeId, config, setup } = decision;
  const change = changeOf(topic, partitionId, partition, target, {
    election: options.election ?? 'ONLINE',
    isAcceptable: options.isAcceptable ?? ((broker) => isActive(image, broker)),
    anyReplica: isOff(setup, 'electionsFromTheIsr'),
    elrEnabled: isElrEnabled(image),
    minIsr: effectiveMinIsr(image, nodeId, config, topic),
  });
  if (change !== null) decision.records.push(change);
  return change;
}

/** Which election a change of this topic brings about where nobody asks for one: unclean only where it is allowed. */
export function electionOf({ image, nodeId, config }: Decision, topic: string): Election {
  return effectiveSettings(image, nodeId, config, topic).uncleanLeaderElection ? 'UNCLEAN' : 'ONLINE';
}

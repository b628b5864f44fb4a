import { javaAbs, javaHash } from '../../../lib/java-hash.ts';
import { defaultOf } from '../../config/defaults.ts';
import type { BrokerDraft } from '../draft.ts';
import { cachedTopic } from '../metadata-cache.ts';

export const OFFSETS_TOPIC = '__consumer_offsets';

/**
 * The partition of __consumer_offsets that a group belongs to: whoever leads it coordinates the group (GroupCoordinator.partitionFor).
 * Before the topic is there, it is reckoned with as many partitions as it will have.
 */
export function partitionFor(d: BrokerDraft, groupId: string): number {
  const known = cachedTopic(d.base.metadata, OFFSETS_TOPIC);
  const count = known === null ? configuredCount(d) : known.partitions.length;
  return javaAbs(javaHash(groupId)) % count;
}

function configuredCount(d: BrokerDraft): number {
  const setting = 'offsets.topic.num.partitions';
  return Number(d.base.config.raw[setting] ?? defaultOf('broker', setting, d.turn.setup.era));
}

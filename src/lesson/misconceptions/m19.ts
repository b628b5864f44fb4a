import type { RecordRef } from '../../sim/facts/args.ts';
import { partitionView } from '../../sim/read/partitions.ts';
import { bytesOf } from '../../sim/read/text.ts';
import { partitionCount } from './keys.ts';
import { lastOf, nameArg } from './look.ts';
import type { Asking, Misconception } from './misconception.ts';
import { aMember, subscribersOf } from './sharing.ts';

/** Inside a group a partition has one reader, so a record is given to one member of each group. */
export const m19: Misconception = {
  id: 'M19',
  belief: 'every member of a group gets every record',
  answer(asking) {
    const { world } = asking.after;
    switch (asking.fact) {
      case 'deliveries': {
        const topic = asking.isNew ? null : topicOf(asking);
        return topic === null ? undefined : subscribersOf(world, topic);
      }
      case 'memberCount':
        // Where everybody has everything to do, no number of members is a help.
        return null;
      case 'assignment': {
        const [topic] = aMember(asking)?.topics ?? [];
        return asking.take === 'count' && topic !== undefined ? partitionCount(world, topic) : undefined;
      }
      default:
        return undefined;
    }
  },
  refutedBy: (asking) =>
    asking.fact === 'deliveries'
      ? lastOf(asking, 'RecordsPrinted')
      : lastOf(asking, 'PartitionsAssigned', ({ args }) => args.group === nameArg(asking)),
};

/** The topic of the record in question; null where nobody is given it in the stretch. */
function topicOf({ args, entries, after }: Asking): string | null {
  const ref = args[0] as RecordRef;
  if (ref.by === 'place') return ref.topic;
  const value = bytesOf(ref.value);
  for (const entry of entries) {
    if (entry.type !== 'RecordsPrinted') continue;
    const { batches, partition } = entry.args;
    if (batches.some(({ records }) => records.some((record) => record.value === value)))
      return partitionView(after.world, partition).topic;
  }
  return null;
}

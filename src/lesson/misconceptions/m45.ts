import type { RecordRef } from '../../sim/facts/args.ts';
import { groupsOf, ownerOf } from '../../sim/read/groups.ts';
import { lastOf, partitionArg } from './look.ts';
import type { Asking, Misconception } from './misconception.ts';
import { positionsIn } from './readers.ts';

/** Each reader has a position of its own. */
export const m45: Misconception = {
  id: 'M45',
  belief: 'a log has one position, which all of its readers move',
  answer(asking) {
    // Whoever moves it makes every group read again.
    if (asking.fact === 'deliveries' && asking.isNew) return groupsReading(asking);
    const ref = partitionArg(asking);
    if (asking.fact !== 'position' || ref === null) return undefined;
    // Where the other reader, who read last, has moved it.
    const others = positionsIn(asking.after.world, ref.topic, ref.partition).filter(
      ({ name }) => name !== asking.args[0],
    );
    return others.at(-1)?.position;
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsPrinted'),
};

/** How many groups read the partition of the record in question. */
function groupsReading({ args, after: { world } }: Asking): number | undefined {
  const ref = args[0] as RecordRef;
  if (ref.by === 'value') return undefined;
  return groupsOf(world).filter(({ groupId }) => ownerOf(world, groupId, ref.topic, ref.partition) !== null).length;
}

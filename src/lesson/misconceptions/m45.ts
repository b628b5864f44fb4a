import { lastOf, partitionArg } from './look.ts';
import type { Misconception } from './misconception.ts';
import { positionsIn } from './readers.ts';

/** Each reader has a position of its own. */
export const m45: Misconception = {
  id: 'M45',
  belief: 'a log has one position, which all of its readers move',
  answer(asking) {
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

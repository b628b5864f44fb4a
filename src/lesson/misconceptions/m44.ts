import type { RecordRef } from '../../sim/facts/args.ts';
import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';
import { positionsIn } from './readers.ts';

/** Readers share one log: a reader costs a position, not a copy. */
export const m44: Misconception = {
  id: 'M44',
  belief: 'every reader gets a copy of the log of its own',
  answer(asking) {
    const ref = asking.args[0] as RecordRef | undefined;
    if (asking.fact !== 'replicasHolding' || asking.take !== 'count' || ref?.by !== 'place') return undefined;
    return positionsIn(asking.after.world, ref.topic, ref.partition).length;
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsPrinted'),
};

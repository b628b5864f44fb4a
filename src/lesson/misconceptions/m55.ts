import type { TraceEntry } from '../../sim/trace/entry.ts';
import { isAbout } from './about.ts';
import type { Misconception } from './misconception.ts';

/** A topic's partitions are all in use from the start. */
export const m55: Misconception = {
  id: 'M55',
  belief: 'the first partition is filled before the next one is begun',
  answer: (asking) => (asking.fact === 'distinctPartitions' || asking.take === 'partition count' ? 1 : undefined),
  refutedBy(asking) {
    const written = asking.entries.filter(
      (entry) => entry.type === 'RecordsAppended' && isAbout(asking, asking.after.world, entry),
    ) as readonly TraceEntry<'RecordsAppended'>[];
    return written.find(({ args }) => args.partition !== written[0]?.args.partition)?.seq ?? null;
  },
};

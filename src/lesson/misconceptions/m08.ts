import { topicView } from '../../sim/read/partitions.ts';
import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** Each partition counts for itself. */
export const m08: Misconception = {
  id: 'M08',
  belief: 'offsets number the records of a topic, through all of its partitions',
  answer(asking) {
    if (asking.fact !== 'recordsAt' || asking.take !== 'count') return undefined;
    const [offset, topic] = asking.args;
    if (typeof topic !== 'string' || typeof offset !== 'number') return undefined;
    // One number, one record, as long as the topic has so many.
    const partitions = topicView(asking.after.world, topic)?.partitions.length ?? 0;
    let records = 0;
    for (let partition = 0; partition < partitions; partition++)
      records += Number(asking.after.ask(`count(${topic}-${partition})`) ?? 0);
    return offset < records ? 1 : 0;
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsAppended', ({ args }) => args.from === asking.args[0]),
};

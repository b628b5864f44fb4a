import { stableStringify, type Json } from '../../lib/json.ts';
import { eachRecord } from '../../sim/read/log.ts';
import { leaderLog, shown } from '../../sim/facts/lookup.ts';
import { topicView } from '../../sim/read/partitions.ts';
import type { World } from '../../sim/world.ts';
import { listOf, nameArg } from './look.ts';
import type { Asking, Misconception } from './misconception.ts';
import { firstOtherPrint } from './records.ts';

/** Order is kept inside a partition, and nowhere else. */
export const m11: Misconception = {
  id: 'M11',
  belief: 'a topic is read in the order in which it was written',
  answer(asking) {
    if (asking.fact !== 'printedRecords' || asking.take !== 'values') return undefined;
    const inOrder = asWritten(asking);
    return inOrder.length === 0 || stableStringify(inOrder) === stableStringify(asking.right) ? undefined : inOrder;
  },
  refutedBy: (asking) => firstOtherPrint(asking, asWritten(asking)),
};

/** The values of the topic that was printed, in the order in which they were produced. */
function asWritten(asking: Asking): readonly Json[] {
  const [first] = listOf(asking.after, `printedRecords(${nameArg(asking)})`) as readonly {
    readonly partition?: string;
  }[];
  return valuesByTime(asking.after.world, (first?.partition ?? '').replace(/-\d+$/, ''));
}

/** All values of a topic in the order in which they were produced. */
function valuesByTime(world: World, topic: string): readonly Json[] {
  const all: { readonly at: number; readonly order: number; readonly value: string | null }[] = [];
  for (const id of topicView(world, topic)?.partitions ?? []) {
    const log = leaderLog(world, id);
    if (log === null) continue;
    eachRecord(log, log.logStartOffset, log.logEndOffset, ({ record }) => {
      all.push({ at: record.timestamp, order: all.length, value: shown(record.value) });
    });
  }
  return all.sort((a, b) => a.at - b.at || a.order - b.order).map(({ value }) => value);
}

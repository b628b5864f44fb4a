import * as v from 'valibot';

import { MS } from '../../../src/sim/time.ts';
import { adapter, eraOf, type Check } from '../support/adapter.ts';
import { batchOf } from '../support/batches.ts';
import { OUTSIDE } from '../support/control.ts';
import { Rig } from '../support/rig.ts';

const entry = v.object({ epoch: v.number(), startOffset: v.number() });
const schema = v.object({
  ops: v.array(
    v.union([
      v.tuple([v.literal('assign'), v.number(), v.number()]),
      v.tuple([v.picklist(['truncateEnd', 'truncateStart']), v.number()]),
    ]),
  ),
  entriesAfter: v.array(entry),
  endOffsetFor: v.optional(
    v.array(
      v.object({ requestedEpoch: v.number(), logEndOffset: v.number(), epoch: v.number(), endOffset: v.number() }),
    ),
    [],
  ),
});

type Op = v.InferOutput<typeof schema>['ops'][number];

/**
 * The epochs that a real follower notes while its leader, which the case plays, sends it records of these epochs and has it cut
 * its log; and what it answers about them when it leads.
 */
export const playEpochCache = adapter(schema, ({ ops, entriesAfter, endOffsetFor }, vector): Check => {
  const rig = new Rig({ brokers: [1], era: eraOf(vector) });
  rig.tell(1, OUTSIDE, 0, [1, OUTSIDE], [1, OUTSIDE]);
  for (const op of ops) happen(rig, op);
  const entries = rig.bench.replica(1).log.epochs;
  const answers = endOffsetFor.map(({ requestedEpoch, logEndOffset }) => ({
    requestedEpoch,
    logEndOffset,
    ...ask(rig, requestedEpoch, logEndOffset),
  }));
  return { expected: { entriesAfter, endOffsetFor }, got: { entriesAfter: entries, endOffsetFor: answers } };
});

function happen(rig: Rig, op: Op): void {
  if (op[0] === 'truncateStart') return startAt(rig, op[1]);
  if (op[0] === 'truncateEnd') return cut(rig, op[1]);
  const [, epoch, offset = 0] = op;
  // An epoch that begins before the end of the log: the follower has had to cut it first.
  if (offset < rig.bench.replica(1).log.logEndOffset) cut(rig, offset);
  rig.feed(1, { records: [batchOf(1, { baseOffset: offset, partitionLeaderEpoch: epoch })] });
}

/** The leader says that the logs part: after the latest epoch that begins before the offset, there. */
function cut(rig: Rig, offset: number): void {
  const { epochs } = rig.bench.replica(1).log;
  const last = epochs.findLast((known) => known.startOffset < offset);
  const epoch = last?.epoch ?? (epochs[0]?.epoch ?? 1) - 1;
  rig.feed(1, { divergingEpoch: { epoch, endOffset: offset } });
}

/** The leader has deleted what lies below an offset, all of which is committed. */
function startAt(rig: Rig, logStartOffset: number): void {
  rig.feed(1, { logStartOffset, highWatermark: rig.bench.replica(1).log.logEndOffset });
}

/** Lets the log grow to its end, the broker lead, and someone ask where the epoch ends. */
function ask(
  rig: Rig,
  leaderEpoch: number,
  logEndOffset: number,
): { readonly epoch: number; readonly endOffset: number } {
  const forked = rig.fork();
  const { bench } = forked;
  const { log } = bench.replica(1);
  const latest = log.epochs.at(-1)?.epoch ?? 0;
  if (logEndOffset > log.logEndOffset) {
    forked.feed(1, { records: [batchOf(1, { baseOffset: logEndOffset - 1, partitionLeaderEpoch: latest })] });
  }
  forked.tell(1, 1, Math.max(1, latest), [1, OUTSIDE], [1, OUTSIDE]);
  const connection = bench.run(MS).connect('peer', 'broker-1');
  const partitions = [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch }];
  const answer = bench.ask(
    'peer',
    connection,
    { type: 'OffsetForLeaderEpochRequest', replicaId: -1, topics: [{ topic: 't', partitions }] },
    'OffsetForLeaderEpochResponse',
  );
  const found = answer.topics[0]?.partitions[0];
  return { epoch: found?.leaderEpoch ?? -2, endOffset: found?.endOffset ?? -2 };
}

import * as v from 'valibot';

import { SECOND } from '../../../src/sim/time.ts';
import { adapter, eraOf, type Check } from '../support/adapter.ts';
import { OUTSIDE } from '../support/control.ts';
import { Rig } from '../support/rig.ts';
import { leaderWithLog } from './fetch-bounds.ts';

const schema = v.object({
  log: v.pipe(
    v.object({
      logStartOffset: v.number(),
      highWatermark: v.number(),
      logEndOffset: v.number(),
      lastStableOffset: v.number(),
    }),
    v.check(
      (log) =>
        log.logStartOffset <= log.lastStableOffset &&
        log.lastStableOffset <= log.highWatermark &&
        log.highWatermark <= log.logEndOffset,
      'log start, last stable offset, high watermark and log end are wanted in this order',
    ),
  ),
  committed: v.nullable(v.number()),
  'auto.offset.reset': v.picklist(['earliest', 'latest', 'none']),
  'isolation.level': v.picklist(['read_uncommitted', 'read_committed']),
  expected: v.object({
    position: v.optional(v.number()),
    error: v.optional(v.string()),
    afterOffsetOutOfRange: v.optional(v.literal(true)),
  }),
});

const OFFSETS = '__consumer_offsets';

/** Where a real consumer begins to read, or the error that ends it; with a committed offset it has a group that knows it. */
export const playStartPosition = adapter(schema, (data, vector): Check => {
  const { log, committed, expected } = data;
  const group = committed === null ? {} : { 'group.id': 'g' };
  const config = {
    'auto.offset.reset': data['auto.offset.reset'],
    'isolation.level': data['isolation.level'],
    ...group,
  };
  const rig = new Rig({
    era: eraOf(vector),
    brokers: [1],
    consumers: [{ name: 'c', assign: 't-0', config, start: '5s' }],
    config: { 'offsets.topic.num.partitions': 1 },
  });
  leaderWithLog(log, rig).publish(1, 1, [1, OUTSIDE]);
  if (committed !== null) commit(rig, committed);
  const { bench } = rig;
  const found = (): (typeof bench.entries)[number] | undefined =>
    bench.entries.find((entry) => entry.type === 'PositionReset' || entry.type === 'ConsumerFailed');
  bench.until('the consumer knows where to begin', () => found() !== undefined, 300 * SECOND);
  // An offset that is not in the log is found out with the first fetch; then the policy decides.
  bench.run(SECOND);
  const entry = bench.entries.findLast(({ type }) => type === 'PositionReset' || type === 'ConsumerFailed');
  const before = bench.entries.filter(
    ({ type, args }) => type === 'PositionReset' && 'policy' in args && args.policy === 'committed',
  );
  const outOfRange = committed !== null && entry?.type === 'PositionReset' && entry !== before[0];
  if (entry?.type === 'PositionReset')
    return { expected, got: { position: entry.args.to, ...(outOfRange ? { afterOffsetOutOfRange: true } : {}) } };
  return { expected, got: { error: entry?.type === 'ConsumerFailed' ? entry.args.error : 'none' } };
});

/** The broker coordinates the group, and has an offset of it from before. */
function commit(rig: Rig, offset: number): void {
  rig.tell(1, 1, 0, [1], [1], OFFSETS).publish(1, 0, [1], OFFSETS);
  const { bench } = rig;
  bench.run(SECOND);
  const partition = { partitionIndex: 0, committedOffset: offset, committedLeaderEpoch: -1, committedMetadata: '' };
  const { topics } = bench.ask(
    'peer',
    bench.connect('peer', 'broker-1'),
    {
      type: 'OffsetCommitRequest',
      groupId: 'g',
      generationIdOrMemberEpoch: -1,
      memberId: '',
      groupInstanceId: null,
      topics: [{ name: 't', partitions: [partition] }],
    },
    'OffsetCommitResponse',
  );
  const error = topics[0]?.partitions[0]?.errorCode;
  if (error !== 'NONE') throw new Error(`the offset is not committed: ${error ?? 'no answer'}`);
}

import * as v from 'valibot';

import { SECOND } from '../../../src/sim/time.ts';
import { adapter, NotYet, type Check } from '../support/adapter.ts';
import { OUTSIDE, Rig } from '../support/rig.ts';
import { leaderWithLog } from './fetch-bounds.ts';

const schema = v.object({
  log: v.object({
    logStartOffset: v.number(),
    highWatermark: v.number(),
    logEndOffset: v.number(),
    lastStableOffset: v.number(),
  }),
  committed: v.nullable(v.number()),
  'auto.offset.reset': v.picklist(['earliest', 'latest', 'none']),
  'isolation.level': v.picklist(['read_uncommitted', 'read_committed']),
  expected: v.object({ position: v.optional(v.number()), error: v.optional(v.string()) }),
});

/** Where a real consumer without a group begins to read, or the error that ends it. */
export const playStartPosition = adapter(schema, (data): Check => {
  const { log, committed, expected } = data;
  if (committed !== null) throw new NotYet('committed offsets');
  if (data['isolation.level'] === 'read_committed' && log.lastStableOffset !== log.highWatermark)
    throw new NotYet('transactions');
  const config = { 'auto.offset.reset': data['auto.offset.reset'], 'isolation.level': data['isolation.level'] };
  const rig = new Rig({ brokers: [1], consumers: [{ name: 'c', assign: 't-0', config, start: '5s' }] });
  leaderWithLog(log.logStartOffset, log.highWatermark, log.logEndOffset, rig).publish(1, 1, [1, OUTSIDE]);
  const { bench } = rig;
  const found = (): (typeof bench.entries)[number] | undefined =>
    bench.entries.find((entry) => entry.type === 'PositionReset' || entry.type === 'ConsumerFailed');
  bench.until('the consumer knows where to begin', () => found() !== undefined, 300 * SECOND);
  const entry = found();
  if (entry?.type === 'PositionReset') return { expected, got: { position: entry.args.to } };
  return { expected, got: { error: entry?.type === 'ConsumerFailed' ? entry.args.error : 'none' } };
});

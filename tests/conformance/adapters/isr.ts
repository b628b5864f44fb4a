import * as v from 'valibot';

import { fromMs, MS, toMs, type Micros } from '../../../src/sim/time.ts';
import { adapter, eraOf, Unreadable, type Check } from '../support/adapter.ts';
import { batchOf } from '../support/batches.ts';
import { Rig } from '../support/rig.ts';

const number = v.number();
const ids = v.array(number);
const LEADER = 1;

const expandStep = v.object({
  leaderEpoch: v.optional(number),
  appended: v.optional(number),
  isrFollowerFetchOffset: v.optional(number),
  follower2FetchOffset: v.optional(number),
  leaderHW: v.optional(number),
  joins: v.optional(v.boolean()),
});
const expandSchema = v.object({ replicas: ids, isr: ids, steps: v.array(expandStep) });

/** When a real leader proposes a follower for the ISR. Followers' fetches are sent by the case. */
export const playIsrExpand = adapter(expandSchema, ({ replicas, isr, steps }, vector): Check => {
  const outside = replicas.filter((id) => !isr.includes(id));
  const member = isr.find((id) => id !== LEADER);
  const [joining] = outside;
  if (joining === undefined || member === undefined)
    throw new Unreadable('isr: one follower in it and one outside are wanted');
  const rig = new Rig({ era: eraOf(vector), brokers: [LEADER], peers: replicas.filter((id) => id !== LEADER) });
  const expected: unknown[] = [];
  const got: unknown[] = [];
  for (const step of steps) {
    if (step.leaderEpoch !== undefined) rig.tell(LEADER, LEADER, step.leaderEpoch, replicas, isr);
    if (step.appended !== undefined) rig.produce(LEADER, batchOf(step.appended));
    if (step.isrFollowerFetchOffset !== undefined) rig.fetch(LEADER, member, step.isrFollowerFetchOffset);
    if (step.follower2FetchOffset !== undefined) rig.fetch(LEADER, joining, step.follower2FetchOffset);
    const newIsr = rig.proposed()?.newIsr ?? isr;
    const { highWatermark } = rig.bench.replica(LEADER).log;
    const asked = {
      ...(step.joins === undefined ? {} : { joins: step.joins }),
      ...(step.leaderHW === undefined ? {} : { leaderHW: step.leaderHW }),
    };
    expected.push(asked);
    got.push({
      ...(step.joins === undefined ? {} : { joins: newIsr.includes(joining) }),
      ...(step.leaderHW === undefined ? {} : { leaderHW: highWatermark }),
    });
  }
  return { expected, got };
});

const shrinkStep = v.object({
  t: v.optional(number),
  replica: v.optional(number, 2),
  fetchOffset: v.optional(number),
  leaderLEO: v.optional(number),
  lastCaughtUp: v.optional(number),
  hw: v.optional(number),
  check: v.optional(v.string()),
  proposedIsr: v.optional(ids),
  hwBeforeAck: v.optional(number),
  isrUsedForHwBeforeAck: v.optional(ids),
  controllerAccepts: v.optional(v.boolean()),
  isr: v.optional(ids),
});
const shrinkSchema = v.object({
  'replica.lag.time.max.ms': v.optional(number),
  leaderLEO: number,
  replicas: v.optional(ids, [1, 2]),
  steps: v.array(shrinkStep),
  isrShrinks: v.boolean(),
});

type ShrinkStep = v.InferOutput<typeof shrinkStep>;

/** When a real leader proposes to drop a follower. Times are those since it became the leader. */
export const playIsrShrink = adapter(shrinkSchema, (data, vector): Check => {
  const { leaderLEO, replicas, steps, isrShrinks } = data;
  const lagMs = data['replica.lag.time.max.ms'] ?? lagOf(data);
  const rig = new Rig({
    era: eraOf(vector),
    brokers: [LEADER],
    peers: replicas.filter((id) => id !== LEADER),
    config: { 'replica.lag.time.max.ms': lagMs },
  });
  // The leader looks twice in that time: the case is placed so that it looks when the case does.
  const looksAt = steps.findLast((step) => step.t !== undefined)?.t ?? 0;
  rig.alignIsrCheck(LEADER, fromMs(looksAt) + 50 * MS, fromMs(lagMs) / 2);
  const zero = rig.bench.world.now;
  rig.tell(LEADER, LEADER, 0, replicas, replicas);
  rig.produce(LEADER, batchOf(leaderLEO));
  const got = steps.map((step) => happen(rig, step, zero, replicas));
  if (rig.nextIsrCheck(LEADER) - rig.bench.world.now < 100 * MS) rig.isrCheck(LEADER);
  const shrinks = rig.bench.entries.some(
    (entry) => entry.type === 'IsrChangeProposed' && entry.args.change === 'shrink',
  );
  return { expected: { steps: steps.map(wantedOf), isrShrinks }, got: { steps: got, isrShrinks: shrinks } };
});

/** Defaults of replica.lag.time.max.ms: of 2.4 and before, and of later releases (KIP-537). */
const LAGS = [10_000, 30_000];

/** The replica.lag.time.max.ms that a case's times are about: the nearest default to how long a follower was behind. */
function lagOf({ steps, isrShrinks }: v.InferOutput<typeof shrinkSchema>): number {
  const end = steps.findLast((step) => step.t !== undefined)?.t ?? 0;
  const behind = end - (steps.findLast((step) => step.lastCaughtUp !== undefined)?.lastCaughtUp ?? 0);
  const [shortest = 0, longest = shortest] = LAGS;
  return isrShrinks
    ? (LAGS.findLast((lag) => lag < behind) ?? shortest)
    : (LAGS.find((lag) => lag >= behind) ?? longest);
}

/** What a step says of the outcome. */
function wantedOf({
  lastCaughtUp,
  hw,
  check,
  proposedIsr,
  hwBeforeAck,
  isrUsedForHwBeforeAck,
  isr,
}: ShrinkStep): object {
  return { lastCaughtUp, hw, check, proposedIsr, hwBeforeAck, isrUsedForHwBeforeAck, isr };
}

function happen(rig: Rig, step: ShrinkStep, zero: Micros, replicas: readonly number[]): object {
  const { bench } = rig;
  if (step.t !== undefined) bench.run(Math.max(0, zero + fromMs(step.t) - bench.world.now));
  if (step.leaderLEO !== undefined)
    rig.produce(LEADER, batchOf(step.leaderLEO - bench.replica(LEADER).log.logEndOffset));
  if (step.fetchOffset !== undefined) rig.fetch(LEADER, step.replica, step.fetchOffset);
  // A check that expects nothing is one of those that the leader makes anyway.
  if (step.check?.startsWith('shrink') === true) rig.isrCheck(LEADER);
  const proposal = rig.proposed();
  if (step.controllerAccepts === true) rig.accept();
  const { log, isr, duties } = bench.replica(LEADER);
  const caughtUp = duties?.followers.find((follower) => follower.brokerId === step.replica)?.lastCaughtUpTime ?? 0;
  return wantedOf({
    ...step,
    ...(step.lastCaughtUp === undefined ? {} : { lastCaughtUp: near(toMs(caughtUp - zero), step.lastCaughtUp) }),
    ...(step.hw === undefined ? {} : { hw: log.highWatermark }),
    ...(step.check === undefined ? {} : { check: proposal === null ? 'no shrink' : 'shrink requested' }),
    ...(step.proposedIsr === undefined ? {} : { proposedIsr: [...(proposal?.newIsr ?? [])] }),
    ...(step.hwBeforeAck === undefined ? {} : { hwBeforeAck: log.highWatermark }),
    // Until the answer comes, the high watermark is held by all that were in sync: it would be higher without them.
    ...(step.isrUsedForHwBeforeAck === undefined
      ? {}
      : { isrUsedForHwBeforeAck: [...(isr.length > 0 ? isr : replicas)] }),
    ...(step.isr === undefined ? {} : { isr: [...isr] }),
  });
}

/** Requests take their time: a time counts as the wanted one when it is at most 60 ms after it. */
function near(found: number, wanted: number): number {
  return found >= wanted && found <= wanted + 60 ? wanted : found;
}

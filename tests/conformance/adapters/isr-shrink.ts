import * as v from 'valibot';

import { present } from '../../../src/lib/assert.ts';
import { defaultOf } from '../../../src/sim/config/defaults.ts';
import { fromMs, MS, type Micros } from '../../../src/sim/time.ts';
import type { Era } from '../../../src/sim/world.ts';
import { adapter, eraOf, type Check } from '../support/adapter.ts';
import { batchesOf, batchOf } from '../support/batches.ts';
import { OUTSIDE } from '../support/control.ts';
import { Rig } from '../support/rig.ts';

const number = v.number();
const ids = v.array(number);
const LEADER = 1;

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
const schema = v.object({
  'replica.lag.time.max.ms': v.optional(number),
  leaderLEO: number,
  replicas: v.optional(ids, [1, 2]),
  steps: v.pipe(v.array(shrinkStep), v.minLength(1)),
  isrShrinks: v.boolean(),
});

type Case = v.InferOutput<typeof schema>;
type Step = v.InferOutput<typeof shrinkStep>;

/** What is to be done before the leader looks at the same millisecond begins so much before it, and takes less. */
const AHEAD = (4 * MS) / 10;

/**
 * When a real leader proposes to drop a follower. Times are those since it became the leader. It looks at its followers at a beat of its
 * own: the case is played once for each time at which it says that there is a look, each time placed so that there is one.
 */
export const playIsrShrink = adapter(schema, (data, vector): Check => {
  const { steps, isrShrinks } = data;
  let latest = 0;
  const times = steps.map(({ t }) => (latest = t ?? latest));
  const played = new Map<number, Played>();
  const playedFor = (looksAt: number): Played => {
    const known =
      played.get(looksAt) ?? play(data, times, looksAt, lagOf(data, vector.data, eraOf(vector)), eraOf(vector));
    played.set(looksAt, known);
    return known;
  };
  const looks = times.filter((t, index) => t > 0 && steps[index]?.check !== undefined);
  const got = times.map((t, index) => playedFor(looks.includes(t) ? t : latest).steps[index]);
  return {
    expected: { steps: steps.map(wantedOf), isrShrinks },
    got: { steps: got, isrShrinks: playedFor(latest).shrinks },
  };
});

/** The replica.lag.time.max.ms of a case: what it says, if only in words, or the default. */
function lagOf(data: Case, whole: unknown, era: Era): number {
  const given = data['replica.lag.time.max.ms'];
  if (given !== undefined) return given;
  const [, amount, unit] = /\blag\b[^.;,()]*?(\d+)\s*(ms|s)\b/i.exec(wordsIn(whole)) ?? [];
  if (amount !== undefined) return Number(amount) * (unit === 's' ? 1000 : 1);
  return Number(defaultOf('broker', 'replica.lag.time.max.ms', era));
}

/** All texts in a case. */
function wordsIn(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? Object.values(value).map(wordsIn).join('; ') : '';
}

interface Played {
  /** What was seen at each step. */
  readonly steps: readonly object[];
  /** Has the leader ever proposed to drop a follower? */
  readonly shrinks: boolean;
}

/** @param looksAt when the leader is to look, in milliseconds of the case; what the case has at that time comes before */
function play(data: Case, times: readonly number[], looksAt: number, lagMs: number, era: Era): Played {
  const { leaderLEO, replicas, steps } = data;
  const rig = new Rig({
    era,
    brokers: [LEADER],
    peers: replicas.filter((id) => id !== LEADER),
    config: { 'replica.lag.time.max.ms': lagMs },
    network: { latency: '10us', jitter: '0us' },
  });
  rig.tell(LEADER, OUTSIDE, 0, [...replicas, OUTSIDE], [OUTSIDE]);
  rig.feed(LEADER, { records: batchesOf([{ epoch: 0, startOffset: 0 }], leaderLEO) });
  const { bench } = rig;
  const toldAt = bench.world.now;
  const takesOffice = startOf(rig.fork().tell(LEADER, LEADER, 1, replicas, replicas)) - toldAt;
  // The leader looks twice in that time.
  rig.alignIsrCheck(LEADER, takesOffice + fromMs(looksAt), fromMs(lagMs) / 2);
  const zero = startOf(rig.tell(LEADER, LEADER, 1, replicas, replicas));
  const seen = steps.map((step, index) => {
    const at = zero + fromMs(times[index] ?? 0);
    const isLook = times[index] === looksAt;
    bench.run(Math.max(0, (isLook ? at - AHEAD : at) - bench.world.now));
    act(rig, step);
    if (isLook && step.check !== undefined) bench.run(Math.max(0, at + 1 - bench.world.now));
    return lookAt(rig, step, zero, replicas);
  });
  bench.run(Math.max(0, zero + fromMs(looksAt) + 1 - bench.world.now));
  const shrinks = bench.entries.some((entry) => entry.type === 'IsrChangeProposed' && entry.args.change === 'shrink');
  return { steps: seen, shrinks };
}

/** When the leader began. */
function startOf({ bench }: Rig): Micros {
  return present(
    bench.entries.findLast(({ type }) => type === 'LeaderStarted'),
    'a leader',
  ).t;
}

/** What a step says of the outcome. */
function wantedOf({ lastCaughtUp, hw, check, proposedIsr, hwBeforeAck, isrUsedForHwBeforeAck, isr }: Step): object {
  return { lastCaughtUp, hw, check, proposedIsr, hwBeforeAck, isrUsedForHwBeforeAck, isr };
}

function act(rig: Rig, step: Step): void {
  const { log } = rig.bench.replica(LEADER);
  if (step.leaderLEO !== undefined && step.leaderLEO > log.logEndOffset)
    rig.produce(LEADER, batchOf(step.leaderLEO - log.logEndOffset));
  if (step.fetchOffset !== undefined) rig.fetch(LEADER, step.replica, step.fetchOffset);
}

function lookAt(rig: Rig, step: Step, zero: Micros, replicas: readonly number[]): object {
  const { bench } = rig;
  // To ask takes a moment, which later steps may not have.
  const asks = (step.check ?? step.proposedIsr) !== undefined;
  const proposal = asks ? rig.proposed() : null;
  if (step.controllerAccepts === true) rig.accept();
  const { log, isr, duties } = bench.replica(LEADER);
  const caughtUp = duties?.followers.find((follower) => follower.brokerId === step.replica)?.lastCaughtUpTime ?? -1;
  return wantedOf({
    ...step,
    // Requests take a few hops of 10 us: times are the nearest milliseconds.
    ...(step.lastCaughtUp === undefined ? {} : { lastCaughtUp: Math.round((caughtUp - zero) / MS) }),
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

import { assert, present } from '../lib/assert.ts';
import type { Micros } from '../sim/time.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import type { Seq, World } from '../sim/world.ts';
import type { Engine, PlannedIntervention, State } from './engine.ts';
import { Gap } from './gap.ts';
import { nextStep, type Stepped } from './runner.ts';
import { addStep, lastAtMost, withoutEntries, type OpenChunk, type Segment } from './segment.ts';
import { DENSE_STEPS, isKept, SEGMENT_STEPS } from './thinning.ts';

const AGAIN = 'what has been run once can be run again';

/** Thinning looks at all checkpoints, so it is done only so often. */
const THIN_EVERY = 1_024;

/**
 * One history, from the first step to its frontier: checkpoints, dense near the frontier and sparser before, and the entries
 * between the dense ones. What was let go is replayed when asked for.
 */
export class Line {
  /** Checkpoints by step; the last one's chunk is open. */
  private segments: Segment[];
  private open: OpenChunk;
  private readonly plan: Map<number, PlannedIntervention>;
  /** After the last step that has been run. */
  private tip: State;
  /** Everything up to this instant has been run. */
  private reached: Micros;
  /** What was replayed last of what was let go. */
  private gap: Gap | null = null;
  private readonly engine: Engine;

  /**
   * @param segments checkpoints from the first step on; the last one is caught up from
   * @param frontierStep so many steps are run at once; at most a gap beyond the last checkpoint
   * @param reached everything up to this instant counts as run
   */
  constructor(
    engine: Engine,
    segments: readonly Segment[],
    plan: readonly PlannedIntervention[],
    frontierStep: number,
    reached: Micros,
  ) {
    const last = present(segments.at(-1), 'a line needs a checkpoint');
    this.engine = engine;
    this.plan = new Map(plan.map((planned) => [planned.step, planned]));
    this.tip = last;
    this.reached = reached;
    this.open = { entries: [], ends: [] };
    this.segments = [...segments.slice(0, -1), { ...last, chunk: this.open }];
    while (this.frontierStep < frontierStep) {
      const next = nextStep(engine, this.plan, this.tip, Number.MAX_SAFE_INTEGER);
      this.grow(present(next, AGAIN));
    }
  }

  /** The state after the last step. */
  get frontier(): State {
    return this.tip;
  }

  get frontierStep(): number {
    return this.tip.world.steps;
  }

  /** Everything up to and including this instant has been run. */
  get frontierAt(): Micros {
    return this.reached;
  }

  /** Its interventions, in their order. */
  get interventions(): readonly PlannedIntervention[] {
    return [...this.plan.values()].sort((a, b) => a.step - b.step);
  }

  /** Its checkpoints, in their order. */
  get checkpoints(): readonly Segment[] {
    return this.segments;
  }

  /**
   * Runs on to `until`, at most so many steps.
   * @returns how many steps were run; fewer than `budget`: `until` is reached
   */
  extend(until: Micros, budget: number): number {
    const first = this.frontierStep;
    for (let steps = 0; steps < budget; steps = this.frontierStep - first) {
      if (this.stretch(until, budget - steps)) continue;
      if (until > this.reached) this.reached = until;
      break;
    }
    return this.frontierStep - first;
  }

  /** Runs on to `until` within a checkpoint's stretch, at most so many steps. False: nothing was planned. */
  private stretch(until: Micros, budget: number): boolean {
    const { world } = this.tip;
    const { steps } = world;
    let most = Math.min(budget, SEGMENT_STEPS - (steps % SEGMENT_STEPS));
    for (const planned of this.plan.keys()) if (planned >= steps) most = Math.min(most, planned - steps);
    // Moments of a script's conditions are told by the Worlds before and after.
    if (most === 0 || world.pendingScript.length > 0) return this.stepOn(until, 1);
    const { engine } = this;
    const taken: (readonly TraceEntry[])[] = [];
    let { history } = this.tip;
    let after: World;
    try {
      after = engine.run(world, until, most, (entries, glimpse) => {
        history = engine.folds.take(history, entries, glimpse);
        taken.push(entries);
      });
    } catch {
      // A bug of ours: it comes again, but with what was before it.
      return this.stepOn(until, most);
    }
    if (after === world) return false;
    for (const entries of taken) addStep(this.open, entries);
    this.arrive({ world: after, history });
    return true;
  }

  /** So many single steps, as far as they are planned up to `until`. False: none was. */
  private stepOn(until: Micros, most: number): boolean {
    const { tip } = this;
    for (let left = most; left > 0; left--) {
      const next = nextStep(this.engine, this.plan, this.tip, until);
      if (next === null) break;
      this.grow(next);
    }
    return this.tip !== tip;
  }

  /** Carries out an intervention at the frontier. */
  intervene(planned: PlannedIntervention): void {
    assert(
      planned.step === this.frontierStep && planned.at >= this.tip.world.now,
      'an intervention must follow the frontier',
    );
    const next = nextStep(this.engine, new Map([[planned.step, planned]]), this.tip, planned.at);
    this.plan.set(planned.step, planned);
    this.grow(present(next, 'an intervention must be a step'));
  }

  private grow(next: Stepped): void {
    addStep(this.open, next.entries);
    this.arrive({ world: next.world, history: next.history });
  }

  /** The frontier is here now; after so many steps it becomes a checkpoint. */
  private arrive(state: State): void {
    const { world } = state;
    this.tip = state;
    this.reached = Math.max(this.reached, world.now);
    if (world.steps % SEGMENT_STEPS !== 0) return;
    this.open = { entries: [], ends: [] };
    this.segments.push({ step: world.steps, ...state, chunk: this.open });
    if (world.steps % THIN_EVERY === 0) this.thin();
  }

  private thin(): void {
    const frontier = this.frontierStep;
    this.segments = this.segments
      .filter((segment) => isKept(segment.step, frontier))
      .map((segment) => (frontier - segment.step > DENSE_STEPS ? withoutEntries(segment) : segment));
  }

  /** The segment that the step after `step` steps belongs to, with its entries; replayed if need be. */
  denseSegment(step: number): Segment {
    return this.segmentAt(step, ({ world }) => world.steps);
  }

  /** The last segment that begins at or before an instant: it, or the steps after it, hold the last step up to there. */
  segmentAtInstant(at: Micros): Segment {
    return this.segmentAt(at, ({ world }) => world.now);
  }

  /** The segment that holds the entry `seq`; null when it has not been written. */
  segmentOfEntry(seq: Seq): Segment | null {
    return seq < 0 || seq >= this.tip.world.nextSeq ? null : this.segmentAt(seq, ({ world }) => world.nextSeq);
  }

  private segmentAt(wanted: number, key: (state: State) => number): Segment {
    const index = Math.max(0, lastAtMost(this.segments, wanted, key));
    const segment = present(this.segments[index], 'the first checkpoint is never let go');
    if (segment.chunk !== null) return segment;
    if (this.gap?.from !== segment) this.gap = new Gap(segment);
    const end = this.segments[index + 1]?.step ?? this.frontierStep;
    return this.gap.segmentAt(wanted, key, (state) => present(this.stepFrom(state), AGAIN), end);
  }

  /** The step after a state of this line, within what has been run; null at the frontier or when it lies after `until`. */
  stepFrom(state: State, until: Micros = Number.MAX_SAFE_INTEGER): Stepped | null {
    return state.world.steps >= this.frontierStep ? null : nextStep(this.engine, this.plan, state, until);
  }

  /** Checkpoints up to `step` steps, with their entries. The last one's entries may go further. */
  prefix(step: number): readonly Segment[] {
    return this.segments.slice(0, lastAtMost(this.segments, step, (segment) => segment.step) + 1);
  }
}

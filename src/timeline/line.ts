import { assert, present } from '../lib/assert.ts';
import type { Micros } from '../sim/time.ts';
import type { Seq } from '../sim/world.ts';
import type { Engine, PlannedIntervention, State } from './engine.ts';
import { nextStep } from './runner.ts';
import { addStep, lastAtMost, withoutEntries, type Chunk, type OpenChunk, type Segment } from './segment.ts';
import { DENSE_STEPS, isKept, SEGMENT_STEPS } from './thinning.ts';

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
  /** The gap that was replayed last, as dense segments, and the checkpoint that it starts from. */
  private replayed: { readonly from: Segment; readonly dense: readonly Segment[] } | null = null;
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
      this.grow(present(next, 'what has been run once can be run again'));
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
    let steps = 0;
    while (steps < budget) {
      const next = nextStep(this.engine, this.plan, this.tip, until);
      if (next === null) {
        if (until > this.reached) this.reached = until;
        return steps;
      }
      this.grow(next);
      steps += 1;
    }
    return steps;
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

  private grow(next: State & { readonly entries: Chunk['entries'] }): void {
    this.tip = { world: next.world, history: next.history };
    this.reached = Math.max(this.reached, next.world.now);
    addStep(this.open, next.entries);
    if (next.world.steps % SEGMENT_STEPS !== 0) return;
    this.open = { entries: [], ends: [] };
    this.segments.push({ step: next.world.steps, world: next.world, history: next.history, chunk: this.open });
    if (next.world.steps % THIN_EVERY === 0) this.thin();
  }

  private thin(): void {
    const frontier = this.frontierStep;
    this.segments = this.segments
      .filter((segment) => isKept(segment.step, frontier))
      .map((segment) => (frontier - segment.step > DENSE_STEPS ? withoutEntries(segment) : segment));
  }

  /** The segment of SEGMENT_STEPS that the step after `step` steps belongs to, with its entries; replayed if need be. */
  denseSegment(step: number): Segment {
    const index = lastAtMost(this.segments, step, (segment) => segment.step);
    const segment = present(this.segments[index], 'the first checkpoint is never let go');
    if (segment.chunk !== null) return segment;
    const dense = this.replay(segment, this.segments[index + 1]?.step ?? this.frontierStep);
    return present(dense[lastAtMost(dense, step, (one) => one.step)], 'a replay begins with its checkpoint');
  }

  private replay(from: Segment, end: number): readonly Segment[] {
    if (this.replayed?.from === from) return this.replayed.dense;
    const dense: Segment[] = [];
    let state: State = from;
    let chunk: OpenChunk = { entries: [], ends: [] };
    for (let step = from.step; step < end; step++) {
      if (step % SEGMENT_STEPS === 0) {
        chunk = { entries: [], ends: [] };
        dense.push({ step, world: state.world, history: state.history, chunk });
      }
      const next = present(this.stepFrom(state), 'what has been run once can be run again');
      addStep(chunk, next.entries);
      state = next;
    }
    if (dense.length === 0) dense.push({ ...from, chunk });
    this.replayed = { from, dense };
    return dense;
  }

  /** The step after a state of this line, within what has been run; null at the frontier or when it lies after `until`. */
  stepFrom(
    state: State,
    until: Micros = Number.MAX_SAFE_INTEGER,
  ): (State & { readonly entries: Chunk['entries'] }) | null {
    return state.world.steps >= this.frontierStep ? null : nextStep(this.engine, this.plan, state, until);
  }

  /** The last checkpoint whose instant is not after `at`: its segment holds the last step up to there, or the ones after do. */
  segmentAtInstant(at: Micros): Segment {
    const index = Math.max(
      0,
      lastAtMost(this.segments, at, (segment) => segment.world.now),
    );
    const sparse = present(this.segments[index], 'the first checkpoint is never let go');
    if (sparse.chunk !== null) return sparse;
    const dense = this.replay(sparse, this.segments[index + 1]?.step ?? this.frontierStep);
    return present(
      dense[
        Math.max(
          0,
          lastAtMost(dense, at, (one) => one.world.now),
        )
      ],
      'a replay begins with its checkpoint',
    );
  }

  /** The dense segment that holds the entry `seq`; null when it has not been written. */
  segmentOfEntry(seq: Seq): Segment | null {
    if (seq < 0 || seq >= this.tip.world.nextSeq) return null;
    const index = lastAtMost(this.segments, seq, (segment) => segment.world.nextSeq);
    const sparse = present(this.segments[index], 'the first entry follows the first checkpoint');
    if (sparse.chunk !== null) return sparse;
    const dense = this.replay(sparse, this.segments[index + 1]?.step ?? this.frontierStep);
    return present(dense[lastAtMost(dense, seq, (one) => one.world.nextSeq)], 'an entry belongs to a segment');
  }

  /** Checkpoints up to `step` steps, with their entries. The last one's entries may go further. */
  prefix(step: number): readonly Segment[] {
    return this.segments.slice(0, lastAtMost(this.segments, step, (segment) => segment.step) + 1);
  }
}

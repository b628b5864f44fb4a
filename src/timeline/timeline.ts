import type { Run } from '../sim/facts/fact.ts';
import type { History } from '../sim/facts/fold.ts';
import type { Intervention } from '../sim/intervention.ts';
import type { Scenario } from '../sim/scenario.ts';
import type { Micros } from '../sim/time.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import type { Seq, World } from '../sim/world.ts';
import { beatAfter, beatBefore, isBeat, type Beat, type Interesting } from './beats.ts';
import { Branches, type DatedIntervention, type Tip } from './branches.ts';
import type { Change, Cursor } from './change.ts';
import { runOn } from './coming.ts';
import type { Engine, PlannedIntervention } from './engine.ts';
import { leftOutAt } from './leave-out.ts';
import { Line } from './line.ts';
import { lineOfBranch, segmentsOfBranch } from './line-of-branch.ts';
import { lastBeatIn, momentsUpTo, type Moment } from './moments.ts';
import { lastCheckpointAt, OtherFuture } from './other-future.ts';
import { presentAfter, presentAt, type Present } from './present.ts';
import { recordedUpTo, recordedUpToBug } from './recorded.ts';
import type { Recording } from './recording.ts';
import { eachStep, entriesBetween, entryAt, firstAfter } from './trace.ts';

export type { Change, Cursor };

export interface TimelineOptions {
  readonly engine: Engine;
  readonly scenario: Scenario;
  /** Overrides the scenario's. */
  readonly seed?: number;
  /** Of a recording, or of a lesson's plan; in order of time. */
  readonly interventions?: readonly DatedIntervention[];
}

/**
 * A run and its futures: the present, the frontier up to which the run has been simulated, checkpoints between, and a tree of
 * branches. Everything it tells follows from scenario, seed and interventions; where one looks decides only what is replayed.
 */
export class Timeline {
  readonly scenario: Scenario;
  readonly seed: number;
  /** Grows whenever another line is looked at: what was computed from entries after the fork must be computed anew. */
  version = 0;
  private readonly engine: Engine;
  private readonly origin: Pick<Recording, 'engine' | 'scenario' | 'seed'>;
  private readonly branches: Branches;
  private line: Line;
  private here: Present;
  private undone: number | null = null;
  /** What is being carried out, so that a bug of ours can be told with what provoked it. */
  private attempted: readonly PlannedIntervention[] = [];

  constructor({ engine, scenario, seed, interventions }: TimelineOptions) {
    this.engine = engine;
    this.scenario = scenario;
    this.seed = seed ?? scenario.seed;
    this.origin = { engine: engine.name, scenario, seed: this.seed };
    const world = engine.create(scenario, this.seed);
    const history = engine.folds.start();
    this.here = { world, history, at: 0 };
    this.line = new Line(engine, [{ step: 0, world, history, chunk: null }], [], 0, 0);
    this.branches = new Branches(interventions ?? []);
  }

  /** The World at the present, after all of its instant's steps that have been taken. */
  get world(): World {
    return this.here.world;
  }

  /** What is remembered of the present's past. */
  get history(): History {
    return this.here.history;
  }

  get present(): Cursor {
    return { step: this.here.world.steps, at: this.here.at };
  }

  /** How far the current branch has been run. Steps of its own instant may still be to come. */
  get frontier(): Cursor {
    return { step: this.line.frontierStep, at: this.line.frontierAt };
  }

  /** The World at the frontier. */
  get frontierWorld(): World {
    return this.line.frontier.world;
  }

  /** What questions are asked of: the present, its past, and the trace up to it. */
  get run(): Run {
    const { world, history } = this.here;
    return { world, history, firstAfter: (at, type) => firstAfter(this.line, at, type, world.steps) };
  }

  /** What questions about the past are asked of where so many steps have been taken; the present stays where it is. */
  runAfter(step: number): Run {
    const { world, history } = presentAfter(this.line, this.here, step);
    return { world, history };
  }

  /** The named moments up to the frontier, in order of time. */
  get moments(): readonly Moment[] {
    return momentsUpTo(this.line.frontierAt, this.scenario, this.line.frontier.history);
  }

  // Running on.

  /**
   * Runs the frontier on to an instant, so many steps at most; the present stays where it is.
   * @returns true when everything up to the instant has been run
   */
  extend(until: Micros, budget: number): boolean {
    this.attempted = [];
    return runOn(this.line, this.branches.current, until, budget, ({ at, intervention }) => {
      this.carryOut(this.line, [intervention], Math.max(at, this.line.frontier.world.now));
    });
  }

  /**
   * Moves the present to an instant, running the frontier on by so many steps at most.
   * @returns true when the present has got there
   */
  advanceUntil(until: Micros, budget: number): boolean {
    const arrived = this.line.frontierAt > until || this.extend(until, budget);
    this.seek(until);
    return arrived;
  }

  // Going anywhere.

  /** Moves the present to an instant, after all steps of that instant; at most to the frontier. */
  seek(at: Micros): void {
    this.here = presentAt(this.line, this.here, at);
  }

  /** Moves the present to right after so many steps; at most to the frontier. */
  seekStep(step: number): void {
    this.here = presentAfter(this.line, this.here, step);
  }

  /** The next beat after the present, as far as the run goes; null: run on, then ask again. */
  nextBeat(interesting: Interesting = isBeat): Beat | null {
    return beatAfter(this.line, this.here.world.steps, interesting);
  }

  /** The beat before the one the present stands at; null: none. */
  previousBeat(interesting: Interesting = isBeat): Beat | null {
    return beatBefore(this.line, this.here.world.steps + (this.here.at > this.here.world.now ? 1 : 0), interesting);
  }

  // Changing something.

  /**
   * Carries out interventions at the present, between its steps and those that would come next. What had been the future is
   * kept as another branch.
   */
  intervene(changes: readonly Intervention[]): void {
    this.forkAt(this.present, changes, [], []);
  }

  /**
   * Begins another future without an intervention, and what was done together with it; what was done later is done again, as far
   * as it makes sense there. The present stands where it had been carried out.
   * @param seq the entry that tells of it
   * @returns false: it tells of none
   */
  leaveOut(seq: Seq): boolean {
    const found = this.entry(seq);
    if (found?.entry.type !== 'Intervened') return false;
    const { step, at, interventions, changes, later } = leftOutAt(this.line, found.step - 1);
    const coming = [...later, ...this.branches.current.coming.map((one) => ({ ...one, step: null }))];
    this.forkAt({ step, at }, changes, interventions, coming);
    return true;
  }

  private forkAt(
    { step, at }: Cursor,
    changes: readonly Intervention[],
    leftOut: readonly Intervention[],
    coming: readonly DatedIntervention[],
  ): void {
    const plan = this.line.interventions.filter((planned) => planned.step < step);
    const line = new Line(this.engine, this.line.prefix(step), plan, step, at);
    this.carryOut(line, changes, at);
    this.branches.park(this.line);
    this.branches.fork(this.branches.ownerOf(step), step, at, changes, leftOut, coming);
    this.show(line);
    this.here = { world: line.frontier.world, history: line.frontier.history, at };
    this.undone = null;
    this.branches.prune(line);
  }

  private carryOut(line: Line, changes: readonly Intervention[], at: Micros): void {
    const first = line.frontierStep;
    this.attempted = changes.map((intervention, index) => ({ at, step: first + index, intervention }));
    for (const planned of this.attempted) line.intervene(planned);
    this.attempted = [];
  }

  /** What undo would take back; null: nothing. */
  get undoable(): Change | null {
    const { parent, changes, leftOut, forkAt } = this.branches.current;
    return parent === null ? null : { changes, leftOut, at: forkAt };
  }

  /** Takes the last change back: the future that had been is there again, and the present stands where it was changed. */
  undo(): Change | null {
    const { undoable } = this;
    const { id, forkStep, forkAt, leftOut } = this.branches.current;
    const back = this.branches.before(this.branches.current);
    if (back === null) return null;
    const before = this.present;
    this.switchTo(back.id);
    // What had been done is there again: it is shown, at the instant that was looked at.
    if (before.step >= forkStep && leftOut.length === 0) {
      this.seekStep(forkStep);
      this.here = { ...this.here, at: forkAt };
    }
    this.undone = id;
    return undoable;
  }

  /** Goes back to what was undone last, while nothing else has been done. */
  redo(): boolean {
    return this.undone !== null && this.switchTo(this.undone);
  }

  /** The futures that are kept. */
  get tips(): readonly Tip[] {
    return this.branches.tips(this.line);
  }

  /** Goes to another branch; the present keeps its instant, as far as that branch has been run. False: it is not kept. */
  switchTo(id: number): boolean {
    const target = this.branches.byId(id);
    if (target === null) return false;
    if (target === this.branches.current) return true;
    const { line, common, first } = lineOfBranch(this.engine, this.branches, this.line, target);
    const { step, at } = this.present;
    this.branches.visit(target);
    this.show(line);
    this.undone = null;
    if (step > common) this.here = { world: first.world, history: first.history, at: 0 };
    if (step >= common) this.seek(at);
    this.branches.prune(line);
    return true;
  }

  /** What had been where the present future began; null: it is the first one. */
  get hadBeen(): Tip | null {
    return this.branches.hadBeen;
  }

  /** Another kept future, to be run to the present's instant beside this one; null: it is not kept, or it is this one. */
  otherFuture(id: number): OtherFuture | null {
    const target = this.branches.byId(id);
    if (target === null || target === this.branches.current) return null;
    const { segments } = segmentsOfBranch(this.branches, this.line, target);
    const { at } = this.here;
    return new OtherFuture(this.engine, lastCheckpointAt(segments, at), target, at);
  }

  private show(line: Line): void {
    this.line = line;
    this.version += 1;
  }

  // What has happened.

  /** The entries of the steps after `from` steps, up to `to` steps. */
  entriesBetween(from: number, to: number): readonly TraceEntry[] {
    return entriesBetween(this.line, from, Math.min(to, this.line.frontierStep));
  }

  /** Calls `visit` with the entries of each step after `from` steps, up to `to` steps, in order. */
  eachStep(from: number, to: number, visit: (entries: readonly TraceEntry[]) => void): void {
    eachStep(this.line, from, Math.min(to, this.line.frontierStep), visit);
  }

  /** The run at an instant, without going there: how many steps lead to it, and when the last beat was. */
  glance(at: Micros): { readonly step: number; readonly lastBeat: Micros } {
    const { world, history } = presentAt(this.line, this.here, at);
    return { step: world.steps, lastBeat: lastBeatIn(history) };
  }

  /** An entry and the number of steps up to and including its own; null when it has not been written. */
  entry(seq: Seq): { readonly entry: TraceEntry; readonly step: number } | null {
    return entryAt(this.line, seq);
  }

  /** The run up to the present. */
  recording(): Recording {
    return recordedUpTo(this.line, this.present, this.origin);
  }

  /** The run up to where a bug of ours struck: what was being carried out, or was planned next, is part of it. */
  bugRecording(): Recording {
    return recordedUpToBug(this.line, this.attempted, this.origin);
  }
}

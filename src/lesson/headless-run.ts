import { assert } from '../lib/assert.ts';
import type { Json } from '../lib/json.ts';
import { intervene, step, createWorld } from '../sim/cluster.ts';
import '../sim/kraft/load.ts';
import { askCall } from '../sim/facts/ask.ts';
import { factCallOf, parseFactCall, type FactCall } from '../sim/facts/call.ts';
import type { Run } from '../sim/facts/fact.ts';
import type { History } from '../sim/facts/fold.ts';
import { factFolds } from '../sim/facts/folds.ts';
import type { Intervention } from '../sim/intervention.ts';
import type { Scenario } from '../sim/scenario.ts';
import type { Micros } from '../sim/time.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import type { Seq, World } from '../sim/world.ts';
import { allHold, newWatch, watchEntries, type Watch } from './goal.ts';
import type { Goal, Moment } from './lesson.ts';
import type { PlannedIntervention } from '../timeline/engine.ts';
import type { Instant } from './plan/plan.ts';
import type { LessonRun } from './run.ts';

/** A run at one instant: enough to ask it anything that needs no trace, and to go on from. */
export interface Snapshot {
  readonly world: World;
  readonly history: History;
}

interface Later {
  readonly at: Micros;
  readonly intervention: Intervention;
}

/** An instant that has got a name. */
export type NamedInstant = { readonly name: string } & Instant;

/**
 * A step of a lesson ends at an instant, and the next one begins there; what that one does comes a microsecond later, so that a
 * timeline that has run the end of one step has done nothing of the next.
 */
export const A_MOMENT: Micros = 1;

/** How many steps a run takes before it lets others have a turn. */
const STEPS_A_SLICE = 500;

/** A run without a page: it keeps every entry, so it is for lessons, which are short. */
export class HeadlessRun implements LessonRun {
  private present: Snapshot;
  private shown: Snapshot | null = null;
  private readonly trace: TraceEntry[];
  private readonly made: PlannedIntervention[];
  private readonly later: Later[];
  private readonly start: Snapshot;

  private constructor(
    start: Snapshot,
    present: Snapshot,
    trace: TraceEntry[],
    made: PlannedIntervention[],
    later: Later[],
  ) {
    this.start = start;
    this.present = present;
    this.trace = trace;
    this.made = made;
    this.later = later;
  }

  /** A run of a scenario at time 0. */
  static of(scenario: Scenario, seed: number = scenario.seed): HeadlessRun {
    const start = { world: createWorld(scenario, seed), history: factFolds.start() };
    return new HeadlessRun(start, start, [], [], []);
  }

  /** A run of its own that goes on from here. */
  fork(): HeadlessRun {
    return new HeadlessRun(this.start, this.present, [...this.trace], [...this.made], [...this.later]);
  }

  get world(): World {
    return (this.shown ?? this.present).world;
  }

  get now(): Micros {
    return this.world.now;
  }

  get nextSeq(): Seq {
    return this.world.nextSeq;
  }

  /** The present, to be asked later. */
  snapshot(): Snapshot {
    return this.present;
  }

  instant(): Instant {
    const { now, steps, nextSeq } = this.present.world;
    return { at: now, step: steps, seq: nextSeq };
  }

  /** Everything that has been done to the cluster, in order. */
  interventions(): readonly PlannedIntervention[] {
    return [...this.made];
  }

  ask(fact: string): Json {
    return this.answer(this.shown ?? this.present, parsed(fact));
  }

  /** Asks an earlier instant of this run. */
  askAt(snapshot: Snapshot, fact: string): Json {
    return this.answer(snapshot, parsed(fact));
  }

  entries(from: Seq, to: Seq): readonly TraceEntry[] {
    return this.trace.slice(from, to);
  }

  intervene(intervention: Intervention, after: Micros = 0): void {
    const at = this.present.world.now + after;
    if (after === 0) {
      this.apply(at, intervention);
      return;
    }
    const before = this.later.findIndex((other) => other.at > at);
    this.later.splice(before < 0 ? this.later.length : before, 0, { at, intervention });
  }

  /** Do all facts of a goal hold now? Entries that it waits for have yet to come. */
  holds(goal: Goal): boolean {
    return allHold(newWatch(goal.all), (fact, args) => this.answer(this.present, called(fact, args)));
  }

  runUntil(goal: Goal): boolean {
    const running = this.running(goal, []);
    for (;;) {
      const turn = running.next();
      if (turn.done === true) return turn.value.reached;
    }
  }

  /**
   * Runs until the goal holds, to the end of that instant, a slice of steps at a time.
   * @param moments instants on the way that get a name
   */
  *running(
    goal: Goal,
    moments: readonly Moment[],
  ): Generator<undefined, { readonly reached: boolean; readonly named: readonly NamedInstant[] }> {
    this.shown = null;
    const named: NamedInstant[] = [];
    const open = moments.map(({ name, when }) => ({ name, watch: newWatch(when) }));
    let watch: Watch = newWatch(goal.all);
    const deadline = this.present.world.now + goal.within;
    const holds = (watched: Watch): boolean =>
      allHold(watched, (fact, args) => this.answer(this.present, called(fact, args)));
    // What is done at the beginning comes first: a goal that holds until then is not reached.
    const beginning = this.present.world.now + A_MOMENT;
    const hasBegun = (): boolean => (this.later[0]?.at ?? Number.MAX_SAFE_INTEGER) > beginning;
    for (let steps = 1, changed = true; !changed || !hasBegun() || !holds(watch); steps++) {
      const entries = this.advance(deadline);
      if (entries === null) return { reached: false, named };
      if (steps % STEPS_A_SLICE === 0) yield undefined;
      changed = entries.length > 0;
      if (!changed) continue;
      watch = watchEntries(watch, entries, this.present.world);
      for (const moment of [...open]) {
        moment.watch = watchEntries(moment.watch, entries, this.present.world);
        if (!holds(moment.watch)) continue;
        named.push({ name: moment.name, ...this.instant() });
        open.splice(open.indexOf(moment), 1);
      }
    }
    // What else is planned for this very instant belongs to it: a recording replays whole instants.
    while (this.advance(this.present.world.now) !== null);
    return { reached: true, named };
  }

  /** Shows an earlier instant, by running there again from the beginning. */
  seek(to: number): void {
    assert(to >= 0 && to <= this.present.world.steps, 'a seek must stay within what has happened');
    let { world, history } = this.start;
    while (world.steps < to) {
      const made = this.made.find(({ step: steps }) => steps === world.steps);
      const taken = made === undefined ? step(world) : intervene(world, made.at, made.intervention);
      if (taken === null) break;
      ({ world } = taken);
      history = factFolds.take(history, taken.entries, world);
    }
    this.shown = { world, history };
  }

  /**
   * One step, or the next intervention that is due: it comes after everything that is planned up to its instant. Null when nothing
   * is left up to `until`.
   */
  private advance(until: Micros): readonly TraceEntry[] | null {
    const due = this.later[0];
    const taken = step(this.present.world, due === undefined ? until : Math.min(due.at, until));
    if (taken !== null) return this.take(taken.world, taken.entries);
    if (due === undefined || due.at > until) return null;
    this.later.shift();
    return this.apply(due.at, due.intervention);
  }

  private apply(at: Micros, intervention: Intervention): readonly TraceEntry[] {
    const { world } = this.present;
    this.shown = null;
    this.made.push({ at, step: world.steps, intervention });
    const taken = intervene(world, at, intervention);
    return this.take(taken.world, taken.entries);
  }

  private take(world: World, entries: readonly TraceEntry[]): readonly TraceEntry[] {
    for (const entry of entries) this.trace.push(entry);
    this.present = { world, history: factFolds.take(this.present.history, entries, world) };
    return entries;
  }

  private answer(snapshot: Snapshot, call: FactCall): Json {
    const run: Run = {
      world: snapshot.world,
      history: snapshot.history,
      firstAfter: (at, type) =>
        this.trace.find(
          (entry) => entry.t > at && entry.seq < snapshot.world.nextSeq && (type === null || entry.type === type),
        ) ?? null,
    };
    return askCall(run, call);
  }
}

const calls = new Map<string, FactCall>();

function parsed(fact: string): FactCall {
  const known = calls.get(fact);
  if (known !== undefined) return known;
  const reading = parseFactCall(fact);
  assert(reading.ok, () => `a lesson must ask facts that exist; ${reading.ok ? '' : reading.problem}`);
  calls.set(fact, reading.value);
  return reading.value;
}

function called(fact: string, args: readonly (string | number)[]): FactCall {
  const key = JSON.stringify([fact, args]);
  const known = calls.get(key);
  if (known !== undefined) return known;
  const reading = factCallOf(fact, args);
  assert(reading.ok, () => `a lesson must ask facts that exist; ${reading.ok ? '' : reading.problem}`);
  calls.set(key, reading.value);
  return reading.value;
}

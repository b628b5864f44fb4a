import type { Json } from '../lib/json.ts';
import type { Intervention } from '../sim/intervention.ts';
import type { Condition, Scenario } from '../sim/scenario.ts';
import type { Micros } from '../sim/time.ts';
import type { MisconceptionId } from './misconceptions/misconception.ts';
import type { Block, Inline } from './prose.ts';

/**
 * A lesson as the page gets it: validated, JSON only. It holds no answer: answers and options come from a run
 * (`plan/plan.ts`).
 */
export interface Lesson {
  /** The name of its folder: `02-a-log-not-a-queue`. */
  readonly id: string;
  /** Its place on the course map. */
  readonly number: number;
  /** Changes with any change to its three files; progress is kept under it. */
  readonly hash: string;
  readonly title: string;
  /** One line that says why to read on. */
  readonly hook: readonly Inline[];
  readonly story: readonly Block[];
  /** Slides of the recitation that it covers: `S10`. */
  readonly slides: readonly string[];
  readonly objectives: readonly (readonly Inline[])[];
  readonly scenario: Scenario;
  /** What must hold before the first step: the cluster is up, its topics exist. */
  readonly ready: Goal;
  /** A second cluster on which some steps are told once more, another era's or mode's; null: none. */
  readonly twin: Twin | null;
  readonly steps: readonly LessonStep[];
  readonly selfCheck: readonly SelfCheckItem[];
  /** What to try afterwards, and what to discuss; empty when the lesson has no such section. */
  readonly tryThis: readonly Block[];
  readonly discuss: readonly Block[];
}

/** The other cluster of a lesson that is told twice. Its steps follow on one another, as those of the lesson do. */
export interface Twin {
  readonly scenario: Scenario;
  readonly ready: Goal;
  /** What the lesson's own cluster is called, and this one: `with KRaft`, `with ZooKeeper`. */
  readonly here: string;
  readonly there: string;
}

/** A step as it goes on the twin. */
export interface TwinStep {
  readonly say: readonly Inline[];
  readonly doing: readonly Doing[];
  readonly goal: Goal;
}

/** Conditions that must all hold, and how long a run may take to get there. */
export interface Goal {
  readonly all: readonly Condition[];
  readonly within: Micros;
}

export interface LessonStep {
  readonly id: string;
  readonly title: string;
  /** Read before the run, and after it. */
  readonly before: readonly Block[];
  readonly after: readonly Block[];
  /** What happens to the cluster when the learner runs the step. */
  readonly doing: readonly Doing[];
  /** The step is reached when this holds: a fact, never a time. */
  readonly goal: Goal;
  /** Instants on the way that get a name on the timeline, in order. */
  readonly moments: readonly Moment[];
  readonly question: Question | null;
  /** What an instructor says and asks, in order. */
  readonly beats: readonly Beat[];
  /** The same step again with one thing changed; null: none. */
  readonly change: Change | null;
  /** The same step on the lesson's twin; null: it is told once. */
  readonly twin: TwinStep | null;
}

export interface Moment {
  readonly name: string;
  readonly when: readonly Condition[];
}

/** One stop of a presentation. */
export interface Beat {
  /** `start` and `end` of the step, or the name of one of its moments. */
  readonly at: string;
  readonly say: readonly Inline[];
  /** What the room may discuss; empty where it votes on the step's prediction instead. */
  readonly ask: readonly Inline[];
}

export interface Change {
  readonly say: readonly Inline[];
  /** Done at the start of the step, before what the step itself does. */
  readonly doing: readonly Doing[];
  /** Where the changed run stops; null: at the step's own goal. */
  readonly goal: Goal | null;
}

/** An intervention, and how long after its step's beginning it is made (`for: 5s` undoes a fault later). */
export interface Doing {
  readonly after: Micros;
  readonly intervention: Intervention;
}

/** What a run is asked for the right answer. */
export interface Answer {
  /** A fact as it is written: `count(trips-0)`. */
  readonly fact: string;
  /** Only what the step has added: the end of a list, the difference of two numbers. */
  readonly isNew: boolean;
  /** What is taken of a list; null: the answer as it is. */
  readonly take: Take | null;
}

export type Take = 'count' | 'first offset' | 'last offset' | 'values' | 'offsets' | 'partitions' | 'partition count';

export interface Question {
  readonly id: string;
  readonly ask: readonly Inline[];
  /** What the run is asked when it has ended; its answer is the right one. */
  readonly answer: Answer;
  /** Beliefs whose answers stand beside it, where they apply and differ. */
  readonly wrong: readonly MisconceptionId[];
  readonly wording: Wording;
  /** Why it is so, in a sentence. */
  readonly because: readonly Inline[];
  /** The entry that proves it; null: the one that refutes the belief. */
  readonly proof: Proof | null;
  /** Asked once for each of several rows; null: asked once. */
  readonly table: QuestionTable | null;
}

/** A question that is answered by one pick in each of several rows. `{row}` in a fact, or in the proof, stands for the row's name. */
export interface QuestionTable {
  readonly rows: readonly string[];
  /** What may be picked in each row, in the order of the columns. */
  readonly choices: readonly Json[];
  /** What is shown of each row: a heading, and a fact that is asked as the step begins. */
  readonly see: readonly { readonly heading: string; readonly fact: string }[];
}

/** How a computed value is put into words. */
export interface Wording {
  /** A template: `{n}` stands for the value. */
  readonly text: string;
  /** Values that have words of their own, by their JSON text: `0`, `null`, `[1,2]`, or a plain string. */
  readonly words: { readonly [value: string]: string };
}

/** The first (or last) entry of a type in the step's run whose arguments include these. */
export interface Proof {
  readonly entry: string;
  readonly args: { readonly [name: string]: string | number | boolean };
  readonly which: 'first' | 'last';
}

/** An item at the end of a lesson: a question over a branch of its own that starts where the lesson ended. */
export interface SelfCheckItem {
  readonly question: Question;
  readonly doing: readonly Doing[];
  /** Where its run stops; null: the lesson's last instant is asked. */
  readonly goal: Goal | null;
}

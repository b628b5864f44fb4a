import type { Json } from '../../lib/json.ts';
import type { ArgValue } from '../../sim/facts/args.ts';
import type { TraceEntry } from '../../sim/trace/entry.ts';
import type { Seq, World } from '../../sim/world.ts';
import type { Take } from '../lesson.ts';

/** M01 to M42 are those of the course; from M43 on they are ours. */
export type MisconceptionId = `M${number}`;

/** A run at one instant, ready to be asked. */
export interface Asked {
  readonly world: World;
  /** A fact as it is written: `count(trips-0)`; null where it has no answer here. */
  ask(fact: string): Json;
}

/** What a question is asked about: the step's beginning, its end, and what happened between. */
export interface Asking {
  /** The fact's name and its arguments. */
  readonly fact: string;
  readonly args: readonly ArgValue[];
  readonly take: Take | null;
  readonly isNew: boolean;
  /** The right answer, as the run gives it. */
  readonly right: Json;
  readonly before: Asked;
  readonly after: Asked;
  /** What happened between, in order. */
  readonly entries: readonly TraceEntry[];
}

/** A belief about Kafka that is wrong, as code: what the run would answer if it were true. */
export interface Misconception {
  readonly id: MisconceptionId;
  /** What someone who holds it would say, after "You might think": lower case, no full stop. */
  readonly belief: string;
  /** The believer's answer; undefined when the belief says nothing about this question. */
  answer(asking: Asking): Json | undefined;
  /** The entry that shows the believer wrong; null when no single entry does. */
  refutedBy(asking: Asking): Seq | null;
}

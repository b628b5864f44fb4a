import type { Seq } from '../../sim/world.ts';
import type { Inline } from '../../lesson/prose.ts';

/** What the stage says and asks at one stop. */
export interface StageBeat {
  /** The title of the step. */
  readonly title: string;
  readonly say: readonly Inline[];
  /** What the room may talk about; it has no options. Empty where it votes. */
  readonly discuss: readonly Inline[];
  /** The step's prediction, from the vote to the verdict; null: it has none. */
  readonly vote: StageVote | null;
}

/** A question as the room votes on it, waits for it, and is answered by the run. */
export interface StageVote {
  /** `open`: the room votes; `closed`: the run goes on; `answered`: the step has ended. */
  readonly state: 'open' | 'closed' | 'answered';
  readonly ask: readonly Inline[];
  /** Empty in a table. Which one is right is not to be seen before the run has answered. */
  readonly options: readonly string[];
  readonly right: number;
  /** A question with a pick in each of several rows; null: one of the options is picked. */
  readonly table: StageTable | null;
  /** Why it is so. */
  readonly because: readonly Inline[];
  /** What is behind the options that the run has not given. */
  readonly reasons: readonly StageReason[];
}

export interface StageTable {
  /** What may be picked in each row. */
  readonly choices: readonly string[];
  /** What the run gives in each row. */
  readonly rows: readonly { readonly name: string; readonly answer: string }[];
}

/** Why somebody says so, and what refutes it. */
export interface StageReason {
  /** The option's letter; in a table the row's name and what is picked there. */
  readonly option: string;
  readonly text: string;
  readonly belief: string;
  /** The entry that refutes the belief; null: none does. */
  readonly show: Seq | null;
}

/** The letters by which a room votes. */
export function letterOf(index: number): string {
  return 'ABCDEF'.charAt(index);
}

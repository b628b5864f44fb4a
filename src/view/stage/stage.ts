import type { Inline } from '../../lesson/prose.ts';

/** What the stage says and asks at one stop. */
export interface StageBeat {
  /** The title of the step. */
  readonly title: string;
  readonly say: readonly Inline[];
  readonly ask: readonly Inline[];
  /** The options of the step's question; empty where it is not asked. */
  readonly options: readonly { readonly text: string; readonly mark: 'open' | 'right' | 'other' }[];
  /** What the run answers to the step's question, where something else is asked already; null elsewhere. */
  readonly answer: string | null;
}

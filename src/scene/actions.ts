import type { Intervention } from '../sim/intervention.ts';

/** Something that can be done to a thing. */
export interface Action {
  readonly id: string;
  readonly label: string;
  /** One sentence: what it will do. */
  readonly says: string;
  /** Why it cannot be done now; null: it can. */
  readonly refused: string | null;
  /** Does it break something? */
  readonly harms: boolean;
  readonly fields: readonly Field[];
}

/** Something to fill in before an action is done. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'number' | 'choice';
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** What the fields of an action were given, by their names. */
export type Values = { readonly [field: string]: string };

/** What an action comes to: interventions to make, in their order, or why its fields cannot be taken. */
export type Done = { readonly interventions: readonly Intervention[] } | { readonly complaint: string };

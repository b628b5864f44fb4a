import type { Intervention } from '../../sim/intervention.ts';

/** Something that can be done to a thing. */
export interface Action {
  /** Names it among the actions of its thing. */
  readonly id: string;
  readonly label: string;
  /** One sentence: what it will do. */
  readonly says: string;
  /** Why it cannot be done now; null: it can. */
  readonly refused: string | null;
  /** Does it break something? */
  readonly harms: boolean;
  /** What is to be filled in first; none: it can be done at once. */
  readonly fields: readonly Field[];
}

/** Something to fill in before an action is done. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'number' | 'choice' | 'several';
  /** What stands there at first. */
  readonly value: string;
  /** Choices; empty for texts and numbers. Of `several` any may be taken: their values, with commas between. */
  readonly options: readonly Option[];
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** What the fields of an action were given, by their names. */
export type Values = { readonly [field: string]: string };

/** What an action comes to: interventions to make, in their order; or why its fields cannot be taken, as place, reason and remedy. */
export type Done = { readonly interventions: readonly Intervention[] } | { readonly complaint: string };

/** An action with what it does. */
export interface Doable extends Action {
  readonly make: (values: Values) => Done;
}

/** An action that breaks nothing and asks for nothing. */
export function action(
  id: string,
  label: string,
  says: string,
  interventions: readonly Intervention[],
  refused: string | null = null,
): Doable {
  return { id, label, says, refused, harms: false, fields: [], make: () => ({ interventions }) };
}

/** An action that breaks something. */
export function harm(
  id: string,
  label: string,
  says: string,
  interventions: readonly Intervention[],
  refused: string | null = null,
): Doable {
  return { ...action(id, label, says, interventions, refused), harms: true };
}

/** An action whose fields are to be filled in first. */
export function asking(
  id: string,
  label: string,
  says: string,
  fields: readonly Field[],
  make: Doable['make'],
  refused: string | null = null,
): Doable {
  return { id, label, says, refused, harms: false, fields, make };
}

/** A field for a number or a text. */
export function entry(name: string, label: string, kind: 'text' | 'number', value: string): Field {
  return { name, label, kind, value, options: [] };
}

/** A field that offers these values. */
export function choice(
  name: string,
  label: string,
  options: readonly Option[],
  value = options[0]?.value ?? '',
): Field {
  return { name, label, kind: 'choice', value, options };
}

/** A field of which any may be taken; none is at first. */
export function several(name: string, label: string, options: readonly Option[]): Field {
  return { name, label, kind: 'several', value: '', options };
}

/** The same text for value and label. */
export function plainOptions(values: readonly string[]): Option[] {
  return values.map((value) => ({ value, label: value }));
}

/** A whole number in a range, or what is wrong with it. */
export function wholeNumber(
  values: Values,
  name: string,
  label: string,
  least: number,
  most: number,
): number | { readonly complaint: string } {
  const text = (values[name] ?? '').trim();
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  return {
    complaint: `${label} ${text === '' ? 'missing' : `"${text.slice(0, 20)}"`}; it is a whole number from ${least} to ${most}; change it`,
  };
}

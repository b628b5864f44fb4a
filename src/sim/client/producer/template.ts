import type { Bytes } from '../../intervention.ts';

/** A key or value of a program, cut where the record's number goes; null: no key, or no value. */
export type Template = readonly Bytes[] | null;

const PLACEHOLDER = '{n}';

/** The templates of a program's keys or values; a program without any has records without them. */
export function templatesOf(texts: readonly (Bytes | null)[]): readonly Template[] {
  if (texts.length === 0) return [null];
  return texts.map((text) => (text === null ? null : text.split(PLACEHOLDER)));
}

/** The bytes of the record with that number. */
export function filled(template: Template, n: number): Bytes | null {
  if (template === null) return null;
  let text = template[0] as Bytes;
  for (let i = 1; i < template.length; i++) text += String(n) + (template[i] as Bytes);
  return text;
}

import * as v from 'valibot';

import { didYouMean } from '../../scenario/did-you-mean.ts';
import type { Path, YamlDocument } from '../../scenario/yaml-document.ts';
import type { Complaints } from './complaints.ts';

/**
 * Holds a YAML document against a schema. Every mistake is reported at its own place.
 * @returns null when there was one
 */
export function checkShape<S extends v.GenericSchema>(
  schema: S,
  document: YamlDocument,
  complaints: Complaints,
): v.InferOutput<S> | null {
  const result = v.safeParse(schema, document.value);
  if (result.success) return result.output;
  for (const issue of result.issues) report(issue, schema, document, complaints);
  return null;
}

function report(issue: v.BaseIssue<unknown>, schema: v.GenericSchema, document: YamlDocument, complaints: Complaints): void {
  const path = (issue.path ?? []).map(({ key }) => key as string | number);
  const parent = path.slice(0, -1);
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    // Valibot stops at the first unknown key of an object; an author wants to know of all.
    const known = keysAt(schema, parent);
    for (const key of Object.keys((issue.path?.at(-1)?.input ?? {}) as object)) {
      if (known.includes(key)) continue;
      complaints.add(document.keyAt([...parent, key]), 'unknown-key', `unknown key ${key}`, didYouMean(key, known));
    }
  } else if (issue.received === 'undefined') {
    complaints.add(document.valueAt(parent), 'missing-key', `missing key ${String(path.at(-1))}; ${sayPath(parent)} must have it`);
  } else if (issue.kind === 'schema') {
    complaints.add(document.valueAt(path), 'wrong-type', `${sayPath(path)} must be ${sayExpected(issue.expected)}; found ${sayFound(issue.input)}`);
  } else {
    complaints.add(document.valueAt(path), 'wrong-value', `${sayPath(path)} must ${sayRule(issue)}; found ${sayFound(issue.input)}`);
  }
}

/** The keys that the object at a path may have. */
function keysAt(schema: v.GenericSchema, path: Path): readonly string[] {
  let at: SchemaNode | undefined = unwrapped(schema as SchemaNode);
  for (const key of path) at = unwrapped(at?.entries?.[key] ?? at?.item);
  return Object.keys(at?.entries ?? {});
}

interface SchemaNode {
  readonly entries?: { readonly [key: string]: SchemaNode };
  readonly item?: SchemaNode;
  readonly wrapped?: SchemaNode;
}

function unwrapped(schema: SchemaNode | undefined): SchemaNode | undefined {
  return schema?.wrapped === undefined ? schema : unwrapped(schema.wrapped);
}

function sayPath(path: Path): string {
  if (path.length === 0) return 'the file';
  return path.map((key) => (typeof key === 'number' ? `[${key + 1}]` : key)).join(' ').replace(/ \[/g, '[');
}

function sayExpected(expected: string | null): string {
  const words: { readonly [expected: string]: string } = {
    string: 'text',
    Object: 'a map of keys',
    Array: 'a list',
    number: 'a number',
    '(string | number | boolean)': 'text, a number, true or false',
    '(string | number)': 'text or a number',
  };
  return words[expected ?? ''] ?? (expected ?? 'something else').replaceAll('"', '').replaceAll(' | ', ' or ').replace(/^\((.*)\)$/, '$1');
}

function sayRule(issue: v.BaseIssue<unknown>): string {
  const requirement = String((issue as { readonly requirement?: unknown }).requirement);
  switch (issue.type) {
    case 'min_length':
      return requirement === '1' ? 'not be empty' : `have at least ${requirement}`;
    case 'length':
      return `have ${requirement} items`;
    case 'regex':
      return `be ${issue.message}`;
    case 'integer':
      return 'be a whole number';
    case 'min_value':
      return `be at least ${requirement}`;
    default:
      return `be ${issue.expected ?? 'right'}`;
  }
}

function sayFound(input: unknown): string {
  if (input === null) return 'nothing';
  if (Array.isArray(input)) return input.length === 1 ? 'a list of 1' : `a list of ${input.length}`;
  if (typeof input === 'object') return 'a map';
  if (typeof input === 'string') return input.length > 40 ? `the text ${JSON.stringify(input.slice(0, 40))} ...` : JSON.stringify(input);
  return `${typeof input} ${String(input)}`;
}

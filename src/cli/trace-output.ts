import type { Json } from '../lib/json.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import { nodeLabel, readableArgs } from '../sim/trace/readable-args.ts';
import type { World } from '../sim/world.ts';
import { interventionJson } from './intervention-json.ts';

/** Where an entry belongs to no node. */
const NOBODY = '-';
/** A longer argument is cut in a line; `--json` has all of it. */
const LONGEST_ARGUMENT = 200;

/** An entry's arguments as a reader knows them: partitions as `orders-0`, nodes by name, bytes as text. */
function argsOf(world: World, entry: TraceEntry): { readonly [name: string]: Json } {
  if (entry.type === 'Intervened') return { intervention: interventionJson(entry.args.intervention) };
  return readableArgs(world, entry);
}

/** An entry as `--json` prints it. */
export function entryJson(world: World, entry: TraceEntry): Json {
  const { t, seq, type, causes } = entry;
  return { t, seq, type, node: nodeLabel(world, entry.node) ?? NOBODY, causes, args: argsOf(world, entry) };
}

/** An entry in fixed columns: time in seconds, number, node, type, arguments, causes. */
export function entryLine(world: World, entry: TraceEntry): string {
  const seconds = `${Math.floor(entry.t / 1_000_000)}.${String(entry.t % 1_000_000).padStart(6, '0')}`;
  const args = argsOf(world, entry);
  const said = Object.keys(args).map((name) => `${name}=${argText(args[name] ?? null)}`);
  const causes = entry.causes.length === 0 ? '' : ` <- ${entry.causes.join(',')}`;
  const columns = [
    seconds.padStart(13),
    String(entry.seq).padStart(8),
    (nodeLabel(world, entry.node) ?? NOBODY).padEnd(12),
    entry.type.padEnd(26),
    said.join(' ').padEnd(causes === '' ? 0 : 80),
  ];
  return `${columns.join(' ')}${causes}`.trimEnd();
}

/** One word where it is one; else JSON, in which no control or bidirectional character does anything to a terminal. */
function argText(value: Json): string {
  const text = typeof value === 'string' && /^[\w.:/-]+$/.test(value) ? value : JSON.stringify(value);
  const cut = text.length > LONGEST_ARGUMENT ? `${text.slice(0, LONGEST_ARGUMENT)}…` : text;
  return safeText(cut);
}

/** A text in which no control or bidirectional character does anything to a terminal. */
export function safeText(text: string): string {
  return text.replace(/[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

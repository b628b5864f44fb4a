import type { Json } from '../lib/json.ts';
import { vecToArray } from '../lib/vec.ts';
import type { Scenario } from '../sim/scenario.ts';
import { SECOND, type Micros } from '../sim/time.ts';
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

/** How wide the columns of a trace are in which what stands differs from run to run. */
export interface ColumnWidths {
  readonly time: number;
  readonly node: number;
}

const USUAL: ColumnWidths = { time: 13, node: 12 };

/** Wide enough for every time and every node of a run: those that are there from the beginning, and clients that a script adds. */
export function columnWidths({ nodes }: World, { script }: Scenario, until: Micros): ColumnWidths {
  const names = vecToArray(nodes).map(({ name }) => name);
  for (const { interventions } of script)
    for (const intervention of interventions) {
      if (intervention.type === 'addProducer') names.push(intervention.producer.name);
      if (intervention.type === 'addConsumer') names.push(intervention.consumer.name);
    }
  return {
    time: Math.max(USUAL.time, secondsText(until).length),
    node: names.reduce((widest, name) => Math.max(widest, name.length), USUAL.node),
  };
}

function secondsText(time: Micros): string {
  return `${Math.floor(time / SECOND)}.${String(time % SECOND).padStart(6, '0')}`;
}

/** An entry in fixed columns: time in seconds, number, node, type, arguments, causes. */
export function entryLine(world: World, entry: TraceEntry, widths: ColumnWidths = USUAL): string {
  const args = argsOf(world, entry);
  const said = Object.keys(args).map((name) => `${name}=${argText(args[name] ?? null)}`);
  const causes = entry.causes.length === 0 ? '' : ` <- ${entry.causes.join(',')}`;
  const columns = [
    secondsText(entry.t).padStart(widths.time),
    String(entry.seq).padStart(8),
    (nodeLabel(world, entry.node) ?? NOBODY).padEnd(widths.node),
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

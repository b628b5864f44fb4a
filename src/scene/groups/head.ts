import type { GroupSides } from '../../sim/read/group-sides.ts';
import type { Box, Point } from '../box.ts';
import type { GroupHead } from '../frame.ts';
import type { Metrics } from '../metrics.ts';
import { clip, textWidth } from '../text.ts';
import { visible } from '../tile-text.ts';
import { protocolTexts, stateTexts } from './words.ts';

/* The head of a group's box: its name, its state, its generation or epoch, its protocol, what else is to be said, and a timer that drains. */

/** Room is kept for these, whatever the group is at: a head never grows while one looks. */
const LONGEST = { state: 'CompletingRebalance', facts: 'generation 10', protocol: 'consumer' };
/** Between two texts of a line. */
const GAP = 12;

/**
 * In how many lines a group says what it is, in a box of that width: the name and all the rest beside it, or the rest below it.
 * @param most where lower rows would be the price, fewer lines than it needs
 */
export function headOf(name: string, width: number, metrics: Metrics, most = 3): GroupHead {
  const { small, title, group } = metrics;
  const room = width - 2 * headPad(metrics);
  const state = textWidth(`${LONGEST.state} · ${LONGEST.facts}`, small, 'bold');
  const beside = GAP + state + GAP + textWidth(LONGEST.protocol, small, 'regular');
  const needs = textWidth(visible(name), title, 'mono') + beside <= room ? 1 : state <= room ? 2 : 3;
  const lines = Math.min(most, needs) as GroupHead['lines'];
  return { lines, height: group.head + Math.round((lines - 1) * 1.25 * small) };
}

/** Between a group's rim and the texts of its head. */
function headPad({ group, token }: Metrics): number {
  return group.pad + token.pad * 0.5;
}

/** Where the texts of a head stand; empty: it is not said, or where another stands. */
export interface HeadTexts {
  readonly name: string;
  readonly nameAt: Point;
  /** `Stable · generation 8`; without the generation where that stands among the facts. */
  readonly state: string;
  readonly stateAt: Point;
  /** Does the state end where it stands? */
  readonly stateEnds: boolean;
  /** `classic protocol`, `generation 8 · classic`: the generation or epoch where it has a line of its own, and the protocol. */
  readonly facts: string;
  readonly factsAt: Point;
  /** What else there is to say. */
  readonly note: string;
  readonly noteAt: Point;
  /** The end and the middle of the line that a timer's ring stands on; null: it has no room. */
  readonly ringAt: { readonly end: number; readonly y: number } | null;
}

/** A line of the head: what is left of it. */
interface Left {
  start: number;
  end: number;
  readonly y: number;
}

/** What a head has to say besides. */
interface Besides {
  /** The width of a timer's ring with its seconds; 0: nothing runs out. */
  readonly ring: number;
  /** What else there is to say, the fullest first. */
  readonly notes: readonly string[];
  /** Does something stand still that should not? Then the protocol makes room. */
  readonly urgent: boolean;
}

/** What the head of a group says, and where. */
export function headTexts(
  group: GroupSides,
  box: Box,
  head: GroupHead,
  metrics: Metrics,
  { ring, notes, urgent }: Besides,
): HeadTexts {
  const { small, title, group: sizes } = metrics;
  const pad = headPad(metrics);
  const [start, end] = [box.x + pad, box.x + box.width - pad];
  const lineAt = (line: number): number => box.y + sizes.head / 2 + 1 + (line === 0 ? 0 : (0.15 + 1.25 * line) * small);
  const lines: Left[] = Array.from({ length: head.lines }, (_, line) => ({ start, end, y: lineAt(line) }));
  const [first, last] = [lines[0] as Left, lines.at(-1) as Left];
  const whole = visible(group.groupId);
  const nameWidth = textWidth(whole, title, 'mono');
  const bold = (text: string): number => textWidth(text, small, 'bold');
  const plain = (text: string): number => textWidth(text, small, 'regular');

  // The state first: neither a name nor a timer takes its place.
  const states = stateTexts(group);
  const roomy = lines.length === 1 ? end - start - GAP - Math.min(nameWidth, 4 * title) : end - start;
  const own = head.lines === 3 ? group.state : '';
  const state = own !== '' ? own : (states.find((text) => bold(text) <= roomy) ?? states.at(-1) ?? '');
  const on = lines[Math.min(1, lines.length - 1)] as Left;
  const stateEnds = lines.length === 1;
  const stateAt = { x: stateEnds ? end : start, y: on.y };
  if (stateEnds) on.end -= bold(state) + GAP;
  else on.start += bold(state) + GAP;

  // A timer stands at the end of the first line; a name so long that both have no room is cut.
  const ringRoom = first.end - first.start - ring - GAP;
  const ringed = ring > 0 && (lines.length > 1 ? ringRoom >= 4 * title : ringRoom >= nameWidth);
  const ringAt = ringed ? { end: first.end, y: first.y } : null;
  if (ringed) first.end -= ring + GAP;
  const name = clip(whole, first.end - first.start, title, 'mono');
  first.start += textWidth(name, title, 'mono') + GAP;

  const protocol = protocolTexts(group).slice(urgent ? -1 : 0);
  const generation = own === '' ? '' : (states[0] ?? '').slice(own.length + ' · '.length);
  const fullest = protocol.map((text) => (generation === '' ? text : `${generation} · ${text}`));
  const facts = placed(generation === '' ? fullest : [...fullest, generation], lines.slice().reverse(), plain);
  if (facts.line !== null) facts.line.start += plain(facts.text) + GAP;
  // The protocol comes before what is no trouble.
  const unsaid = protocol.length > 0 && facts.text === generation && !urgent ? protocol : notes;
  const note = placed(unsaid, [first, ...lines.slice(1).reverse()], plain);
  return {
    name,
    nameAt: { x: start, y: first.y },
    state,
    stateAt,
    stateEnds,
    facts: facts.text,
    factsAt: facts.at,
    note: note.text,
    noteAt: note.line === null ? { x: first.start, y: last.y } : note.at,
    ringAt,
  };
}

/** The fullest text that has room on one of the lines, the first of them that has. */
function placed(
  texts: readonly string[],
  lines: readonly Left[],
  widthOf: (text: string) => number,
): { readonly text: string; readonly at: Point; readonly line: Left | null } {
  for (const text of texts) {
    const line = lines.find(({ start, end }) => widthOf(text) <= end - start);
    if (line !== undefined) return { text, at: { x: line.start, y: line.y }, line };
  }
  return { text: '', at: { x: 0, y: 0 }, line: null };
}

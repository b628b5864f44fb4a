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
/** From one line to the next, as a share of the type. */
const LEADING = 1.2;

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
  return { lines, height: group.head + Math.round((lines - 1) * LEADING * small) };
}

/** Between a group's rim and the texts of its head. */
function headPad({ group, token }: Metrics): number {
  return group.pad + token.pad * 0.5;
}

/** Where the texts of a head stand; empty: it is not said, or where another stands. */
export interface HeadTexts {
  readonly name: string;
  readonly nameAt: Point;
  /** The name's size: smaller where it has to share the one line. */
  readonly nameSize: number;
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
  const { small, title, text: running, group: sizes } = metrics;
  const pad = headPad(metrics);
  const [start, end] = [box.x + pad, box.x + box.width - pad];
  const lineAt = (line: number): number =>
    box.y + sizes.head / 2 + 1 + (line === 0 ? 0 : (0.15 + LEADING * line) * small);
  const lines: Left[] = Array.from({ length: head.lines }, (_, line) => ({ start, end, y: lineAt(line) }));
  const [first, last] = [lines[0] as Left, lines.at(-1) as Left];
  const whole = visible(group.groupId);
  const bold = (text: string): number => textWidth(text, small, 'bold');
  const plain = (text: string): number => textWidth(text, small, 'regular');

  // The state first: a timer does not take its place, nor does a name. On one line a name that would is written smaller, and the
  // generation is left to the sheet before a letter of the name is.
  const states = stateTexts(group);
  const oneLine = lines.length === 1;
  const gap = oneLine ? GAP * 0.75 : GAP;
  const besideName = (size: number): number => end - start - gap - textWidth(whole, size, 'mono');
  const [shortestProtocol] = protocolTexts(group).slice(-1);
  const shortest = shortestProtocol === undefined ? 0 : gap + plain(shortestProtocol);
  const nameSize = oneLine && besideName(title) - shortest < bold(states[0] ?? '') ? running : title;
  const nameWidth = textWidth(whole, nameSize, 'mono');
  const roomy = oneLine ? besideName(nameSize) : end - start;
  const own = head.lines === 3 ? group.state : '';
  const state =
    own !== ''
      ? own
      : (states.find((text) => bold(text) + (oneLine ? shortest : 0) <= roomy) ??
        states.find((text) => bold(text) <= roomy) ??
        states.at(-1) ??
        '');
  const on = lines[Math.min(1, lines.length - 1)] as Left;
  const stateEnds = oneLine;
  const stateAt = { x: stateEnds ? end : start, y: on.y };
  if (stateEnds) on.end -= bold(state) + gap;
  else on.start += bold(state) + gap;

  // A timer stands at the end of the first line; a name so long that both have no room is cut.
  const ringRoom = first.end - first.start - ring - GAP;
  const ringed = ring > 0 && (!oneLine ? ringRoom >= 4 * title : ringRoom >= nameWidth);
  const ringAt = ringed ? { end: first.end, y: first.y } : null;
  if (ringed) first.end -= ring + GAP;
  const name = clip(whole, first.end - first.start, nameSize, 'mono');
  first.start += textWidth(name, nameSize, 'mono') + gap;

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
    nameSize,
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

import { vecForEach } from '../lib/vec.ts';
import { brokerIdOf, nameOfNode } from '../sim/read/nodes.ts';
import type { Link, NodeId, World } from '../sim/world.ts';
import { around, overlap, type Box, type Point } from './box.ts';
import type { Frame } from './frame.ts';
import type { LinkMark } from './marks.ts';
import { roundedPath } from './path.ts';
import { centreLine, pointAt, type Route } from './route.ts';
import { textWidth } from './text.ts';
import { keyOf, type Thing } from './thing.ts';

/** Two machines whose link is not as the network's default has it, in one direction or in both. */
interface Disturbed {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly there: Link | null;
  readonly back: Link | null;
}

/** A text that is the same as long as no link has changed. */
export function linkSignature(world: World): string {
  return disturbedLinks(world)
    .map(({ from, to, there, back }) => `${from},${to}:${signOf(there)}/${signOf(back)}`)
    .join(' ');
}

function signOf(link: Link | null): string {
  return link === null ? '' : link.cut ? 'x' : String(link.extra);
}

function disturbedLinks(world: World): Disturbed[] {
  const found = new Map<string, Disturbed>();
  vecForEach(world.nodes, (node) => {
    node.links.forEach((link, to) => {
      if (link === null || (!link.cut && link.extra === 0)) return;
      const [a, b] = node.id < to ? [node.id, to] : [to, node.id];
      const known = found.get(`${a} ${b}`) ?? { from: a, to: b, there: null, back: null };
      found.set(`${a} ${b}`, node.id === a ? { ...known, there: link } : { ...known, back: link });
    });
  });
  return [...found.values()];
}

/** The disturbed links with their lines: thick where slow, broken where cut. */
export function linksOf(frame: Frame, world: World): LinkMark[] {
  const taken = frame.places.flatMap((place) => place?.box ?? []);
  return disturbedLinks(world).flatMap((link) => {
    const mark = markOf(frame, world, link, taken);
    if (mark === null) return [];
    taken.push(mark.box, ...(mark.ground === null ? [] : [mark.ground]));
    return mark;
  });
}

/** @param taken where no words may stand: boxes, and the signs and words of other links */
function markOf(
  frame: Frame,
  world: World,
  { from, to, there, back }: Disturbed,
  taken: readonly Box[],
): LinkMark | null {
  const line = centreLine(frame, from, to);
  if (line === null) return null;
  const thing: Thing = { kind: 'link', from, to };
  const cut = there?.cut === true || back?.cut === true;
  const affected = cut ? [there?.cut === true, back?.cut === true] : [there !== null, back !== null];
  const both = affected[0] && affected[1];
  const arrow = both
    ? ''
    : affected[0]
      ? ` ${short(world, from)}→${short(world, to)}`
      : ` ${short(world, to)}→${short(world, from)}`;
  const extra = Math.max(there?.extra ?? 0, back?.extra ?? 0);
  const words = cut ? 'cut' : `+${Math.round(extra / 1000)} ms`;
  const { at, text, ground } = placeFor(frame, line, [words + arrow, words], taken);
  const { small, radius, hair, strong } = frame.metrics;
  return {
    key: keyOf(thing),
    thing,
    box: around(at, 3 * small, 2 * small),
    state: cut ? 'cut' : 'slow',
    path: roundedPath(line.points, radius),
    at,
    text,
    ground,
    width: cut ? hair * 1.5 : strong * 1.6,
    label: `link between ${nameOfNode(world, from)} and ${nameOfNode(world, to)}: ${words}${both ? ', both ways' : arrow}`,
  };
}

/** How far along its way a link may have its sign: in the middle, unless something stands there. */
const PARTS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];

/**
 * A place on the line for the sign of a link, and beside it for the fullest of the texts: over nobody's box, nor over the sign or the
 * words of another link. Where no text has room, the sign stands alone, and the sheet of the link has the words.
 */
function placeFor(
  frame: Frame,
  line: Route,
  texts: readonly string[],
  taken: readonly Box[],
): { readonly at: Point; readonly text: string; readonly ground: Box | null } {
  const { small } = frame.metrics;
  const isFree = (box: Box): boolean =>
    box.x >= 0 && box.x + box.width <= frame.width && !taken.some((other) => overlap(box, other));
  const free = PARTS.map((part) => pointAt(line, part, 0, 0)).filter((at) =>
    isFree(around(at, 1.4 * small, 1.4 * small)),
  );
  for (const text of texts)
    for (const at of free) {
      const ground = besides(frame, line, at, textWidth(text, small, 'bold') + 6).find(isFree);
      if (ground !== undefined) return { at, text, ground };
    }
  return { at: free[0] ?? pointAt(line, 0.5, 0, 0), text: '', ground: null };
}

/**
 * Boxes for words around a sign: above and below the line, else on it. Between two columns what is under way stands close to the line on
 * both sides, so there they are first looked for beyond that.
 */
function besides({ metrics: { small, token } }: Frame, { points }: Route, { x, y }: Point, width: number): Box[] {
  const height = 1.3 * small;
  const sign = 0.9 * small + 2;
  const near = [sign + height / 2, -sign - height / 2];
  const far = [-1, 1].map((side) => side * (token.height + 2 + 0.7 * small));
  return [
    ...(points.length === 2 ? [...far, ...near] : [...near, ...far]).map((off) =>
      around({ x, y: y + off }, width, height),
    ),
    ...[1, -1].map((side) => around({ x: x + side * (sign + width / 2), y }, width, height)),
  ];
}

function short(world: World, node: NodeId): string {
  const broker = brokerIdOf(world, node);
  return broker >= 0 ? String(broker) : nameOfNode(world, node).slice(0, 12);
}

import { vecForEach } from '../lib/vec.ts';
import { brokerIdOf, nameOfNode } from '../sim/read/nodes.ts';
import type { Link, NodeId, World } from '../sim/world.ts';
import { around } from './box.ts';
import type { Frame } from './frame.ts';
import type { LinkMark } from './marks.ts';
import { roundedPath } from './path.ts';
import { centreLine, pointAt } from './route.ts';
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
  return disturbedLinks(world).flatMap((link) => markOf(frame, world, link) ?? []);
}

function markOf(frame: Frame, world: World, { from, to, there, back }: Disturbed): LinkMark | null {
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
  const at = pointAt(line, 0.5, 0, 0);
  const { small } = frame.metrics;
  return {
    key: keyOf(thing),
    thing,
    box: around(at, 3 * small, 2 * small),
    state: cut ? 'cut' : 'slow',
    path: roundedPath(line.points, frame.metrics.radius),
    at,
    text: words + arrow,
    width: cut ? frame.metrics.hair * 1.5 : frame.metrics.strong * 1.6,
    label: `link between ${nameOfNode(world, from)} and ${nameOfNode(world, to)}: ${words}${both ? ', both ways' : arrow}`,
  };
}

function short(world: World, node: NodeId): string {
  const broker = brokerIdOf(world, node);
  return broker >= 0 ? String(broker) : nameOfNode(world, node).slice(0, 4);
}

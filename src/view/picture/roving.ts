import type { Box } from '../../scene/box.ts';
import type { Scene, Stop } from '../../scene/marks.ts';
import { signWidth } from '../../scene/metrics.ts';
import { keyOf, thingOf, type Thing } from '../../scene/thing.ts';
import { scrollRow, type Choice } from '../../scene/viewport.ts';
import type { PartitionId } from '../../sim/world.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

const ARROWS: { readonly [key: string]: Direction } = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The direction of an arrow key; null for any other. */
export function directionOf(key: string): Direction | null {
  return ARROWS[key] ?? null;
}

/** Everything the arrow keys can reach, with what stands where it does only at this instant. */
export function reachable(scene: Scene): readonly Stop[] {
  const tokens = scene.tokens.map(({ at, look: { key, thing, width, height, label } }) => ({
    key: keyOf(thing),
    thing,
    box: { x: at.x - width / 2, y: at.y - height / 2, width, height },
    label: label || key,
  }));
  return [...scene.stops, ...scene.sessions, ...tokens];
}

/** The stop that the tab key reaches: the wanted one; where that has left the picture, what it belonged to; else the first. */
export function currentStop(scene: Scene, wanted: string | null): string | null {
  const first = scene.stops[0];
  // Asked for in every frame: nothing is gathered while there is nothing to look for.
  if (wanted === null && first !== undefined) return first.key;
  const stops = reachable(scene);
  const there = (key: string) => stops.some((stop) => stop.key === key);
  if (wanted !== null && there(wanted)) return wanted;
  const owner = wanted === null ? null : ownerOf(thingOf(wanted));
  if (owner !== null && there(keyOf(owner))) return keyOf(owner);
  return stops[0]?.key ?? null;
}

function ownerOf(thing: Thing): Thing | null {
  if (thing.kind === 'record') return { kind: 'replica', partition: thing.partition, broker: thing.broker };
  if (thing.kind === 'replica') return { kind: 'broker', broker: thing.broker };
  if (thing.kind === 'metadata') return { kind: 'controller', node: thing.node };
  return thing.kind === 'session' ? { kind: 'broker', broker: thing.broker } : null;
}

/** The part of a thing that stands for it when the arrows look for neighbours: a column's title, a group's, a cell's first line, a compact one's star. */
function anchorOf(scene: Scene, { thing, box }: Stop): Box {
  const { metrics } = scene.frame;
  if (thing.kind === 'broker') return { ...box, height: Math.min(box.height, metrics.columnTitle) };
  if (thing.kind === 'group') return { ...box, height: metrics.group.head };
  if (thing.kind === 'controller') return { ...box, height: Math.min(box.height, 1.3 * metrics.small) };
  if (thing.kind === 'zookeeper') return { ...box, height: metrics.title * 1.5 };
  const level =
    thing.kind === 'replica'
      ? scene.frame.rows.find(({ partition }) => partition === thing.partition)?.level
      : undefined;
  if (level === 'compact' || level === 'dense') return { ...box, width: metrics.cell.pad + signWidth(metrics) };
  if (thing.kind === 'replica' || thing.kind === 'partition')
    return { ...box, height: Math.min(box.height, metrics.cell.role) };
  return box;
}

/** The next thing under way after this one, round and round; null when nothing is. */
export function nextUnderWay(scene: Scene, from: string): string | null {
  const keys = scene.tokens.map(({ look }) => keyOf(look.thing));
  return keys[(keys.indexOf(from) + 1) % Math.max(1, keys.length)] ?? null;
}

/**
 * The nearest stop in a direction; null where there is none. What is under way is passed over: it would be another one each time.
 */
export function nextStop(scene: Scene, from: string, direction: Direction): string | null {
  const stops = reachable(scene);
  const here = stops.find(({ key }) => key === from);
  if (here === undefined) return currentStop(scene, from);
  const start = anchorOf(scene, here);
  let best: { readonly key: string; readonly cost: number } | null = null;
  for (const stop of stops) {
    if (stop.key === from || stop.thing.kind === 'packet') continue;
    const cost = costOf(start, anchorOf(scene, stop), direction);
    if (cost !== null && (best === null || cost < best.cost)) best = { key: stop.key, cost };
  }
  return best?.key ?? null;
}

/** How far the second box is in that direction: straight on counts once, off the line four times. Null: not that way. */
function costOf(a: Box, b: Box, direction: Direction): number | null {
  const level = direction === 'left' || direction === 'right';
  const [aStart, aSize, bStart, bSize] = level ? [a.x, a.width, b.x, b.width] : [a.y, a.height, b.y, b.height];
  const [aSide, aWidth, bSide, bWidth] = level ? [a.y, a.height, b.y, b.height] : [a.x, a.width, b.x, b.width];
  const ahead = direction === 'right' || direction === 'down' ? bStart - (aStart + aSize) : aStart - (bStart + bSize);
  const overlapAllowed = Math.min(aSize, bSize) / 2;
  if (ahead < -overlapAllowed) return null;
  const apart = Math.max(0, bSide - (aSide + aWidth), aSide - (bSide + bWidth));
  return Math.max(0, ahead) + 4 * apart + 0.05 * Math.abs(bSide - aSide);
}

/**
 * The choice with a row's window moved by so many offsets; at the end of the log it follows the log again. The same choice when
 * there is nothing that way.
 */
export function scrolledBy(scene: Scene, choice: Choice, partition: PartitionId, offsets: number): Choice {
  const row = scene.frame.rows.find((one) => one.partition === partition);
  const window = scene.windows.find((one) => one.partition === partition);
  if (row === undefined || window === undefined || row.slots === 0) return choice;
  const last = Math.max(window.start, window.end - row.slots);
  const from = Math.min(last, Math.max(window.start, window.from + offsets));
  if (from === window.from) return choice;
  return scrollRow(choice, partition, from >= last ? null : from);
}

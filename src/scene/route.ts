import type { NodeId } from '../sim/world.ts';
import type { Point } from './box.ts';
import { centre } from './box.ts';
import type { Frame, Place, RowFrame } from './frame.ts';

/**
 * The way between two nodes: upright lines through gutters, level ones through corridors or across one gutter. It never crosses a
 * cell. What goes one way keeps to its right, so a request and its response do not meet.
 */
export interface Route {
  /** The same for all that travels this way. */
  readonly key: string;
  readonly points: readonly Point[];
  /** Length of the way up to each point. */
  readonly lengths: readonly number[];
  /** The least room across, which bounds what a token can be as wide as. */
  readonly room: number;
}

/** The way of what goes from one node to another; about one partition's row if `row` is given. Null where neither is drawn. */
export function routeOf(frame: Frame, from: NodeId, to: NodeId, row: RowFrame | null): Route | null {
  const a = frame.places[from] ?? null;
  const b = frame.places[to] ?? null;
  if (a === null || b === null || from === to) return null;
  const key = `${from}>${to}@${row === null ? '' : row.partition}`;
  const middle = a.side === 'lane' ? lane(frame, a, b, row) : wide(frame, a, b, row);
  const points = keepRight(frame, withoutRepeats(middle.points), middle.apart);
  return { key, points, lengths: lengthsOf(points), room: middle.room };
}

/** The line between two nodes itself, on which both directions lie: for what is wrong with a link. */
export function centreLine(frame: Frame, from: NodeId, to: NodeId): Route | null {
  const a = frame.places[from] ?? null;
  const b = frame.places[to] ?? null;
  if (a === null || b === null || from === to) return null;
  const { points, room } = a.side === 'lane' ? lane(frame, a, b, null) : wide(frame, a, b, null);
  const clean = withoutRepeats(points);
  return { key: `${from}-${to}`, points: clean, lengths: lengthsOf(clean), room };
}

interface Middle {
  readonly points: readonly Point[];
  /** How far from the middle of the way traffic keeps, upright and level. */
  readonly apart: { readonly upright: number; readonly level: number };
  readonly room: number;
}

/** How far off the middle of a row or a corridor what goes one way keeps. */
export function levelLane(frame: Frame, row: RowFrame | null): number {
  const { token } = frame.metrics;
  return row !== null && row.level === 'heat' ? 3 : token.height / 2 + 2;
}

function wide(frame: Frame, a: Place, b: Place, row: RowFrame | null): Middle {
  const level = levelLane(frame, row);
  const inner = frame.gutters.slice(1, -1);
  const gutter = inner[0] ?? frame.gutters[0];
  const room = gutter?.width ?? 0;
  const apart = { upright: frame.words ? room / 5 : 3, level };
  if (a.side === 'column' && b.side === 'column') return { points: columnToColumn(frame, a, b, row), apart, room };
  // A way that ends at a column's edge passes no gutter, so that longer words have room.
  const open = row === null ? Math.max(room, 18 * frame.metrics.small) : room;
  if (a.side === 'column') return { points: [...clientToColumn(frame, b, a, row)].reverse(), apart, room: open };
  if (b.side === 'column') return { points: clientToColumn(frame, a, b, row), apart, room: open };
  if (a.side !== b.side) return aroundColumns(frame, a, b, level);
  const y = a.side === 'below' ? frame.corridors.bottom : frame.corridors.top;
  const [start, end] = [exit(a, centre(a.box).x), exit(b, centre(b.box).x)];
  return { points: [start, { x: start.x, y }, { x: end.x, y }, end], apart, room };
}

/** Between clients above and below: past all columns, at the edge that is nearer. There is no room for words. */
function aroundColumns(frame: Frame, a: Place, b: Place, level: number): Middle {
  const [above, below] = a.side === 'above' ? [a, b] : [b, a];
  const from = centre(above.box).x;
  const edges = [frame.gutters[0], frame.gutters.at(-1)].filter((gutter) => gutter !== undefined);
  const gutter = edges.sort((p, q) => Math.abs(p.x - from) - Math.abs(q.x - from))[0] ?? { x: 0, width: 0 };
  const [start, end] = [exit(above, gutter.x), exit(below, gutter.x)];
  const { top, bottom } = frame.corridors;
  const points = [
    start,
    { x: start.x, y: top },
    { x: gutter.x, y: top },
    { x: gutter.x, y: bottom },
    { x: end.x, y: bottom },
    end,
  ];
  const apart = { upright: gutter.width / 8, level };
  return { points: a === above ? points : points.reverse(), apart, room: gutter.width };
}

/** Where a way that stays outside rows touches a column: its title. */
function rowMiddle(frame: Frame, place: Place, row: RowFrame | null): number {
  if (row === null) return place.box.y + frame.metrics.columnTitle / 2;
  return row.header.y + row.header.height / 2;
}

function columnToColumn(frame: Frame, a: Place, b: Place, row: RowFrame | null): Point[] {
  const y = rowMiddle(frame, a, row);
  const right = b.column > a.column;
  const start = { x: right ? a.box.x + a.box.width : a.box.x, y };
  const end = { x: right ? b.box.x : b.box.x + b.box.width, y };
  if (Math.abs(a.column - b.column) === 1) return [start, end];
  const g1 = frame.gutters[right ? a.column + 1 : a.column]?.x ?? start.x;
  const g2 = frame.gutters[right ? b.column : b.column + 1]?.x ?? end.x;
  const above = row === null;
  const around = above ? frame.corridors.top : frame.corridors.bottom;
  return [start, { x: g1, y }, { x: g1, y: around }, { x: g2, y: around }, { x: g2, y }, end];
}

function clientToColumn(frame: Frame, client: Place, column: Place, row: RowFrame | null): Point[] {
  const y = client.side === 'below' ? frame.corridors.bottom : frame.corridors.top;
  if (row === null) {
    // Straight into the column's edge, a little off its middle, so that it does not cross what goes to a row.
    const x = column.box.x + column.box.width * (client.side === 'below' ? 0.36 : 0.64);
    const start = exit(client, x);
    const edge = client.side === 'below' ? column.box.y + column.box.height : column.box.y;
    return start.x === x ? [start, { x, y: edge }] : [start, { x: start.x, y }, { x, y }, { x, y: edge }];
  }
  const gutters = frame.gutters;
  const last = gutters.length - 1;
  const from = exit(client, column.box.x);
  // The wide gutters between columns rather than the narrow ones at the edges; of two, the one nearer to the client.
  const candidates = [column.column, column.column + 1].filter((i) => last < 2 || (i > 0 && i < last));
  const nearest =
    candidates.sort((p, q) => Math.abs((gutters[p]?.x ?? 0) - from.x) - Math.abs((gutters[q]?.x ?? 0) - from.x))[0] ??
    0;
  const x = gutters[nearest]?.x ?? from.x;
  const start = exit(client, x);
  const side = nearest === column.column ? column.box.x : column.box.x + column.box.width;
  const at = rowMiddle(frame, column, row);
  const entry = [
    { x, y: at },
    { x: side, y: at },
  ];
  return start.x === x ? [start, ...entry] : [start, { x: start.x, y }, { x, y }, ...entry];
}

/** The point of a client's edge that is nearest to `x`, a little inside its ends. */
function exit(place: Place, x: number): Point {
  const inset = Math.min(24, place.box.width / 3);
  const at = Math.min(Math.max(x, place.box.x + inset), place.box.x + place.box.width - inset);
  return { x: at, y: place.side === 'below' ? place.box.y : place.box.y + place.box.height };
}

/** In the narrow layout everything goes out at the left, along one lane, and in again. */
function lane(frame: Frame, a: Place, b: Place, row: RowFrame | null): Middle {
  const x = frame.gutters[0]?.x ?? 0;
  const at = (place: Place) => {
    const cell = place.column < 0 ? undefined : row?.cells[place.column];
    return cell === undefined
      ? place.box.y + Math.min(place.box.height, frame.metrics.columnTitle) / 2
      : cell.y + cell.height / 2;
  };
  const points = [
    { x: a.box.x, y: at(a) },
    { x, y: at(a) },
    { x, y: at(b) },
    { x: b.box.x, y: at(b) },
  ];
  return { points, apart: { upright: 6, level: levelLane(frame, null) }, room: frame.gutters[0]?.width ?? 0 };
}

function withoutRepeats(points: readonly Point[]): Point[] {
  return points.filter((point, i) => i === 0 || point.x !== points[i - 1]?.x || point.y !== points[i - 1]?.y);
}

/** Moves a way of upright and level lines to the right of its direction. */
function keepRight(frame: Frame, points: readonly Point[], apart: Middle['apart']): Point[] {
  const { top, bottom, height } = frame.corridors;
  // In a low corridor what goes one way and the other touches the boxes at neither side.
  const low = Math.max(4, Math.min(apart.level, (height - frame.metrics.token.height) / 2));
  const shifts = points.slice(1).map((point, i) => {
    const before = points[i] ?? point;
    const upright = before.x === point.x;
    const level = height > 0 && (point.y === top || point.y === bottom) ? low : apart.level;
    return upright
      ? { x: point.y > before.y ? -apart.upright : apart.upright, y: 0 }
      : { x: 0, y: point.x > before.x ? level : -level };
  });
  return points.map((point, i) => {
    const before = shifts[i - 1];
    const after = shifts[i];
    return { x: point.x + (before?.x || after?.x || 0), y: point.y + (before?.y || after?.y || 0) };
  });
}

function lengthsOf(points: readonly Point[]): number[] {
  const lengths = [0];
  points.slice(1).forEach((point, i) => {
    const before = points[i] ?? point;
    lengths.push((lengths[i] ?? 0) + Math.abs(point.x - before.x) + Math.abs(point.y - before.y));
  });
  return lengths;
}

/**
 * The point at a part of the way, for the middle of what travels: at both ends it stays outside the boxes that the way joins.
 * @param part 0 at the start, 1 at the end
 */
export function pointAt(route: Route, part: number, width: number, height: number): Point {
  const { points, lengths } = route;
  const total = lengths.at(-1) ?? 0;
  const inset = (i: number) => Math.min(total / 2, (points[i]?.x === points[i + 1]?.x ? height : width) / 2);
  const start = inset(0);
  const along = start + (total - start - inset(points.length - 2)) * Math.min(1, Math.max(0, part));
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1], points[i]];
    const [begin = 0, end = 0] = [lengths[i - 1], lengths[i]];
    if (from === undefined || to === undefined || (along > end && i < points.length - 1)) continue;
    const share = end === begin ? 0 : (along - begin) / (end - begin);
    return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
  }
  return points[0] ?? { x: 0, y: 0 };
}

import { arc, line, curveLinear } from 'd3-shape';

import type { Point } from './box.ts';

/** A way of upright and level lines as an SVG path, its corners rounded. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const first = points[0];
  if (first === undefined) return '';
  let path = `M${at(first)}`;
  for (let i = 1; i < points.length - 1; i++) {
    const [before, corner, after] = [points[i - 1], points[i], points[i + 1]];
    if (before === undefined || corner === undefined || after === undefined) continue;
    const r = Math.min(radius, apart(before, corner) / 2, apart(corner, after) / 2);
    path += `L${at(towards(corner, before, r))}Q${at(corner)} ${at(towards(corner, after, r))}`;
  }
  const last = points.at(-1) ?? first;
  return points.length > 1 ? `${path}L${at(last)}` : path;
}

function apart(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function towards(from: Point, to: Point, distance: number): Point {
  const length = apart(from, to);
  if (length === 0) return from;
  return { x: from.x + ((to.x - from.x) * distance) / length, y: from.y + ((to.y - from.y) * distance) / length };
}

function at({ x, y }: Point): string {
  return `${round(x)},${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** What is left of a timer, as an arc that begins at twelve o'clock and shrinks towards it. */
export function drainingArc(left: number, inner: number, outer: number): string {
  const angle = 2 * Math.PI * Math.min(1, Math.max(0, left));
  return (
    sector({ innerRadius: inner, outerRadius: outer, startAngle: 2 * Math.PI - angle, endAngle: 2 * Math.PI }) ?? ''
  );
}

const sector = arc();

const polygon = line<readonly [number, number]>().curve(curveLinear);

/** A star with five points around the origin: the leader's sign, drawn so that no font can change it. */
export function starPath(radius: number): string {
  const corners: [number, number][] = [];
  for (let i = 0; i < 10; i++) {
    const r = i % 2 === 0 ? radius : radius * 0.42;
    const angle = -Math.PI / 2 + (i * Math.PI) / 5;
    corners.push([round(r * Math.cos(angle)), round(r * Math.sin(angle))]);
  }
  return `${polygon(corners) ?? ''}Z`;
}

/** A triangle whose tip is the origin and that stands below it: a position points at the boundary above. */
export function trianglePath(width: number): string {
  const corners: [number, number][] = [
    [0, 0],
    [width / 2, width * 0.9],
    [-width / 2, width * 0.9],
  ];
  return `${polygon(corners) ?? ''}Z`;
}

/** A cross around the origin. */
export function crossPath(radius: number): string {
  return `M${-radius},${-radius}L${radius},${radius}M${radius},${-radius}L${-radius},${radius}`;
}

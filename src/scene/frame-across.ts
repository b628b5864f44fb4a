import { range } from 'd3-array';

import type { Level } from './frame.ts';
import { pitch, type Metrics } from './metrics.ts';

/** The fewest tiles that are worth drawing as tiles, and the least width of a bar with its numbers. */
const LEAST_TILES = 3;
const LEAST_BAR = 8;

/** How the brokers stand side by side, and what their width allows a row to show at most. */
export interface Across {
  readonly left: number;
  readonly column: number;
  readonly gutter: number;
  readonly level: Level;
}

/** The width of columns and gutters: gutters give way before tiles do. */
export function columnsAcross(count: number, width: number, metrics: Metrics): Across {
  const left = metrics.margin + metrics.header + metrics.edge;
  const room = width - left - metrics.margin;
  const preferred = Math.min(metrics.gutter.most, Math.max(metrics.gutter.least, Math.round(width * 0.09)));
  const inner = 2 * (metrics.columnPad + metrics.cell.pad);
  const tiles = LEAST_TILES * pitch(metrics) - metrics.tile.gap + inner;
  const bar = LEAST_BAR * metrics.small + inner;
  const columnAt = (gutter: number) => Math.floor((room - gutter * (count - 1)) / Math.max(1, count));
  const slotsAt = (gutter: number) => Math.floor((columnAt(gutter) - inner + metrics.tile.gap) / pitch(metrics));
  // The widest gutter that costs no tile.
  const wanted = range(metrics.gutter.least, preferred + 1, 2)
    .reverse()
    .find((g) => slotsAt(g) >= slotsAt(metrics.gutter.least));
  const tries = [wanted ?? preferred, metrics.gutter.least, 28, 14, 6];
  const gutter = tries.find((g) => columnAt(g) >= tiles) ?? tries.find((g) => columnAt(g) >= bar) ?? 4;
  const column = columnAt(gutter);
  const level: Level = column >= tiles ? 'tiles' : column >= bar ? 'bars' : 'heat';
  return { left, column, gutter, level };
}

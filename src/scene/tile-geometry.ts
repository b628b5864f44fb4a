import type { Box } from './box.ts';
import type { RowFrame } from './frame.ts';
import { pitch, signWidth, smallTileIn, type Metrics } from './metrics.ts';

/** Where things stand in a cell of tiles; the same in every cell of a row but for the cell's own origin. */
export interface TileGeometry {
  readonly left: number;
  readonly tilesTop: number;
  readonly tileHeight: number;
  readonly marksTop: number;
  readonly namesTop: number;
  readonly epochsTop: number;
  readonly pitch: number;
}

/** Where the tiles of a cell stand. */
export function geometryOf(
  box: Box,
  { slots, level }: Pick<RowFrame, 'slots' | 'level'>,
  metrics: Metrics,
): TileGeometry {
  const { cell, tile } = metrics;
  const used = slots * pitch(metrics) - tile.gap;
  if (level === 'compact' || level === 'dense') {
    const small = metrics[level];
    const tilesTop = box.y + small.pad;
    const tileHeight = smallTileIn(box.height, small);
    const marksTop = tilesTop + tileHeight;
    const sign = signWidth(metrics);
    const left = box.x + cell.pad + sign + (box.width - 2 * cell.pad - sign - used) / 2;
    return {
      left,
      epochsTop: tilesTop,
      tilesTop,
      tileHeight,
      marksTop,
      namesTop: marksTop + small.foot,
      pitch: pitch(metrics),
    };
  }
  const epochsTop = box.y + cell.role;
  const tilesTop = epochsTop + cell.epochs;
  const marksTop = tilesTop + tile.height;
  return {
    left: box.x + (box.width - used) / 2,
    epochsTop,
    tilesTop,
    tileHeight: tile.height,
    marksTop,
    namesTop: marksTop + cell.marks,
    pitch: pitch(metrics),
  };
}

/** The middle of the line that says a copy's role: above its tiles, below compact ones, beside dense ones. */
export function roleLine(box: Box, level: RowFrame['level'], metrics: Metrics): number {
  if (level === 'dense') return box.y + metrics.dense.pad + metrics.dense.tile / 2;
  return level === 'compact'
    ? box.y + box.height - metrics.compact.pad - metrics.compact.foot / 2 + 1
    : box.y + metrics.cell.role * 0.62;
}

/** The horizontal place of the boundary before an offset. */
export function boundaryX(geometry: TileGeometry, from: number, offset: number, metrics: Metrics): number {
  return geometry.left + (offset - from) * geometry.pitch - metrics.tile.gap / 2;
}

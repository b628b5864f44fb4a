import type { Box } from './box.ts';
import { pitch, type Metrics } from './metrics.ts';

/** Where things stand in a cell of tiles; the same in every cell of a row but for the cell's own origin. */
export interface TileGeometry {
  readonly left: number;
  readonly tilesTop: number;
  readonly marksTop: number;
  readonly namesTop: number;
  readonly epochsTop: number;
  readonly pitch: number;
}

/** Where the tiles of a cell stand. */
export function geometryOf(box: Box, slots: number, metrics: Metrics): TileGeometry {
  const { cell, tile } = metrics;
  const used = slots * pitch(metrics) - tile.gap;
  const epochsTop = box.y + cell.role;
  const tilesTop = epochsTop + cell.epochs;
  const marksTop = tilesTop + tile.height;
  return {
    left: box.x + (box.width - used) / 2,
    epochsTop,
    tilesTop,
    marksTop,
    namesTop: marksTop + cell.marks,
    pitch: pitch(metrics),
  };
}

/** The horizontal place of the boundary before an offset. */
export function boundaryX(geometry: TileGeometry, from: number, offset: number, metrics: Metrics): number {
  return geometry.left + (offset - from) * geometry.pitch - metrics.tile.gap / 2;
}

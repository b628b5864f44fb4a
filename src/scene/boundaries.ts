import type { ReplicaLog } from '../sim/log/replica-log.ts';
import type { Box } from './box.ts';
import type { RowFrame } from './frame.ts';
import type { BoundaryMark } from './marks.ts';
import type { Metrics } from './metrics.ts';
import { textWidth } from './text.ts';
import { boundaryX, type TileGeometry } from './tile-geometry.ts';

const NAMES = { highWatermark: 'HW', logEnd: 'end', logStart: 'start' } as const;

/** Of two names that have no room beside each other, the later one here gives way. */
const PRIORITY = ['highWatermark', 'logEnd', 'logStart'] as const;

type Kind = BoundaryMark['kind'];

/**
 * The named lines of a log: high watermark, log end, log start, each on the boundary before its offset. Lines that meet share
 * one name ("HW · end").
 */
export function boundaries(
  log: ReplicaLog,
  geometry: TileGeometry,
  from: number,
  { slots, level }: Pick<RowFrame, 'slots' | 'level'>,
  box: Box,
  metrics: Metrics,
): BoundaryMark[] {
  const offsets: Record<Kind, number> = {
    highWatermark: log.highWatermark,
    logEnd: log.logEndOffset,
    logStart: log.logStartOffset,
  };
  const empty = log.logStartOffset === log.logEndOffset;
  const shown = PRIORITY.filter((kind) => offsets[kind] >= from && offsets[kind] <= from + slots);
  const names = new Map<number, { text: string; width: number; x: number }>();
  const taken: { readonly left: number; readonly right: number }[] = [];
  for (const kind of level === 'tiles' ? shown : []) {
    const offset = offsets[kind];
    const before = names.get(offset);
    // From the log's start to its end, as the lines would stand if they were apart.
    const text =
      before === undefined
        ? NAMES[kind]
        : kind === 'logStart'
          ? `${NAMES.logStart} · ${before.text}`
          : `${before.text} · ${NAMES[kind]}`;
    const width = textWidth(text, metrics.small, 'bold');
    const x = within(boundaryX(geometry, from, offset, metrics), width / 2, box, metrics.cell.pad * 0.6);
    const left = x - width / 2 - 2;
    const right = x + width / 2 + 2;
    const own = before === undefined ? -1 : [...names.keys()].indexOf(offset);
    if (taken.some((other, i) => i !== own && left < other.right && other.left < right)) continue;
    names.set(offset, { text, width, x });
    if (own >= 0) taken[own] = { left, right };
    else taken.push({ left, right });
  }
  const named = new Set<number>();
  // Around an empty log there is nothing to put brackets: its one line has all names.
  return shown
    .filter((kind) => !empty || kind === 'highWatermark')
    .map((kind) => {
      const offset = offsets[kind];
      const name = named.has(offset) ? undefined : names.get(offset);
      named.add(offset);
      const x = boundaryX(geometry, from, offset, metrics);
      return {
        kind,
        x,
        top: kind === 'highWatermark' ? geometry.tilesTop - (level === 'dense' ? 1 : 3) : geometry.tilesTop,
        bottom:
          level === 'dense'
            ? geometry.marksTop + 1
            : kind !== 'highWatermark'
              ? geometry.marksTop + 3
              : level === 'compact'
                ? geometry.marksTop + 4
                : geometry.namesTop,
        name: name?.text ?? '',
        nameAt: { x: name?.x ?? x, y: geometry.namesTop + metrics.cell.names / 2 },
      };
    });
}

function within(x: number, half: number, box: Box, inset: number): number {
  return Math.min(Math.max(x, box.x + half + inset), box.x + box.width - half - inset);
}

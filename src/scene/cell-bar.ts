import type { Box } from './box.ts';
import type { CellInput } from './cell.ts';
import type { ReplicaLog } from '../sim/log/replica-log.ts';
import type { Frame } from './frame.ts';
import type { BarMark } from './marks.ts';
import { textWidth } from './text.ts';

/** Where the bar of a cell lies, and where an offset is on it. */
export interface BarScale {
  readonly track: Box;
  /** Offsets beyond an end are at that end. */
  readonly x: (offset: number) => number;
}

/**
 * The scale of a cell's bar: the same in every cell of a row.
 * @param from offset at its left end
 * @param to offset at its right end
 */
export function barScale({ metrics, groups, consumers }: Frame, box: Box, from: number, to: number): BarScale {
  const { small, cell, smallMarks } = metrics;
  const sign = small * 1.5;
  // The numbers of a row take the same room in each cell, so that the bars can be compared.
  const numbers = textWidth(String(to), small, 'mono');
  const height = Math.round(small);
  // Where somebody reads, there is room for triangles below the bar.
  const marks = groups.length + consumers.boxes.length > 0 ? smallMarks + 2 : 0;
  return scaleOn(
    {
      x: box.x + cell.pad + sign,
      y: box.y + (box.height - height - marks) / 2,
      width: box.width - 2 * cell.pad - sign - numbers - 6,
      height,
    },
    from,
    to,
  );
}

/** The scale of a bar on a track. */
export function scaleOn(track: Box, from: number, to: number): BarScale {
  // Linear and clamped; d3-scale would be 9 kB of the page for this line.
  const x = (offset: number) => track.x + track.width * Math.min(1, Math.max(0, (offset - from) / (to - from)));
  return { track, x };
}

/** A cell's log as a bar. */
export function barCell({ box, frame, log, from, to }: CellInput): BarMark {
  const { small, cell } = frame.metrics;
  const scale = barScale(frame, box, from, to);
  const y = scale.track.y + scale.track.height / 2;
  const textAt = { x: box.x + box.width - cell.pad, y };
  return { ...barOf(scale, log, from), textAt, signAt: { x: box.x + cell.pad + small / 2 - 1, y } };
}

/** What of a log a bar shows. */
type Shown = Pick<ReplicaLog, 'logStartOffset' | 'logEndOffset' | 'highWatermark'>;

/** A log as a bar: its length, how much of it is committed, and its log end offset in figures. @param from the bar's left end */
export function barOf({ track, x }: BarScale, log: Shown, from: number): Omit<BarMark, 'textAt' | 'signAt'> {
  const committedTo = Math.min(log.highWatermark, log.logEndOffset);
  const part = (start: number, end: number) => ({
    x: x(start),
    y: track.y,
    width: Math.max(0, x(end) - x(start)),
    height: track.height,
  });
  const start = Math.max(from, log.logStartOffset);
  const uncommitted = part(Math.max(start, committedTo), log.logEndOffset);
  return {
    track,
    committed: part(start, Math.max(start, committedTo)),
    // Uncommitted records are never too few to be seen.
    uncommitted:
      log.logEndOffset > committedTo ? { ...uncommitted, width: Math.max(3, uncommitted.width) } : uncommitted,
    cut: log.logStartOffset < from,
    highWatermark: x(committedTo),
    text: String(log.logEndOffset),
  };
}

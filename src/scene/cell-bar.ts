import type { CellInput } from './cell.ts';
import type { BarMark } from './marks.ts';
import { textWidth } from './text.ts';

/** A log as a bar: its length, how much of it is committed, and its log end offset in figures. */
export function barCell({ box, frame, log, from, to }: CellInput): BarMark {
  const { small, cell } = frame.metrics;
  const sign = small * 1.5;
  // The numbers of a row take the same room in each cell, so that the bars can be compared.
  const numbers = textWidth(String(to), small, 'mono');
  const height = Math.round(small);
  const track = {
    x: box.x + cell.pad + sign,
    y: box.y + (box.height - height) / 2,
    width: box.width - 2 * cell.pad - sign - numbers - 6,
    height,
  };
  // A linear scale, clamped; d3-scale would be 9 kB of the page for this line.
  const x = (offset: number) => track.x + track.width * Math.min(1, Math.max(0, (offset - from) / (to - from)));
  const committedTo = Math.min(log.highWatermark, log.logEndOffset);
  const part = (start: number, end: number) => ({
    x: x(start),
    y: track.y,
    width: Math.max(0, x(end) - x(start)),
    height,
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
    textAt: { x: box.x + box.width - cell.pad, y: box.y + box.height / 2 },
    signAt: { x: box.x + cell.pad + small / 2 - 1, y: box.y + box.height / 2 },
  };
}

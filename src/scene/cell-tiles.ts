import type { ReplicaLog } from '../sim/log/replica-log.ts';
import { eachRecord, type LoggedRecord } from '../sim/read/log.ts';
import { boundaries } from './boundaries.ts';
import type { CellInput } from './cell.ts';
import type { BandMark, CellMark, TileMark } from './marks.ts';
import { hasOffsets, type Metrics } from './metrics.ts';
import { keyOf, type Thing } from './thing.ts';
import { geometryOf, type TileGeometry } from './tile-geometry.ts';
import { tileText } from './tile-text.ts';
import { textWidth } from './text.ts';

/** Tiles, epochs and boundaries of one copy. */
export function tilesOfCell(
  input: CellInput,
  base: CellMark,
): Pick<CellMark, 'tiles' | 'bands' | 'lines' | 'older' | 'newer' | 'apart'> {
  const { frame, row, box, log, cutFrom } = input;
  const geometry = geometryOf(box, row, frame.metrics);
  const apart = isLeftBehind(log, input.from);
  const from = apart ? lastShown(log, row.slots) : input.from;
  const tiles: TileMark[] = [];
  const epochs: { offset: number; epoch: number }[] = [];
  eachRecord(log, from, from + row.slots, (logged) => {
    tiles.push(tileOf(input, from, geometry, logged, logged.offset < log.highWatermark, false));
    epochs.push({ offset: logged.offset, epoch: logged.leaderEpoch });
  });
  if (cutFrom !== null) {
    eachRecord(cutFrom, Math.max(from, log.logEndOffset), from + row.slots, (logged) => {
      tiles.push(tileOf(input, from, geometry, logged, false, true));
    });
  }
  return {
    tiles,
    bands: row.level !== 'tiles' ? [] : bandsOf(epochs, geometry, from, frame.metrics),
    lines: boundaries(log, geometry, from, row, box, frame.metrics),
    // Below small tiles of a leader stand its readers: that there is more is said by a sign beside them.
    older:
      row.level === 'dense' || (row.level === 'compact' && base.role === 'leader')
        ? log.logStartOffset < input.from
          ? '‹'
          : ''
        : outside(beforeWindow(log, input.from, row.slots), base.roleText, box.width, frame.metrics),
    newer:
      row.level === 'tiles' && log.logEndOffset > input.from + row.slots
        ? outside([`${log.logEndOffset - input.from - row.slots} ›`], base.roleText, box.width / 2, frame.metrics)
        : '',
    apart: apart
      ? {
          x: geometry.left + (log.logEndOffset - from) * geometry.pitch + frame.metrics.tile.width / 2,
          y: geometry.tilesTop + geometry.tileHeight / 2,
        }
      : null,
  };
}

/** Has the window moved beyond the log's end, as it does where a broker is down? What the log holds stays to be read. */
function isLeftBehind(log: ReplicaLog, from: number): boolean {
  return log.logEndOffset <= from && log.logStartOffset < log.logEndOffset;
}

/** The first of a log's last records that fit, with room for the sign that they are not in line with the others. */
function lastShown(log: ReplicaLog, slots: number): number {
  return Math.max(log.logStartOffset, log.logEndOffset - Math.max(1, slots - 1));
}

function tileOf(
  input: CellInput,
  from: number,
  geometry: TileGeometry,
  logged: LoggedRecord,
  committed: boolean,
  gone: boolean,
): TileMark {
  const { frame, row, broker, view, label } = input;
  const { tile, small } = frame.metrics;
  const thing: Thing = { kind: 'record', partition: view.id, broker: broker.brokerId, offset: logged.offset };
  const offsetText = String(logged.offset);
  const named = tileText(logged.record, label, frame.metrics, tile.width - 4, row.level !== 'dense');
  const state = gone ? 'cut off' : committed ? 'committed' : 'not committed';
  return {
    key: gone ? `gone ${keyOf(thing)}` : keyOf(thing),
    thing,
    box: {
      x: geometry.left + (logged.offset - from) * geometry.pitch,
      y: geometry.tilesTop,
      width: tile.width,
      height: geometry.tileHeight,
    },
    offset: logged.offset,
    offsetText:
      hasOffsets(geometry.tileHeight, frame.metrics) && textWidth(offsetText, small, 'mono') <= tile.width - 2
        ? offsetText
        : '',
    text: named.text,
    large: named.large,
    committed,
    gone,
    label: `record ${offsetText} of ${view.name} on broker ${broker.brokerId}, ${named.text}, ${state}, leader epoch ${logged.leaderEpoch}`,
  };
}

/** One band for each run of tiles of the same epoch; offsets may have gaps. */
function bandsOf(
  epochs: readonly { offset: number; epoch: number }[],
  geometry: TileGeometry,
  from: number,
  metrics: Metrics,
): BandMark[] {
  const bands: BandMark[] = [];
  let first = 0;
  epochs.forEach(({ epoch, offset }, i) => {
    if (epochs[i + 1]?.epoch === epoch) return;
    const start = epochs[first]?.offset ?? offset;
    const x = geometry.left + (start - from) * geometry.pitch;
    const width = (offset - start) * geometry.pitch + metrics.tile.width;
    bands.push({
      epoch,
      x,
      y: geometry.epochsTop + metrics.cell.epochs / 2,
      width,
      from: x + textWidth(String(epoch), metrics.small, 'bold') + 3,
    });
    first = i + 1;
  });
  return bands;
}

/** What the window leaves out at its left, or that the log lies all on one side of it. */
function beforeWindow(log: ReplicaLog, from: number, slots: number): string[] {
  const { logStartOffset: start, logEndOffset: end } = log;
  if (end <= from && from > 0) return [`‹ ends at ${end}`, `‹ ${end}`];
  if (start < from) return [`‹ ${from - start} older`, `‹ ${from - start}`];
  return start > from + slots ? [`starts at ${start} ›`, `${start} ›`] : [];
}

/** The fullest of the texts that fits beside the role. */
function outside(texts: readonly string[], role: string, width: number, metrics: Metrics): string {
  const room = width - textWidth(role, metrics.small, 'bold') - 3 * metrics.cell.pad - metrics.small;
  return texts.find((text) => textWidth(text, metrics.small, 'regular') <= room) ?? '';
}

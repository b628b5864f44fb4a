import type { BrokerState, Replica } from '../sim/broker/state.ts';
import type { ReplicaLog } from '../sim/log/replica-log.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import type { PartitionId, World } from '../sim/world.ts';
import { vecGet } from '../lib/vec.ts';
import { cellOf, type CellInput } from './cell.ts';
import type { Frame, RowFrame } from './frame.ts';
import { rememberedByKey } from './kept.ts';
import type { CellMark, WindowMark } from './marks.ts';
import { replicaAt, type ClusterState } from './partition-state.ts';
import type { Choice } from './viewport.ts';
import { barSpan, firstShown } from './window.ts';

/** Draws the cells of the matrix, each again only when something it shows has changed. */
export function cellMaker() {
  const known = rememberedByKey<CellMark>();
  const windowsKnown = rememberedByKey<WindowMark>();
  return (frame: Frame, state: ClusterState, before: World | null, entries: readonly TraceEntry[], choice: Choice) => {
    const cut = cutLogs(before, entries);
    const cells: CellMark[] = [];
    const windows = frame.rows.map((row): WindowMark => {
      const copies = state.brokers.map((broker) => replicaAt(state.world, broker, row.partition));
      const window = windowOf(row, copies, choice);
      copies.forEach((replica, i) => {
        const [broker, view, box] = [state.brokers[i], state.partitions[row.partition], row.cells[i]];
        if (replica === null || broker === undefined || view === undefined || box === undefined) return;
        const cutFrom = cut.get(`${row.partition}@${broker.brokerId}`) ?? null;
        const { label } = choice;
        const { log, role: roleHere, leaderEpoch: epochHere } = replica;
        const { from, to } = window;
        const input: CellInput = { frame, row, box, broker, view, log, roleHere, epochHere, cutFrom, from, to, label };
        const parts = [frame, row, box, broker, view, log, roleHere, epochHere, cutFrom, from, to, label];
        cells.push(known.get(`${row.partition}@${broker.brokerId}`, parts, () => cellOf(input)));
      });
      const { partition } = row;
      const { from, start, end } = window;
      return windowsKnown.get(`${partition}`, [from, start, end], () => ({ partition, from, start, end }));
    });
    known.endRound();
    windowsKnown.endRound();
    return { cells, windows };
  };
}

function windowOf(
  row: RowFrame,
  copies: readonly (Replica | null)[],
  choice: Choice,
): Omit<WindowMark, 'partition'> & { readonly to: number } {
  let [start, end, least, count] = [Infinity, -Infinity, Infinity, 0];
  for (const replica of copies) {
    if (replica === null) continue;
    const { logStartOffset, logEndOffset, highWatermark } = replica.log;
    start = Math.min(start, logStartOffset);
    end = Math.max(end, logEndOffset);
    least = Math.min(least, logEndOffset, highWatermark);
    count++;
  }
  if (count === 0 || row.level === 'heat') return { from: 0, to: 0, start: 0, end: 0 };
  if (row.level === 'bars') return { ...barSpan(start, least, end), start, end };
  const from = firstShown(choice, row.partition, row.slots, start, end);
  return { from, to: from + row.slots, start, end };
}

/** Logs as they were before something was cut off from them in these entries. */
function cutLogs(before: World | null, entries: readonly TraceEntry[]): ReadonlyMap<string, ReplicaLog> {
  const logs = new Map<string, ReplicaLog>();
  if (before === null) return logs;
  for (const entry of entries) {
    if (entry.type !== 'LogTruncated' && entry.type !== 'LogLost') continue;
    const log = logBefore(before, entry.args.broker, entry.args.partition);
    if (log !== null) logs.set(`${entry.args.partition}@${entry.args.broker}`, log);
  }
  return logs;
}

function logBefore(world: World, broker: number, partition: PartitionId): ReplicaLog | null {
  const node = vecGet(world.nodes, world.setup.nodeOfBroker[broker] ?? -1);
  return node === undefined ? null : (vecGet((node.state as BrokerState).replicas, partition)?.log ?? null);
}

import type { Replica } from '../sim/broker/state.ts';
import type { BrokerView } from '../sim/read/brokers.ts';
import type { ReplicaLog } from '../sim/log/replica-log.ts';
import type { PartitionView } from '../sim/read/partitions.ts';
import { barCell } from './cell-bar.ts';
import { tilesOfCell } from './cell-tiles.ts';
import type { Box } from './box.ts';
import { hasTiles, type Frame, type RowFrame } from './frame.ts';
import { hueOf } from './hue.ts';
import type { CellMark } from './marks.ts';
import { isGone } from './partition-state.ts';
import { keyOf, type Thing } from './thing.ts';
import { roleLine } from './tile-geometry.ts';

/** What a cell is drawn from. The same inputs give the same cell, so it is drawn again only when one of them is another object. */
export interface CellInput {
  readonly frame: Frame;
  readonly row: RowFrame;
  readonly box: Box;
  readonly broker: BrokerView;
  readonly view: PartitionView;
  /** What the broker's copy shows of itself; its fetch sessions and timers change more often than these. */
  readonly log: ReplicaLog;
  readonly roleHere: Replica['role'];
  readonly epochHere: number;
  /** The same log before this step, if offsets of it were cut off in it; else null. */
  readonly cutFrom: ReplicaLog | null;
  /** First offset of the window (tiles), or both ends of the span (bars). */
  readonly from: number;
  readonly to: number;
  readonly label: 'value' | 'key';
}

/** One broker's copy of a partition, at the level that its row has. */
export function cellOf(input: CellInput): CellMark {
  const { frame, broker, view, row, box } = input;
  const dead = isGone(broker.condition);
  const role = roleOf(input, dead);
  const thing: Thing = { kind: 'replica', partition: view.id, broker: broker.brokerId };
  const base: CellMark = {
    key: keyOf(thing),
    thing,
    box,
    level: row.level,
    hue: hueOf(view.id),
    role: role.role,
    roleText: row.level === 'dense' || (row.level === 'compact' && role.text === 'leader') ? '' : role.text,
    roleY: roleLine(box, row.level, frame.metrics),
    dead,
    older: '',
    apart: null,
    newer: '',
    tiles: [],
    bands: [],
    lines: [],
    bar: null,
    label: sentenceOf(input, role.text, dead),
  };
  if (hasTiles(row.level)) return { ...base, ...tilesOfCell(input, base) };
  return row.level === 'bars' ? { ...base, bar: barCell(input) } : base;
}

/**
 * A running broker's role is what it takes itself for: a leader that has not heard of its successor is drawn as one, and says of
 * which epoch. Of a broker that is gone, it is what the cluster still holds it for.
 */
function roleOf(
  { broker, view, roleHere, epochHere }: CellInput,
  dead: boolean,
): { readonly role: CellMark['role']; readonly text: string } {
  const id = broker.brokerId;
  const inSync = view.isr.includes(id);
  // The metadata has no such partition any more: a broker that is away has not heard of it.
  if (view.replicas.length === 0) return { role: 'none', text: 'deleted' };
  if (dead) {
    if (view.leader === id) return { role: 'leader', text: 'leader' };
    return inSync ? { role: 'follower', text: 'follower' } : { role: 'outOfSync', text: 'out of sync' };
  }
  if (roleHere === 'leader') {
    const current = view.leader === id && view.leaderEpoch === epochHere;
    return { role: 'leader', text: current ? 'leader' : `leader of epoch ${epochHere}` };
  }
  if (!inSync) return { role: 'outOfSync', text: 'out of sync' };
  return roleHere === 'offline' ? { role: 'none', text: 'no role yet' } : { role: 'follower', text: 'follower' };
}

function sentenceOf({ broker, view, log, roleHere }: CellInput, role: string, dead: boolean): string {
  const where = `${view.name} on broker ${broker.brokerId}`;
  const state = dead ? `${broker.condition}, ${role}` : role;
  // What a process knew of it went with the process; the disk has it as of the last checkpoint.
  const fromDisk = dead || roleHere === 'offline' ? ' (as last written to replication-offset-checkpoint)' : '';
  return `${where}: ${state}; log end ${log.logEndOffset}, high watermark ${log.highWatermark}${fromDisk}, log start ${log.logStartOffset}`;
}

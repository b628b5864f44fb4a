import type { ReplicaLog } from '../sim/log/replica-log.ts';
import { brokerView } from '../sim/read/brokers.ts';
import type { LoggedRecord } from '../sim/read/log.ts';
import { nodeOf } from '../sim/read/nodes.ts';
import { partitionView } from '../sim/read/partitions.ts';
import { metadataLogOf, quorumOf } from '../sim/read/quorum.ts';
import { logOf } from '../sim/read/replicas.ts';
import { textOf } from '../sim/read/text.ts';
import { loggedBefore, loggedFrom } from '../sim/read/whole-log.ts';
import type { Bytes } from '../sim/intervention.ts';
import type { World } from '../sim/world.ts';
import { groupsPart } from './groups/part.ts';
import { metadataPart } from './metadata/part.ts';
import { isThere } from './there.ts';
import type { Thing } from './thing.ts';
import { visible } from './tile-text.ts';

/** Some records of one copy of a log, one after the other. */
export interface LogWindow {
  /** Whose copy of what: `__cluster_metadata-0 on controller 102`. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Null: whoever keeps it does not know, its process is gone. */
  readonly highWatermark: number | null;
  readonly lines: readonly LogLine[];
  /** Offsets that the windows before and after this one are asked for by; null: there is nothing that way. */
  readonly older: number | null;
  readonly newer: number | null;
}

export interface LogLine {
  readonly thing: Thing;
  readonly offset: number;
  readonly epoch: number;
  /** Kafka's name of the record's kind; empty for a program's own record. */
  readonly type: string;
  readonly key: string;
  readonly says: string;
  /** Null: not known. */
  readonly committed: boolean | null;
}

/** Longer keys and values are cut: the record's own sheet has all of it. */
const SHOWN_BYTES = 160;

/**
 * A window on the log behind a thing: a replica, a voter of the quorum, a broker's copy of the metadata log.
 * @param from the first offset that is wanted; null: the end of the log, and it follows it
 * @param count of so many records at most
 * @returns null: the thing has no log
 */
export function logWindow(world: World, thing: Thing, from: number | null, count: number): LogWindow | null {
  const kept = isThere(world, thing) ? keptLog(world, thing) : null;
  if (kept === null) return null;
  const { log, name, highWatermark, thingAt, meaningOf } = kept;
  const shown = from === null ? loggedBefore(log, log.logEndOffset, count) : loggedFrom(log, from, count);
  const first = shown[0]?.offset ?? log.logStartOffset;
  const last = shown.at(-1)?.offset ?? log.logEndOffset;
  return {
    name,
    start: log.logStartOffset,
    end: log.logEndOffset,
    highWatermark,
    lines: shown.map((logged) => ({
      thing: thingAt(logged.offset),
      offset: logged.offset,
      epoch: logged.leaderEpoch,
      ...meaningOf(logged),
      committed: highWatermark === null ? null : logged.offset < highWatermark,
    })),
    older: loggedBefore(log, first, count)[0]?.offset ?? null,
    newer: loggedFrom(log, last + 1, 1)[0]?.offset ?? null,
  };
}

interface KeptLog {
  readonly log: ReplicaLog;
  readonly name: string;
  readonly highWatermark: number | null;
  readonly thingAt: (offset: number) => Thing;
  readonly meaningOf: (logged: LoggedRecord) => Pick<LogLine, 'type' | 'key' | 'says'>;
}

function keptLog(world: World, thing: Thing): KeptLog | null {
  if (thing.kind === 'controller') return metadataLog(world, thing.node);
  if (thing.kind === 'broker') return metadataLog(world, world.setup.nodeOfBroker[thing.broker] ?? -1);
  if (thing.kind !== 'replica') return null;
  const { partition, broker } = thing;
  const log = logOf(world, broker, partition);
  if (log === null || brokerView(world, broker) === null) return null;
  const { topic, name } = partitionView(world, partition);
  const internal = topic === '__consumer_offsets' ? (groupsPart()?.recordMeaning ?? null) : null;
  return {
    log,
    name: `${visible(name)} on broker ${broker}`,
    // A broker's checkpoint keeps it when the process is gone.
    highWatermark: log.highWatermark,
    thingAt: (offset) => ({ kind: 'record', partition, broker, offset }),
    meaningOf: ({ record }) =>
      internal?.(record) ?? { type: '', key: text(record.key, ''), says: text(record.value, 'null') },
  };
}

/** A member's copy of __cluster_metadata; a voter's tells of each record, and a broker's copy is the same log. */
function metadataLog(world: World, node: number): KeptLog | null {
  const part = metadataPart();
  const log = node < 0 || world.setup.voters.length === 0 ? null : metadataLogOf(world, node);
  if (log === null || part === null) return null;
  const voter = quorumOf(world)?.voters.find((one) => one.node === node);
  const { status, name } = nodeOf(world, node);
  const runs = status === 'running' || status === 'frozen';
  return {
    log,
    name: `__cluster_metadata-0 on ${voter === undefined ? name.replace('-', ' ') : `controller ${voter.id}`}`,
    highWatermark: runs ? Math.max(0, Math.min(log.logEndOffset, log.highWatermark)) : null,
    thingAt: (offset) => ({ kind: 'metadata', node, offset }),
    meaningOf: part.meaning,
  };
}

function text(bytes: Bytes | null, none: string): string {
  if (bytes === null) return none;
  return bytes === '' ? 'empty' : visible(textOf(bytes, SHOWN_BYTES));
}

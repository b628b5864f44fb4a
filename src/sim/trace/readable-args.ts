import { hexOfBytes, textOfBytes } from '../../lib/bytes.ts';
import type { Json } from '../../lib/json.ts';
import { vecGet } from '../../lib/vec.ts';
import type { Bytes } from '../intervention.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import type { NodeId, PartitionId, World } from '../world.ts';
import { argKind } from './arg-kinds.ts';
import type { TraceEntry } from './entry.ts';

/** A partition as Kafka prints it: `orders-0`. */
export function partitionLabel(world: World, id: PartitionId): string {
  const name = world.names.partitions[id];
  return name === undefined ? `unknown partition ${id}` : `${name.topic}-${name.partition}`;
}

/** A node's name; null for -1 (nobody, or the network). */
export function nodeLabel(world: World, id: NodeId): string | null {
  return vecGet(world.nodes, id)?.name ?? null;
}

/**
 * One argument of an entry as a reader knows it: partitions as `orders-0`, nodes by name, a batch by its offset and size.
 * @returns undefined when the entry has no such argument
 */
export function readableArg(world: World, entry: TraceEntry, name: string): Json | undefined {
  const value = (entry.args as { readonly [name: string]: unknown })[name];
  if (value === undefined) return undefined;
  switch (argKind(entry.type, name)) {
    case 'node':
      return nodeLabel(world, value as NodeId);
    case 'partition':
      return partitionLabel(world, value as PartitionId);
    case 'partitions':
      return (value as readonly PartitionId[]).map((id) => partitionLabel(world, id));
    case 'placements':
      return (value as readonly Placement[]).map(({ partition, replicas }) => ({
        partition: partitionLabel(world, partition),
        replicas,
      }));
    case 'batch':
      return batchLabel(value as RecordBatch);
    case 'batches':
      return (value as readonly RecordBatch[]).map(batchLabel);
    case 'bytes':
      return readableBytes(value as Bytes | null);
    case 'broker':
    case 'brokers':
    case 'value':
    case null:
      return value as Json;
  }
}

/** All arguments of an entry as a reader knows them; see {@link readableArg}. */
export function readableArgs(world: World, entry: TraceEntry): { readonly [name: string]: Json } {
  const args: Record<string, Json> = {};
  for (const name of Object.keys(entry.args)) args[name] = readableArg(world, entry, name) as Json;
  return args;
}

/** Bytes for a reader: text where they are valid UTF-8, else `{ hex }`; null stays null. */
export function readableBytes(bytes: Bytes | null): Json {
  if (bytes === null) return null;
  return textOfBytes(bytes) ?? { hex: hexOfBytes(bytes) };
}

interface Placement {
  readonly partition: PartitionId;
  readonly replicas: readonly number[];
}

function batchLabel(batch: RecordBatch): Json {
  return { baseOffset: batch.baseOffset, records: batch.records.length, sizeInBytes: batch.sizeInBytes };
}

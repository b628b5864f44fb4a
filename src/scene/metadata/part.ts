import type { LoggedRecord } from '../../sim/read/log.ts';

/** A record of one of Kafka's own logs, in words. */
export interface RecordMeaning {
  /** Kafka's name of its kind: `PartitionChangeRecord`, `OffsetCommit`. */
  readonly type: string;
  /** What its key names; empty: it has none. */
  readonly key: string;
  /** What it says, as a clause. */
  readonly says: string;
}

/** What the records of __cluster_metadata are called. It comes with KRaft mode (`load.ts`): without it there are none. */
export interface MetadataPart {
  /** In a few characters, for a tile. */
  readonly recordName: (logged: LoggedRecord) => string;
  readonly meaning: (logged: LoggedRecord) => RecordMeaning;
}

let loaded: MetadataPart | null = null;

/** Makes the metadata log known to the picture; to be called once. */
export function useMetadata(part: MetadataPart): void {
  loaded = part;
}

/** What reads the metadata log; null: it has not been loaded. */
export function metadataPart(): MetadataPart | null {
  return loaded;
}

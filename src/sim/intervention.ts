import type { Micros } from './time.ts';

/** How a process dies: memory gone and log intact; each log cut back to its last flush; the logs gone. */
export type CrashKind = 'process' | 'power' | 'disk';

/** Bytes: a string with one character 0 to 255 for each byte. Text only at the edge (see `bytes.ts`). */
export type Bytes = string;

/** A record as a producing program hands it over. */
export interface NewRecord {
  readonly topic: string;
  /** Chosen by the program; null: the partitioner decides. */
  readonly partition: number | null;
  readonly key: Bytes | null;
  readonly value: Bytes | null;
  readonly headers: readonly { readonly key: string; readonly value: Bytes | null }[];
}

/** A topic to be created; an explicit assignment wins over counts. */
export interface NewTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Broker ids for each partition, preferred leader first; null: the controller places them. */
  readonly assignment: readonly (readonly number[])[] | null;
  readonly config: { readonly [name: string]: string };
}

/** What a producing program does by itself: `count` records from a list or a pattern, one batch of them each interval. */
export interface ProducerProgram {
  readonly topic: string;
  /** Records handed over at each tick. */
  readonly perTick: number;
  readonly interval: Micros;
  /** After so many records the program ends; null: never. */
  readonly count: number | null;
  /** Keys and values are taken in turn; `{n}` in them is replaced by the record's number from 0, `{letters}` by that in letters. */
  readonly keys: readonly (Bytes | null)[];
  readonly values: readonly (Bytes | null)[];
  readonly partition: number | null;
}

export interface NewProducer {
  readonly name: string;
  readonly client: string;
  readonly config: { readonly [name: string]: string };
  readonly program: ProducerProgram | null;
}

export interface NewConsumer {
  readonly name: string;
  readonly client: string;
  readonly config: { readonly [name: string]: string };
  /** All partitions of these topics (no group, so no rebalancing), or exactly these partitions. */
  readonly topics: readonly string[];
  readonly assign: readonly { readonly topic: string; readonly partition: number }[] | null;
  /** How long the program works on each record before it polls again. */
  readonly processing: Micros;
  /** When it commits, with a group.id; missing: `auto`. */
  readonly commit?: CommitPolicy;
  /** What the program does outside Kafka for each record (an e-mail, a row in a database); missing or null: nothing. */
  readonly effect?: string | null;
}

/**
 * When a program commits. `auto`: poll() does (enable.auto.commit). `before`, `after`: it calls commitSync() before, or after, it processes
 * what poll() returned. `each`: after each record, that record's offset. `none`: never.
 */
export type CommitPolicy = 'auto' | 'before' | 'after' | 'each' | 'none';

/** What a learner, a lesson or a client program does to the cluster. `node` is a node's name. */
export type Intervention =
  | { readonly type: 'crash'; readonly node: string; readonly kind: CrashKind }
  | { readonly type: 'stop'; readonly node: string }
  | { readonly type: 'start'; readonly node: string }
  | { readonly type: 'freeze'; readonly node: string }
  | { readonly type: 'thaw'; readonly node: string }
  /** Link faults go one way, `from` to `to`; the reader of a scenario turns `both: true` into two of them. */
  | { readonly type: 'cutLink'; readonly from: string; readonly to: string }
  | { readonly type: 'slowLink'; readonly from: string; readonly to: string; readonly extra: Micros }
  /** Back to the network's default: neither cut nor slow. */
  | { readonly type: 'healLink'; readonly from: string; readonly to: string }
  /** Loss: every connection between the two is reset. */
  | { readonly type: 'resetLink'; readonly from: string; readonly to: string }
  /** Links between nodes of different islands are cut, both ways; those within an island, and of nodes on no island, stay as they are. */
  | { readonly type: 'partitionNetwork'; readonly islands: readonly (readonly string[])[] }
  /** Every link is as the network's default again. */
  | { readonly type: 'healNetwork' }
  /** Each write to a log keeps whoever writes for so long. */
  | { readonly type: 'slowDisk'; readonly node: string; readonly extra: Micros }
  | { readonly type: 'healDisk'; readonly node: string }
  | { readonly type: 'createTopic'; readonly topic: NewTopic }
  | {
      readonly type: 'createPartitions';
      readonly topic: string;
      readonly count: number;
      readonly assignment: readonly (readonly number[])[] | null;
    }
  | { readonly type: 'deleteTopic'; readonly topic: string }
  /** The replicas that a partition shall have, preferred leader first; null: the reassignment under way is cancelled (KIP-455). */
  | {
      readonly type: 'reassignPartitions';
      readonly topic: string;
      readonly partition: number;
      readonly replicas: readonly number[] | null;
    }
  | {
      readonly type: 'electLeaders';
      readonly election: 'PREFERRED' | 'UNCLEAN';
      readonly topic: string;
      readonly partition: number;
    }
  /** Records before an offset go; null: all that are committed. */
  | {
      readonly type: 'deleteRecords';
      readonly topic: string;
      readonly partition: number;
      readonly before: number | null;
    }
  | {
      readonly type: 'alterConfig';
      readonly resource: 'topic' | 'broker';
      readonly name: string;
      readonly config: { readonly [name: string]: string | null };
    }
  | { readonly type: 'addProducer'; readonly producer: NewProducer }
  | { readonly type: 'addConsumer'; readonly consumer: NewConsumer }
  | { readonly type: 'configureClient'; readonly node: string; readonly config: { readonly [name: string]: string } }
  | { readonly type: 'setProgram'; readonly node: string; readonly program: ProducerProgram | null }
  | { readonly type: 'setProcessing'; readonly node: string; readonly processing: Micros }
  | { readonly type: 'send'; readonly node: string; readonly records: readonly NewRecord[] }
  | { readonly type: 'flush'; readonly node: string }
  | {
      readonly type: 'seek';
      readonly node: string;
      readonly topic: string;
      readonly partition: number;
      readonly to: number | 'beginning' | 'end';
    }
  /** subscribe() with these topics in place of the present ones; without any: unsubscribe(). */
  | { readonly type: 'subscribe'; readonly node: string; readonly topics: readonly string[] }
  /** commitSync(): these offsets, or with null the positions. */
  | {
      readonly type: 'commit';
      readonly node: string;
      readonly offsets:
        readonly { readonly topic: string; readonly partition: number; readonly offset: number }[] | null;
    }
  | { readonly type: 'pause'; readonly node: string; readonly paused: boolean }
  /** What the scenario's script has planned for this very instant is left out: the same run without it. */
  | { readonly type: 'leaveOut' };

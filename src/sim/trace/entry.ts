import type { Micros } from '../time.ts';
import type { NodeId, Seq } from '../world.ts';
import type { BrokerEntries } from './broker.ts';
import type { ClientEntries } from './client.ts';
import type { ControllerEntries } from './controller.ts';
import type { CoordinatorEntries } from './coordinator.ts';
import type { ModernGroupEntries } from './groups-modern.ts';
import type { GroupEntries } from './groups.ts';
import type { KernelEntries } from './kernel.ts';
import type { KRaftControllerEntries } from './kraft-controller.ts';
import type { KRaftEntries } from './kraft.ts';
import type { MemberEntries } from './members.ts';
import type { StorageEntries } from './storage.ts';
import type { ZooKeeperEntries } from './zookeeper.ts';

/** Arguments of each type of trace entry. */
export interface EntryArgs
  extends
    KernelEntries,
    BrokerEntries,
    StorageEntries,
    ZooKeeperEntries,
    ControllerEntries,
    KRaftControllerEntries,
    KRaftEntries,
    CoordinatorEntries,
    GroupEntries,
    ModernGroupEntries,
    MemberEntries,
    ClientEntries {}

export type EntryType = keyof EntryArgs;

/** What happened: kernel to reader, never fed back. */
export type TraceEntry<T extends EntryType = EntryType> = T extends EntryType
  ? {
      /** Virtual time in microseconds. */
      readonly t: Micros;
      readonly seq: Seq;
      readonly type: T;
      /** Where it happened; -1 for the network or the world at large. */
      readonly node: NodeId;
      /** Entries without which this one would not have happened. */
      readonly causes: readonly Seq[];
      readonly args: EntryArgs[T];
    }
  : never;

/**
 * How much an entry matters to someone who watches: `beat` stops "next interesting", `detail` is listed,
 * `noise` (waiting fetches, pings) is shown on demand.
 */
export type Interest = 'beat' | 'detail' | 'noise';

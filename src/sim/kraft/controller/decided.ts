import type { EntryArgs } from '../../trace/entry.ts';

/** Types of entries that say what the active controller has done. */
export type DecidedType =
  | 'BrokerRegistered'
  | 'BrokerFenced'
  | 'BrokerUnfenced'
  | 'ControlledShutdownBegun'
  | 'TopicCreated'
  | 'PartitionsCreated'
  | 'TopicDeleted'
  | 'LeaderElected'
  | 'PartitionOffline'
  | 'IsrUpdated'
  | 'ElectionRefused'
  | 'PartitionReassigned';

/** An entry that is written when its records are committed: until then nothing has been decided. */
export type Decided = { readonly [T in DecidedType]: { readonly type: T; readonly args: EntryArgs[T] } }[DecidedType];

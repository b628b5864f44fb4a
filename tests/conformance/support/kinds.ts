import { playDefault } from '../adapters/defaults.ts';
import { playError } from '../adapters/errors.ts';
import { playElection } from '../adapters/elections.ts';
import { playMurmur2 } from '../adapters/murmur2.ts';
import { playClassicPlacement } from '../adapters/placement.ts';
import { playTransition } from '../adapters/transitions.ts';
import type { Adapter } from './adapter.ts';

/** Kinds that are played. */
export const adapters: { readonly [kind: string]: Adapter } = {
  classic: playClassicPlacement,
  defaults: playDefault,
  error: playError,
  murmur2: playMurmur2,
  zookeeper: playElection,
  'zookeeper-transition': playTransition,
};

/** Kinds that a program could act on, about parts of Kafka that are not modelled yet. */
export const laterKinds: readonly string[] = [
  'adaptive',
  'api',
  'broker-heartbeat',
  'compaction',
  'consumer-group-state',
  'consumer-member-state',
  'cooperative-sticky',
  'coordinator-mapping',
  'error-matrix',
  'hw-eligible',
  'java-hash',
  'kraft',
  'range',
  'range-assignor',
  'retention',
  'roundrobin-assignor',
  'sticky-assignor',
  'trace',
  'transition',
  'uniform',
  'uniform-none-available',
];

/** Kinds whose cases are sentences: each is covered by a test that names its id. */
export const proseKinds: readonly string[] = [
  'acks',
  'auto-commit',
  'client-reaction',
  'commit',
  'liveness',
  'observer',
  'outcome',
  'produce-to-compacted',
  'rebalance-callbacks',
  'rule',
  'sequence',
  'visibility',
  'znode',
];

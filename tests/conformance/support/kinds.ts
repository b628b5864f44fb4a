import { playApi } from '../adapters/api-keys.ts';
import { playBrokerHeartbeat } from '../adapters/broker-heartbeat.ts';
import { playCompaction } from '../adapters/compaction.ts';
import { playDefault } from '../adapters/defaults.ts';
import { playEpochCache } from '../adapters/epoch-cache.ts';
import { playError } from '../adapters/errors.ts';
import { playElection } from '../adapters/elections.ts';
import { playFetchBounds } from '../adapters/fetch-bounds.ts';
import { playHwEligible } from '../adapters/hw-eligible.ts';
import { playIdempotentSequence } from '../adapters/idempotence.ts';
import { playIsrExpand, playIsrShrink } from '../adapters/isr.ts';
import { playAdaptive, playNoneAvailable } from '../adapters/keyless.ts';
import { playKRaft } from '../adapters/kraft.ts';
import { playMurmur2 } from '../adapters/murmur2.ts';
import { playClassicPlacement } from '../adapters/placement.ts';
import { playRaftTransition } from '../adapters/raft-transitions.ts';
import { playReplicationTrace } from '../adapters/replication-trace.ts';
import { playRetention } from '../adapters/retention.ts';
import { playStartPosition } from '../adapters/start-position.ts';
import { playTransition } from '../adapters/transitions.ts';
import { playTruncation } from '../adapters/truncation.ts';
import type { Adapter } from './adapter.ts';

/** Kinds that are played. */
export const adapters: { readonly [kind: string]: Adapter } = {
  adaptive: playAdaptive,
  api: playApi,
  'broker-heartbeat': playBrokerHeartbeat,
  classic: playClassicPlacement,
  compaction: playCompaction,
  defaults: playDefault,
  'epoch-cache': playEpochCache,
  error: playError,
  'fetch-bounds': playFetchBounds,
  'hw-eligible': playHwEligible,
  'idempotent-sequence': playIdempotentSequence,
  'isr-expand': playIsrExpand,
  'isr-shrink': playIsrShrink,
  kraft: playKRaft,
  murmur2: playMurmur2,
  'replication-trace': playReplicationTrace,
  retention: playRetention,
  'start-position': playStartPosition,
  transition: playRaftTransition,
  truncation: playTruncation,
  'uniform-none-available': playNoneAvailable,
  zookeeper: playElection,
  'zookeeper-transition': playTransition,
};

/** Kinds that a program could act on, about parts of Kafka that are not modelled yet. */
export const laterKinds: readonly string[] = [
  'consumer-group-state',
  'consumer-member-state',
  'cooperative-sticky',
  'coordinator-mapping',
  'error-matrix',
  'java-hash',
  'range',
  'range-assignor',
  'roundrobin-assignor',
  'sticky-assignor',
  'trace',
  'uniform',
];

/** Kinds about a rule inside a node that no request meets alone: with records of real sizes its cases cannot come about. */
export const innerKinds: readonly string[] = ['sticky-switch'];

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

import { playApi } from '../adapters/api-keys.ts';
import { playCooperativeSticky, playRange, playRoundRobin, playSticky } from '../adapters/assignors.ts';
import { playBrokerHeartbeat } from '../adapters/broker-heartbeat.ts';
import { playCompaction } from '../adapters/compaction.ts';
import { playDefault } from '../adapters/defaults.ts';
import { playCoordinatorMapping, playJavaHash } from '../adapters/coordinator-mapping.ts';
import { playEpochCache } from '../adapters/epoch-cache.ts';
import { playError } from '../adapters/errors.ts';
import { playElection } from '../adapters/elections.ts';
import { playFetchBounds } from '../adapters/fetch-bounds.ts';
import { playGroupError, playGroupTrace, playTransitionOf } from '../adapters/group-states.ts';
import { playHwEligible } from '../adapters/hw-eligible.ts';
import { playIdempotentSequence } from '../adapters/idempotence.ts';
import { playIsrExpand } from '../adapters/isr-expand.ts';
import { playIsrShrink } from '../adapters/isr-shrink.ts';
import { playAdaptive, playNoneAvailable } from '../adapters/keyless.ts';
import { playKRaft } from '../adapters/kraft.ts';
import { playMurmur2 } from '../adapters/murmur2.ts';
import { playClassicPlacement } from '../adapters/placement.ts';
import { playReplicationTrace } from '../adapters/replication-trace.ts';
import { playRetention } from '../adapters/retention.ts';
import { playServerAssignor } from '../adapters/server-assignors.ts';
import { playStartPosition } from '../adapters/start-position.ts';
import { playStickySwitch } from '../adapters/sticky-switch.ts';
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
  'cooperative-sticky': playCooperativeSticky,
  'coordinator-mapping': playCoordinatorMapping,
  defaults: playDefault,
  'epoch-cache': playEpochCache,
  error: playError,
  'error-matrix': playGroupError,
  'fetch-bounds': playFetchBounds,
  'hw-eligible': playHwEligible,
  'idempotent-sequence': playIdempotentSequence,
  'isr-expand': playIsrExpand,
  'isr-shrink': playIsrShrink,
  'java-hash': playJavaHash,
  kraft: playKRaft,
  murmur2: playMurmur2,
  range: playServerAssignor,
  'range-assignor': playRange,
  'replication-trace': playReplicationTrace,
  retention: playRetention,
  'roundrobin-assignor': playRoundRobin,
  'start-position': playStartPosition,
  'sticky-assignor': playSticky,
  'sticky-switch': playStickySwitch,
  trace: playGroupTrace,
  transition: playTransitionOf,
  truncation: playTruncation,
  uniform: playServerAssignor,
  'uniform-none-available': playNoneAvailable,
  zookeeper: playElection,
  'zookeeper-transition': playTransition,
};

/** Kinds whose cases are sentences: each is covered by a test that names its id. */
export const proseKinds: readonly string[] = [
  'acks',
  'auto-commit',
  'client-reaction',
  'commit',
  'consumer-group-state',
  'consumer-member-state',
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

import { present } from '../../../lib/assert.ts';
import { defaultOf } from '../../config/defaults.ts';
import type { Config } from '../../scenario.ts';
import { fromMs, type Micros } from '../../time.ts';
import type { Era } from '../../world.ts';
import type { RaftSettings } from './state.ts';

/** The leader resigns after this many fetch timeouts without a majority (LeaderState.CHECK_QUORUM_TIMEOUT_FACTOR). */
export function checkQuorumTimeout({ fetchTimeout }: RaftSettings): Micros {
  return Math.floor((fetchTimeout * 3) / 2);
}

/** How often the leader tells the voters that it leads (LeaderState.beginQuorumEpochTimeoutMs). */
export function beginQuorumInterval({ fetchTimeout }: RaftSettings): Micros {
  return Math.floor(fetchTimeout / 2);
}

/** A fetch waits this long at the leader (KafkaRaftClient.MAX_FETCH_WAIT_MS); not a setting. */
export const MAX_FETCH_WAIT_MS = 500;
/** At most so much is read by one fetch (KafkaRaftClient.MAX_FETCH_SIZE_BYTES, 8 MB, as MAX_BATCH_SIZE_BYTES). */
export const MAX_FETCH_SIZE_BYTES = 8 * 1024 * 1024;
/** KafkaRaftClient.RETRY_BACKOFF_BASE_MS: 100 ms, of an election that was not won (era 3.9). */
export const ELECTION_BACKOFF_BASE: Micros = fromMs(100);
/** Between attempts to connect (KafkaRaftManager.buildNetworkClient): from 50 ms, doubling, to 500 ms. */
export const RECONNECT_BACKOFF: Micros = fromMs(50);
export const RECONNECT_BACKOFF_MAX: Micros = fromMs(500);

/**
 * Parses the quorum's settings.
 * @param config what was set, over Kafka's defaults; checked at the edge
 */
export function raftSettings(era: Era, config: Config): RaftSettings {
  const ms = (name: string): Micros => {
    const setting = `controller.quorum.${name}.ms`;
    return fromMs(Number(present(config[setting] ?? defaultOf('broker', setting, era), `${setting} has a default`)));
  };
  return {
    electionTimeout: ms('election.timeout'),
    fetchTimeout: ms('fetch.timeout'),
    electionBackoffMax: ms('election.backoff.max'),
    requestTimeout: ms('request.timeout'),
    retryBackoff: ms('retry.backoff'),
    preVote: era === '4.0',
  };
}

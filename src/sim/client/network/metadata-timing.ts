import { NEVER } from '../mutable.ts';
import { backoff } from './backoff.ts';
import type { NetworkWork } from './work.ts';

/*
 * When metadata is asked for (org.apache.kafka.clients.Metadata): on request and every metadata.max.age.ms, but not sooner than
 * retry.backoff.ms after the last time. From 3.7 that wait doubles while requests fail, or answers bring nothing new.
 */

/** Something failed that newer metadata may explain. */
export function requestMetadata(net: NetworkWork): void {
  net.state.metadataWanted = true;
}

/** A topic is needed that was not asked for before: no wait. */
export function addTopic(net: NetworkWork, topic: string): void {
  const { state } = net;
  if (state.topicsWanted.includes(topic)) return;
  state.topicsWanted = [...state.topicsWanted, topic];
  state.metadataWanted = true;
  state.metadataNotBefore = net.turn.now;
  state.metadataUnchanged = 0;
}

/** Is a request for metadata due and not under way? */
export function isMetadataDue(net: NetworkWork): boolean {
  return !net.state.metadataUnderWay && metadataDueAt(net) <= net.turn.now;
}

/** When metadata is to be asked for next. */
export function metadataDueAt(net: NetworkWork): number {
  const { metadata, metadataWanted, metadataNotBefore, settings } = net.state;
  const wanted = metadataWanted || metadata.version < 0 ? 0 : metadata.receivedAt + settings.metadataMaxAge;
  return Math.max(Math.min(wanted, leaderScanDueAt(net)), metadataNotBefore);
}

/** librdkafka looks every second whether its leaders are there (rd_kafka_topic_scan_all, rd_kafka_toppar_needs_query). */
function leaderScanDueAt({ state }: NetworkWork): number {
  const { metadata, channels, settings } = state;
  if (settings.leaderScan === null) return NEVER;
  const isDown = (peer: number): boolean => {
    const channel = channels[peer];
    return channel?.status === 'disconnected' && channel.failures > 0;
  };
  return metadata.leaders.some((leader) => leader !== null && isDown(leader.peer))
    ? metadata.receivedAt + settings.leaderScan
    : NEVER;
}

/** After a disconnect (DefaultMetadataUpdater.handleServerDisconnect): an update that was due has failed and waits longer. */
export function metadataRequestFailed(net: NetworkWork): void {
  if (isMetadataDue(net)) {
    net.state.metadataFailures += 1;
    setNotBefore(net);
  }
  net.state.metadataWanted = true;
}

/** The wait until the next request, counted from now. */
export function setNotBefore(net: NetworkWork): void {
  const { state, turn } = net;
  const { retryBackoff, retryBackoffMax } = state.settings;
  const attempts = Math.max(state.metadataFailures, state.metadataUnchanged, 1) - 1;
  state.metadataNotBefore = turn.now + backoff(turn, retryBackoff, retryBackoffMax, attempts);
}

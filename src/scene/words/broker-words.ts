import type { BrokerEntries } from '../../sim/trace/broker.ts';
import { brokers, counted, listed, offsets, records } from './phrases.ts';
import type { Catalogue } from './sentence.ts';

/** What brokers write about themselves and their replicas, in words. */
export const brokerWords: Catalogue<BrokerEntries> = {
  BrokerStateChanged({ broker, to, waitingFor }) {
    return waitingFor === null ? `broker ${broker} is ${to}` : `broker ${broker} is ${to} and waits for ${waitingFor}`;
  },
  RecordsAppended({ partition, broker, from, to }, _, names) {
    const what = records(to - from, names.values(broker, partition, from, to));
    return `broker ${broker} appends ${what} to ${names.partition(partition)} at ${offsets(from, to)}`;
  },
  DuplicateBatch({ partition, broker, from, to, producer }, _, names) {
    const where = `${names.partition(partition)} at ${offsets(from, to)}`;
    return `broker ${broker} has this batch of ${names.node(producer)} in ${where} already, and writes nothing`;
  },
  ProduceRefused({ partition, broker, error, producer }, _, names) {
    return `broker ${broker} refuses a batch of ${names.node(producer)} for ${names.partition(partition)}: ${error}`;
  },
  RecordsReplicated({ partition, broker, leader, from, to }, _, names) {
    const what = records(to - from, names.values(broker, partition, from, to));
    return `broker ${broker} copies ${what} of ${names.partition(partition)} from broker ${leader}`;
  },
  FollowerFetched({ partition, broker, follower, fetchOffset }, _, names) {
    const has = fetchOffset === 0 ? 'nothing yet' : `everything below offset ${fetchOffset}`;
    return `broker ${follower} fetches ${names.partition(partition)}: broker ${broker} learns that it has ${has}`;
  },
  HighWatermarkAdvanced({ partition, broker, role, from, to }, _, names) {
    const name = names.partition(partition);
    if (role === 'follower') return `broker ${broker} learns that the high watermark of ${name} is ${to}`;
    const what = records(to - from, names.values(broker, partition, from, to));
    const committed = `${what} ${to - from === 1 ? 'is' : 'are'} committed`;
    return `the high watermark of ${name} moves from ${from} to ${to}: ${committed}`;
  },
  LogTruncated({ partition, broker, from, to, leaderEpoch }, _, names) {
    const gone = offsets(Math.min(from, to), Math.max(from, to));
    return `broker ${broker} cuts ${gone} off its copy of ${names.partition(partition)}: the leader of epoch ${leaderEpoch} has others`;
  },
  LeaderStarted({ partition, broker, leaderEpoch, logEndOffset }, _, names) {
    return `broker ${broker} begins to lead ${names.partition(partition)} in leader epoch ${leaderEpoch}, from offset ${logEndOffset} on`;
  },
  FollowerStarted({ partition, broker, leader }, _, names) {
    return `broker ${broker} begins to follow broker ${leader} in ${names.partition(partition)}`;
  },
  IsrChangeProposed({ partition, broker, change, isr, newIsr }, _, names) {
    const of = `in-sync replicas of ${names.partition(partition)}`;
    if (change === 'shrink') {
      const left = isr.filter((id) => !newIsr.includes(id));
      return `broker ${broker} proposes to drop ${brokers(left)} from the ${of}: too far behind for too long`;
    }
    const joined = newIsr.filter((id) => !isr.includes(id));
    return `broker ${broker} proposes to take ${brokers(joined)} back into the ${of}`;
  },
  IsrChanged: ({ partition, isr }, _, names) => `in-sync replicas of ${names.partition(partition)}: ${brokers(isr)}`,
  IsrChangeRefused({ partition, broker, error }, _, names) {
    return `the proposal of broker ${broker} for the in-sync replicas of ${names.partition(partition)} is refused: ${error}`;
  },
  ProduceParked({ partition, broker, requiredOffset }, _, names) {
    return `broker ${broker} holds its answer back until the high watermark of ${names.partition(partition)} is ${requiredOffset}`;
  },
  FetchParked: ({ broker, from }, _, names) =>
    `broker ${broker} has nothing new for ${names.node(from)}: the Fetch waits`,
  FetchRefused({ partition, broker, from, error }, _, names) {
    return `broker ${broker} refuses the Fetch of ${names.node(from)} for ${names.partition(partition)}: ${error}`;
  },
  LogLost({ partition, broker, from, to }, _, names) {
    return `${offsets(from, to)} of ${names.partition(partition)} ${to - from === 1 ? 'is' : 'are'} gone from the disk of broker ${broker}`;
  },
  LogFlushed({ partition, broker, to }, _, names) {
    return `broker ${broker} flushes ${names.partition(partition)} to disk up to offset ${to}`;
  },
  HighWatermarksCheckpointed: ({ broker }) => `broker ${broker} writes its high watermarks to disk`,
  MetadataPublished: ({ broker, offset }) => `broker ${broker} goes by the metadata log up to offset ${offset}`,
  MetadataCacheUpdated({ broker, partitions }, _, names) {
    const few = partitions.length <= 3;
    const what = few
      ? listed(
          partitions.map((id) => names.partition(id)),
          'the brokers',
        )
      : counted(partitions.length, 'partition');
    return `broker ${broker} learns the new state of ${what}`;
  },
  StaleControllerRefused({ broker, controllerEpoch, known }) {
    return `broker ${broker} refuses a controller of epoch ${controllerEpoch}: it obeys epoch ${known}`;
  },
};

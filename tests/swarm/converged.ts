import { vecForEach, vecGet } from '../../src/lib/vec.ts';
import { cachedPartition } from '../../src/sim/broker/metadata-cache.ts';
import type { Violation } from '../../src/sim/invariants/invariant.ts';
import type { Ledger } from '../../src/sim/invariants/ledger.ts';
import { brokersOf } from '../../src/sim/read/brokers.ts';
import { consumersOf } from '../../src/sim/read/clients.ts';
import { brokerState } from '../../src/sim/read/nodes.ts';
import { partitionView, topicsOf, type PartitionView } from '../../src/sim/read/partitions.ts';
import type { RecordBatch } from '../../src/sim/protocol/record-batch.ts';
import { logOf, replicasOf, type ReplicaView } from '../../src/sim/read/replicas.ts';
import type { World } from '../../src/sim/world.ts';
import { isSlow, unconvergedGroups } from './converged-groups.ts';

/**
 * After all has been healed: every process runs, somebody is the controller, every partition is led and in sync, all brokers know
 * the same, consumers have read everything, and groups share it out. A partition whose last in-sync replica lost its records may stay offline.
 */
export function unconverged(world: World, ledger: Ledger): readonly Violation[] {
  const found: string[] = [];
  vecForEach(world.nodes, (node) => {
    if (node.status !== 'running') found.push(`${node.name} is ${node.status}`);
  });
  for (const { name, condition } of brokersOf(world))
    if (condition !== 'running') found.push(`${name} is ${condition}`);
  const partitions = topicsOf(world).flatMap((topic) => topic.partitions.map((id) => partitionView(world, id)));
  for (const partition of partitions) found.push(...wrongWith(world, partition, ledger));
  for (const consumer of consumersOf(world)) {
    if (consumer.failed !== null) found.push(`${consumer.name} has failed: ${consumer.failed}`);
    if (isSlow(world, consumer.node)) continue;
    for (const { partition, position } of consumer.positions) {
      if (ledger.account(partition).rewrittenEpoch >= 0) continue;
      const leader = replicasOf(world, partition).find(({ role }) => role === 'leader');
      if (leader !== undefined && position !== leader.highWatermark)
        found.push(
          `${consumer.name} is at ${position ?? 'no'} offset of ${leader.highWatermark} in partition ${partition}`,
        );
    }
  }
  found.push(...unconvergedGroups(world, ledger));
  return found.map((text) => ({ invariant: 'EventuallyConverges', seq: world.nextSeq, partition: null, text }));
}

/**
 * Records were deleted up to the middle of a batch, and a follower was cut back to that offset: it is sent the whole batch, which begins
 * before its end, and refuses it until it is told of its leader again (Partition.appendRecordsToFollowerOrFutureReplica; only a
 * follower whose log begins there starts over).
 */
function standsInsideABatch(world: World, { id, leader }: PartitionView, copy: ReplicaView): boolean {
  const log = logOf(world, leader, id);
  if (log === null || copy.brokerId === leader || copy.logEndOffset !== log.logStartOffset) return false;
  const first = log.batches.length > log.first ? (vecGet(log.batches, log.first) as RecordBatch) : undefined;
  return first !== undefined && first.baseOffset < copy.logEndOffset && copy.logEndOffset <= first.lastOffset;
}

function wrongWith(world: World, view: PartitionView, ledger: Ledger): readonly string[] {
  const { id, name, leader, leaderEpoch, isr, replicas } = view;
  const { lostFrom, rewrittenEpoch } = ledger.account(id);
  // A leader that came back without its records writes its epoch a second time: what others have of the first cannot be told apart.
  if (rewrittenEpoch >= 0) return [];
  if (leader < 0)
    return isr.some((broker) => lostFrom[broker] !== undefined)
      ? []
      : [`${name} has no leader; ISR [${isr.join(',')}]`];
  const found: string[] = [];
  const missing = replicas.filter((broker) => !isr.includes(broker));
  if (missing.length > 0) found.push(`${name}: ${missing.join(',')} not in the ISR [${isr.join(',')}]`);
  const copies = replicasOf(world, id);
  if (copies.some((copy) => standsInsideABatch(world, view, copy))) return [];
  // Members commit for ever, also what has not changed: the last commits may still be on their way to the followers.
  const onTheWay = view.topic === '__consumer_offsets' ? 20 : 0;
  const led = copies.find(({ brokerId }) => brokerId === leader);
  for (const copy of copies) {
    const role = copy.brokerId === leader ? 'leader' : 'follower';
    if (copy.role !== role || copy.leaderEpoch !== leaderEpoch)
      found.push(`${name}: broker ${copy.brokerId} is ${copy.role} in epoch ${copy.leaderEpoch} of ${leaderEpoch}`);
    // A follower that was told the high watermark together with where its log parts takes no note of it, and an idle partition is not
    // mentioned again (FetchSession.CachedPartition.maybeUpdateResponseData): it learns it with the next record.
    const behind = role === 'leader' && copy.highWatermark + onTheWay < copy.logEndOffset;
    if (
      led !== undefined &&
      (copy.logEndOffset + onTheWay < led.logEndOffset || copy.logEndOffset > led.logEndOffset || behind)
    )
      found.push(`${name}: broker ${copy.brokerId} ends at ${copy.logEndOffset}, high watermark ${copy.highWatermark}`);
  }
  for (const broker of world.setup.brokerIds) {
    const state = brokerState(world, broker);
    const cached = state === null ? null : cachedPartition(state.metadata, id);
    if (cached === null || cached.leader !== leader || cached.leaderEpoch !== leaderEpoch)
      found.push(
        `${name}: broker ${broker} believes in leader ${cached?.leader ?? 'none'}, epoch ${cached?.leaderEpoch ?? -1}`,
      );
  }
  return found;
}

import { withLast, without } from '../../lib/lists.ts';
import type { ProduceRequest } from '../protocol/client.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import { fromMs } from '../time.ts';
import type { ConnectionId, NodeId, PartitionId, Seq } from '../world.ts';
import { channelSlotOf, park, unpark } from './channels.ts';
import type { BrokerDraft } from './draft.ts';
import { effectiveMinIsr, maximalIsrSize } from './leader-high-watermark.ts';
import { produceResponse } from './produce.ts';
import { replicaOrError, withDuties } from './replica.ts';
import type { Channel, ParkedProduce, ProduceWait, Replica } from './state.ts';

/**
 * Keeps a Produce with acks=all until the high watermark has passed what it wrote (kafka.server.DelayedProduce), or answers it
 * at once if it has already.
 */
export function parkProduce(
  d: BrokerDraft,
  connection: ConnectionId,
  peer: NodeId,
  request: ProduceRequest,
  written: readonly ProduceWait[],
  namesLeaders: boolean,
): void {
  const { turn } = d;
  const waits = check(d, written);
  if (waits.every((wait) => wait.done)) {
    turn.respond(connection, produceResponse(d, waits, namesLeaders), d.latest);
    return;
  }
  const slot = channelSlotOf(d, connection, peer);
  const broker = d.base.brokerId;
  for (const { done, partition, requiredOffset } of waits) {
    if (done) continue;
    wait(d, partition, slot, true);
    turn.emit('ProduceParked', { partition, broker, requiredOffset }, [d.latest]);
  }
  const deadline = turn.now + fromMs(Math.max(0, request.timeoutMs));
  park(d, slot, { kind: 'produce', request, deadline, cause: d.latest, waits, namesLeaders });
}

/** Answers a parked Produce if nothing is left to wait for (DelayedProduce.tryComplete). */
export function tryCompleteProduce(d: BrokerDraft, slot: number, cause: Seq): void {
  const channel = d.channel(slot) as Channel;
  const parked = channel.parked as ParkedProduce;
  const waits = check(d, parked.waits);
  if (waits === parked.waits) return;
  if (waits.every((wait) => wait.done)) answer(d, slot, waits, cause);
  else {
    const { request, deadline, cause: parkedBy, namesLeaders } = parked;
    d.setChannel(slot, {
      connection: channel.connection,
      peer: channel.peer,
      session: channel.session,
      parked: { kind: 'produce', request, deadline, cause: parkedBy, waits, namesLeaders },
    });
  }
}

/** Time is up: partitions that are still waited for fail with REQUEST_TIMED_OUT, though their records are in the log. */
export function expireProduce(d: BrokerDraft, slot: number): void {
  const { waits } = (d.channel(slot) as Channel).parked as ParkedProduce;
  const late = waits.map((wait) => (wait.done ? wait : finished(wait, 'REQUEST_TIMED_OUT')));
  answer(d, slot, late, d.turn.cause);
}

function answer(d: BrokerDraft, slot: number, waits: readonly ProduceWait[], cause: Seq): void {
  const { connection, parked } = d.channel(slot) as Channel;
  const { namesLeaders } = parked as ParkedProduce;
  leaveProduceWait(d, slot);
  unpark(d, slot);
  d.turn.respond(connection, produceResponse(d, waits, namesLeaders), cause);
}

/** Takes a channel out of the waiting lists of its partitions. */
export function leaveProduceWait(d: BrokerDraft, slot: number): void {
  const parked = d.channel(slot)?.parked ?? null;
  if (parked === null || parked.kind !== 'produce') return;
  for (const { partition } of parked.waits) wait(d, partition, slot, false);
}

function wait(d: BrokerDraft, id: PartitionId, slot: number, waits: boolean): void {
  const replica = d.replica(id);
  const duties = replica === null ? null : replica.duties;
  if (replica === null || duties === null || duties.waitingProduces.includes(slot) === waits) return;
  const { epochStartOffset, followers, proposed, adding, waitingProduces: before } = duties;
  const waitingProduces = waits ? withLast(before, slot) : without(before, slot);
  d.setReplica(withDuties(replica, { epochStartOffset, followers, proposed, adding, waitingProduces }));
}

/** Looks at each partition that is still waited for. The same list when nothing came of it. */
function check(d: BrokerDraft, waits: readonly ProduceWait[]): readonly ProduceWait[] {
  let next: ProduceWait[] | null = null;
  for (let i = 0; i < waits.length; i++) {
    const wait = waits[i] as ProduceWait;
    if (wait.done) continue;
    const outcome = outcomeOf(d, wait);
    if (outcome === null) continue;
    next ??= waits.slice();
    next[i] = finished(wait, outcome);
  }
  return next ?? waits;
}

/**
 * Partition.checkEnoughReplicasReachOffset: null while the high watermark is below. If the ISR shrank below the minimum after
 * the append, the records are there, but not as safe as was asked for: NOT_ENOUGH_REPLICAS_AFTER_APPEND.
 */
function outcomeOf(d: BrokerDraft, wait: ProduceWait): ErrorCode | null {
  const replica = replicaOrError(d, wait.partition);
  if (typeof replica === 'string') return replica;
  if (replica.role !== 'leader') return 'NOT_LEADER_OR_FOLLOWER';
  if (replica.log.highWatermark < wait.requiredOffset) return null;
  return isSafe(d, replica) ? 'NONE' : 'NOT_ENOUGH_REPLICAS_AFTER_APPEND';
}

/** Are there as many in-sync replicas as min.insync.replicas wants, those counted in that are about to join? */
export function isSafe(d: BrokerDraft, replica: Replica): boolean {
  return maximalIsrSize(replica) >= effectiveMinIsr(d, replica);
}

/** Errors keep the offset: the records were appended (ProducePartitionStatus). */
function finished(wait: ProduceWait, errorCode: ErrorCode): ProduceWait {
  const { index, baseOffset, logAppendTimeMs, logStartOffset, errorMessage, currentLeader } = wait.response;
  return {
    topic: wait.topic,
    partition: wait.partition,
    requiredOffset: wait.requiredOffset,
    done: true,
    response: { index, errorCode, baseOffset, logAppendTimeMs, logStartOffset, errorMessage, currentLeader },
  };
}

import type { MetadataRecord } from '../../../src/sim/kraft/records.ts';
import { MS } from '../../../src/sim/time.ts';
import type { Bench } from './bench.ts';
import { METADATA_EPOCH, METADATA_LEADER, metadataAnswer, metadataBatch } from './metadata-batches.ts';

/** The first offset of the past: before it the leader has written that it leads. */
export const PAST = 1;

/**
 * A peer in the place of controller-101 leads the quorum in epoch 1, lets the other two replicate its log, and falls silent: they elect
 * one of themselves, which finds that past in its log.
 */
export function feedQuorum(bench: Bench, past: readonly MetadataRecord[]): void {
  bench.run(MS);
  const voters = [METADATA_LEADER, 102, 103];
  const records = [
    metadataBatch([{ type: 'LeaderChange', leaderId: METADATA_LEADER, voters }], 0, 'LEADER_CHANGE'),
    metadataBatch(past, PAST),
  ];
  const answer = metadataAnswer({ records, highWatermark: PAST + past.length });
  const leader = `controller-${METADATA_LEADER}`;
  for (const follower of ['controller-102', 'controller-103']) {
    const connection = bench.connect(leader, follower);
    const begin = {
      type: 'BeginQuorumEpochRequest',
      leaderId: METADATA_LEADER,
      leaderEpoch: METADATA_EPOCH,
    } as const;
    bench.ask(leader, connection, begin, 'BeginQuorumEpochResponse');
    bench.respond(leader, bench.asked(leader, 'FetchRequest', follower), answer);
  }
}

import * as v from 'valibot';

import type { FetchPartition, FetchPartitionResponse } from '../../../src/sim/protocol/client.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { adapter, eraOf, type Check } from '../support/adapter.ts';
import { batchesOf } from '../support/batches.ts';
import { OUTSIDE } from '../support/control.ts';
import { Rig } from '../support/rig.ts';

const log = v.object({
  epochs: v.array(v.object({ epoch: v.number(), startOffset: v.number() })),
  logEndOffset: v.number(),
});
const diverging = v.object({ epoch: v.number(), endOffset: v.number() });
const schema = v.object({
  leader: log,
  follower: log,
  rounds: v.array(
    v.object({
      fetchOffset: v.number(),
      lastFetchedEpoch: v.nullable(v.number()),
      diverging: v.nullable(diverging),
      truncateTo: v.optional(v.number()),
    }),
  ),
  followerLogEndOffsetBeforeCopying: v.number(),
});

type Log = v.InferOutput<typeof log>;
type Round = v.InferOutput<typeof schema>['rounds'][number];

const LEADER = 1;
const FOLLOWER = 2;

/** What a real follower asks a real leader, and where it cuts its log, until the leader serves it records. */
export const playTruncation = adapter(
  schema,
  ({ leader, follower, rounds, followerLogEndOffsetBeforeCopying }, vector): Check => {
    const rig = new Rig({ brokers: [LEADER, FOLLOWER], era: eraOf(vector) });
    write(rig, LEADER, leader);
    write(rig, FOLLOWER, follower);
    const replicas = [LEADER, FOLLOWER];
    // The leader leads on in its latest epoch where it can, so that its log is exactly the case's.
    const epoch = Math.max(1, leader.epochs.at(-1)?.epoch ?? 0, follower.epochs.at(-1)?.epoch ?? 0);
    rig.tell(LEADER, LEADER, epoch, replicas, replicas);
    const seen = watch(rig);
    rig.tell(FOLLOWER, LEADER, epoch, replicas, replicas);
    rig.bench.until('the leader serves the follower', () => seen.end !== null, 10 * SECOND);
    return {
      expected: { rounds, followerLogEndOffsetBeforeCopying },
      got: { rounds: seen.rounds, followerLogEndOffsetBeforeCopying: seen.end },
    };
  },
);

/** Gives a broker its log: it follows a leader, which the case plays, and is sent it. */
function write(rig: Rig, broker: number, { epochs, logEndOffset }: Log): void {
  rig.tell(broker, OUTSIDE, 0, [LEADER, FOLLOWER, OUTSIDE], [OUTSIDE]);
  rig.feed(broker, { records: batchesOf(epochs, logEndOffset) });
}

/** Notes what the follower asks, what it is answered, and what is left of its log, as they reach the two brokers. */
function watch(rig: Rig): { readonly rounds: Round[]; end: number | null } {
  const { bench } = rig;
  const seen: { readonly rounds: Round[]; end: number | null } = { rounds: [], end: null };
  const nodes = { leader: bench.node(`broker-${LEADER}`), follower: bench.node(`broker-${FOLLOWER}`) };
  let asked: FetchPartition | null = null;
  let cutting: Round | null = null;
  bench.onStimulus = (node, stimulus) => {
    if (seen.end !== null) return;
    if (node === nodes.leader && stimulus.type === 'request' && stimulus.body.type === 'FetchRequest') {
      // The follower asks from where its log ends after it was cut.
      asked = stimulus.body.topics[0]?.partitions[0] ?? null;
      if (cutting !== null && asked !== null) seen.rounds.push({ ...cutting, truncateTo: asked.fetchOffset });
      cutting = null;
    }
    if (
      node !== nodes.follower ||
      stimulus.type !== 'response' ||
      stimulus.body.type !== 'FetchResponse' ||
      asked === null
    )
      return;
    const answer: FetchPartitionResponse | undefined = stimulus.body.responses[0]?.partitions[0];
    const { fetchOffset, lastFetchedEpoch } = asked;
    const round = {
      fetchOffset,
      lastFetchedEpoch: lastFetchedEpoch < 0 ? null : lastFetchedEpoch,
      diverging: answer?.divergingEpoch ?? null,
    };
    if (round.diverging === null) {
      seen.rounds.push(round);
      seen.end = bench.replica(FOLLOWER).log.logEndOffset;
    } else cutting = round;
  };
  return seen;
}

import * as v from 'valibot';

import { fromMs, MS, SECOND } from '../../../src/sim/time.ts';
import { adapter, eraOf, Unreadable, type Check } from '../support/adapter.ts';
import { batchesOf, batchOf } from '../support/batches.ts';
import { OUTSIDE } from '../support/control.ts';
import { Rig } from '../support/rig.ts';

const number = v.number();
const ids = v.array(number);
const op = v.variant('op', [
  v.object({ op: v.literal('leaderAppend'), records: number }),
  v.object({ op: v.literal('followerFetch'), replica: number, fetchOffset: number }),
  v.object({ op: v.literal('sleep'), ms: number }),
  v.object({ op: v.literal('isrExpirationCheck') }),
]);
const state = v.object({
  leaderLEO: number,
  leaderHW: number,
  isr: ids,
  followers: v.record(v.string(), v.object({ leo: number, hw: number })),
});
const schema = v.object({
  leader: number,
  replicas: ids,
  initialIsr: ids,
  minInsyncReplicas: number,
  'replica.lag.time.max.ms': number,
  start: v.pipe(
    v.object({ leaderLEO: number, leaderHW: number, leaderEpochStartOffset: number }),
    v.check(
      ({ leaderLEO, leaderHW, leaderEpochStartOffset }) => Math.max(leaderHW, leaderEpochStartOffset) <= leaderLEO,
      'a high watermark and an epoch start in the log are wanted',
    ),
  ),
  ops: v.array(op),
  after: v.array(state),
});

type Case = v.InferOutput<typeof schema>;
type Op = v.InferOutput<typeof op>;

/**
 * A real leader and real followers, step by step: a follower's link to its leader is cut but for the moment of each of its
 * fetches, so that it fetches when the case says so and never else. It does not let a fetch wait for records either: an answer
 * that waited would tell the high watermark of its end, not that of the fetch.
 */
export const playReplicationTrace = adapter(schema, (data, vector): Check => {
  if (data.ops.length !== data.after.length) throw new Unreadable('after: a state for each of the ops is wanted');
  const stage = new Stage(
    data,
    new Rig({
      brokers: data.replicas,
      era: eraOf(vector),
      config: { 'replica.lag.time.max.ms': data['replica.lag.time.max.ms'], 'replica.fetch.wait.max.ms': 0 },
      topicConfig: { 'min.insync.replicas': String(data.minInsyncReplicas) },
    }),
  );
  return { expected: data.after, got: data.ops.map((one) => stage.after(one)) };
});

class Stage {
  private readonly data: Case;
  private readonly rig: Rig;
  private readonly followers: readonly number[];

  constructor(data: Case, rig: Rig) {
    this.data = data;
    this.rig = rig;
    const { leader, replicas, initialIsr, start } = data;
    this.followers = replicas.filter((id) => id !== leader);
    for (const id of this.followers) rig.bench.do({ type: 'cutLink', from: `broker-${id}`, to: `broker-${leader}` });
    for (const id of replicas) this.giveLog(id, id === leader ? start.leaderLEO : this.firstFetch(id));
    // The broker looks for lagging followers when the case does: its first look is placed, later ones follow at their interval.
    const firstCheck = data.ops.findIndex((one) => one.op === 'isrExpirationCheck');
    const slept = data.ops
      .slice(0, Math.max(0, firstCheck))
      .reduce((sum, one) => sum + (one.op === 'sleep' ? one.ms : 0), 0);
    rig.alignIsrCheck(leader, fromMs(slept) + 2 * SECOND, fromMs(data['replica.lag.time.max.ms']) / 2);
    for (const id of this.followers) rig.tell(id, leader, 1, replicas, initialIsr);
    this.lead();
    const { log, isr } = rig.bench.replica(leader);
    const staged = { leaderLEO: log.logEndOffset, leaderHW: log.highWatermark, isr };
    const wanted = { leaderLEO: start.leaderLEO, leaderHW: start.leaderHW, isr: initialIsr };
    if (rig.proposed() !== null || JSON.stringify(staged) !== JSON.stringify(wanted))
      throw new Unreadable(`start: ${JSON.stringify(wanted)} cannot be brought about, but ${JSON.stringify(staged)}`);
  }

  /** Where a follower's log ends before the first step: it fetches from there; one that never does has none. */
  private firstFetch(follower: number): number {
    const first = this.data.ops.find((one) => one.op === 'followerFetch' && one.replica === follower);
    return first?.op === 'followerFetch' ? first.fetchOffset : 0;
  }

  /** What a broker has from the leader before: it goes to where the leader epoch begins at most. */
  private giveLog(id: number, logEndOffset: number): void {
    const { replicas, start } = this.data;
    const end = Math.min(logEndOffset, start.leaderEpochStartOffset);
    if (end === 0) return;
    this.rig.tell(id, OUTSIDE, 0, [...replicas, OUTSIDE], [OUTSIDE]);
    const records = batchesOf([{ epoch: 0, startOffset: 0 }], end);
    this.rig.feed(id, { records, highWatermark: Math.min(start.leaderHW, end) });
  }

  /** The broker leads, and has what the case says, of which so much is committed. */
  private lead(): void {
    const { rig, followers } = this;
    const { leader, replicas, initialIsr, start, minInsyncReplicas } = this.data;
    const inSync = initialIsr.filter((id) => id !== leader);
    const commits = start.leaderHW > start.leaderEpochStartOffset && inSync.length > 0;
    const alone = commits && Math.min(minInsyncReplicas, replicas.length) <= 1;
    rig.tell(leader, leader, 1, replicas, alone ? [leader] : initialIsr);
    if (commits) {
      this.appendUpTo(start.leaderHW);
      // Those that are in sync came after that; or they have fetched it, and said so.
      if (alone) rig.tell(leader, leader, 1, replicas, initialIsr);
      else
        for (const times of [1, 2])
          for (const id of inSync) this.fetch(id, times === 1 ? this.end(id) : start.leaderHW);
    }
    const ahead = followers.map((id) => ({ id, end: this.firstFetch(id) })).sort((a, b) => a.end - b.end);
    for (const { id, end } of ahead) {
      if (end <= this.end(id)) continue;
      this.appendUpTo(end);
      this.fetch(id, this.end(id));
    }
    this.appendUpTo(start.leaderLEO);
  }

  private end(id: number): number {
    return this.rig.bench.replica(id).log.logEndOffset;
  }

  private appendUpTo(logEndOffset: number): void {
    const { leader } = this.data;
    const missing = logEndOffset - this.end(leader);
    if (missing > 0) this.rig.produce(leader, batchOf(missing));
  }

  after(one: Op): v.InferOutput<typeof state> {
    this.happen(one);
    const { rig, data, followers } = this;
    const { log, isr } = rig.accept().bench.replica(data.leader);
    return {
      leaderLEO: log.logEndOffset,
      leaderHW: log.highWatermark,
      isr: [...isr],
      followers: Object.fromEntries(followers.map((id) => [String(id), this.marks(id)])),
    };
  }

  private marks(id: number): { readonly leo: number; readonly hw: number } {
    const { log } = this.rig.bench.replica(id);
    return { leo: log.logEndOffset, hw: log.highWatermark };
  }

  private happen(one: Op): void {
    const { rig, data } = this;
    switch (one.op) {
      case 'leaderAppend':
        rig.produce(data.leader, batchOf(one.records));
        return;
      case 'followerFetch':
        return this.fetch(one.replica, one.fetchOffset);
      case 'sleep':
        rig.bench.run(fromMs(one.ms));
        return;
      case 'isrExpirationCheck':
        rig.isrCheck(data.leader);
        return;
    }
  }

  /** Lets the follower's link work until one fetch has arrived, and waits for what it gets. */
  private fetch(replica: number, fetchOffset: number): void {
    const { bench } = this.rig;
    const [leader, follower] = [bench.node(`broker-${this.data.leader}`), bench.node(`broker-${replica}`)];
    const link = { from: `broker-${replica}`, to: `broker-${this.data.leader}` };
    let [arrived, answered, offset] = [false, false, -1];
    bench.onStimulus = (node, stimulus) => {
      if (
        node === leader &&
        stimulus.type === 'request' &&
        stimulus.peer === follower &&
        stimulus.body.type === 'FetchRequest'
      ) {
        arrived = true;
        offset = bench.replica(replica).log.logEndOffset;
      }
      answered ||=
        arrived && node === follower && stimulus.type === 'response' && stimulus.body.type === 'FetchResponse';
    };
    bench.do({ type: 'healLink', ...link });
    bench.until('the fetch arrives', () => arrived, 60 * SECOND);
    bench.do({ type: 'cutLink', ...link });
    bench.until('the fetch is answered', () => answered, 60 * SECOND).run(MS);
    bench.onStimulus = null;
    if (offset !== fetchOffset)
      throw new Error(`replica ${replica} fetches at ${offset}; the case says ${fetchOffset}`);
  }
}

import * as v from 'valibot';

import { adapter, eraOf, Unreadable, type Check } from '../support/adapter.ts';
import { batchOf } from '../support/batches.ts';
import { Rig } from '../support/rig.ts';

const number = v.number();
const ids = v.array(number);
const LEADER = 1;

const expandStep = v.object({
  leaderEpoch: v.optional(number),
  appended: v.optional(number),
  isrFollowerFetchOffset: v.optional(number),
  follower2FetchOffset: v.optional(number),
  leaderHW: v.optional(number),
  joins: v.optional(v.boolean()),
});
const expandSchema = v.object({ replicas: ids, isr: ids, steps: v.array(expandStep) });

/** When a real leader proposes a follower for the ISR. Followers' fetches are sent by the case. */
export const playIsrExpand = adapter(expandSchema, ({ replicas, isr, steps }, vector): Check => {
  const outside = replicas.filter((id) => !isr.includes(id));
  const member = isr.find((id) => id !== LEADER);
  const [joining] = outside;
  if (joining === undefined || member === undefined)
    throw new Unreadable('isr: one follower in it and one outside are wanted');
  const rig = new Rig({ era: eraOf(vector), brokers: [LEADER], peers: replicas.filter((id) => id !== LEADER) });
  const expected: unknown[] = [];
  const got: unknown[] = [];
  for (const step of steps) {
    if (step.leaderEpoch !== undefined) rig.tell(LEADER, LEADER, step.leaderEpoch, replicas, isr);
    if (step.appended !== undefined) rig.produce(LEADER, batchOf(step.appended));
    if (step.isrFollowerFetchOffset !== undefined) rig.fetch(LEADER, member, step.isrFollowerFetchOffset);
    if (step.follower2FetchOffset !== undefined) rig.fetch(LEADER, joining, step.follower2FetchOffset);
    const newIsr = rig.proposed()?.newIsr ?? isr;
    const { highWatermark } = rig.bench.replica(LEADER).log;
    const asked = {
      ...(step.joins === undefined ? {} : { joins: step.joins }),
      ...(step.leaderHW === undefined ? {} : { leaderHW: step.leaderHW }),
    };
    expected.push(asked);
    got.push({
      ...(step.joins === undefined ? {} : { joins: newIsr.includes(joining) }),
      ...(step.leaderHW === undefined ? {} : { leaderHW: highWatermark }),
    });
  }
  return { expected, got };
});

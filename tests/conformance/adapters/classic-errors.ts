import * as v from 'valibot';

import { SECOND } from '../../../src/sim/time.ts';
import type { Era } from '../../../src/sim/world.ts';
import { adapter, eraOf, Unreadable, type Check } from '../support/adapter.ts';
import { ClassicMembers } from '../support/classic-members.ts';

const STATES = ['Empty', 'PreparingRebalance', 'CompletingRebalance', 'Stable', 'Dead'] as const;

const schema = v.object({
  state: v.picklist(STATES),
  request: v.string(),
  error: v.optional(v.string()),
  outcome: v.optional(v.string()),
  thenState: v.optional(v.string()),
  responseGeneration: v.optional(v.number()),
});

type State = (typeof STATES)[number];

/** What a member, B, is answered when its group is in a state: the request goes to a real coordinator that was brought there. */
export const playClassicError = adapter(
  schema,
  ({ state, request, error, outcome, thenState, ...more }, vector): Check => {
    const members = groupIn(state, eraOf(vector));
    const asking = REQUESTS[request];
    if (asking === undefined) throw new Unreadable(`request: ${request} is not known`);
    asking(members);
    const answer = members.last('B') ?? members.last('N');
    const got = {
      error: answer === null ? undefined : (members.error('N') ?? members.error('B')),
      outcome: answer === null ? parked(members, outcome) : undefined,
      thenState: thenState === undefined ? undefined : members.group()?.state,
      responseGeneration:
        more.responseGeneration === undefined || answer?.type !== 'JoinGroupResponse' ? undefined : answer.generationId,
    };
    return { expected: { error, outcome: wordsOf(outcome), thenState, ...more }, got };
  },
);

const ANSWERED = 'parked (answered when the leader syncs, the group rebalances or the sync times out)';

/** What a case says of a request that waits; of words that are not known the first alone can be held against anything. */
function wordsOf(outcome: string | undefined): string | undefined {
  return outcome === ANSWERED ? outcome : outcome?.slice(0, 'parked'.length);
}

/** A request that waits: does the answer come when the leader syncs? That it comes with the two others is shown by traces. */
function parked(members: ClassicMembers, outcome: string | undefined): string {
  if (outcome !== ANSWERED) return 'parked';
  members.sync('A', { A: 'p0', B: 'p1' });
  return members.error('B') === 'NONE' ? ANSWERED : 'parked';
}

/** A group of A, which leads, and B, in generation 1 unless it is Empty. */
function groupIn(state: State, era: Era): ClassicMembers {
  const members = new ClassicMembers({ 'group.initial.rebalance.delay.ms': 100 }, era);
  members.join('A').join('A').join('B').join('B').until(SECOND);
  if (state === 'CompletingRebalance') return members;
  members.sync('A', { A: 'p0', B: 'p1' }).sync('B');
  if (state === 'PreparingRebalance') members.join('A');
  if (state === 'Empty') members.leave('A').leave('B');
  if (state === 'Dead') members.bury();
  const reached = members.group()?.state;
  if (reached !== state) throw new Error(`the group is ${String(reached)}`);
  return members;
}

const OLD = { generation: 0 };
const OUTSIDE = { memberId: '', generation: -1 };

const REQUESTS: { readonly [request: string]: ((members: ClassicMembers) => unknown) | undefined } = {
  'heartbeat valid': (members) => members.heartbeat('B'),
  'heartbeat old generation': (members) => members.heartbeat('B', OLD),
  'sync valid follower': (members) => members.sync('B'),
  'sync old generation': (members) => members.sync('B', {}, OLD),
  'commit valid': (members) => members.commit('B'),
  'commit old generation': (members) => members.commit('B', OLD),
  'commit no group management (member empty, generation -1)': (members) => members.commit('B', OUTSIDE),
  'leave unknown member': (members) => members.leave('B', { memberId: 'nobody' }),
  'join new member without id (v9)': (members) => members.join('N'),
  'join known member, same metadata': (members) => members.join('B'),
};

import { describe, expect, it } from 'vitest';
import {
  hasRoleAfter,
  roleAfter,
  startingRole,
  type RoleStimulus,
} from '../../../../src/sim/kraft/raft/role-machine.ts';
import type { RaftRole, RaftSettings } from '../../../../src/sim/kraft/raft/state.ts';

const STIMULI: readonly RoleStimulus[] = [
  'higherEpoch',
  'vote',
  'leaderFound',
  'timeout',
  'lost',
  'lostToLeader',
  'preVotesGranted',
  'votesGranted',
  'resign',
];

/** QuorumState's table: where each stimulus leads from each role; what is not here Kafka refuses with IllegalStateException. */
type Table = { readonly [R in RaftRole]?: { readonly [S in RoleStimulus]?: RaftRole } };

const COMMON = { higherEpoch: 'Unattached', leaderFound: 'Follower' } as const;
const LEADER = { higherEpoch: 'Unattached', resign: 'Resigned' } as const;

const UP_TO_3_9: Table = {
  Unattached: { ...COMMON, vote: 'Unattached', timeout: 'Candidate' },
  Candidate: { ...COMMON, timeout: 'Candidate', votesGranted: 'Leader' },
  Leader: LEADER,
  Follower: { ...COMMON, timeout: 'Candidate' },
  Resigned: { ...COMMON, timeout: 'Candidate' },
};

const FROM_4_0: Table = {
  Unattached: { ...COMMON, vote: 'Unattached', timeout: 'Prospective' },
  Prospective: {
    ...COMMON,
    vote: 'Prospective',
    lost: 'Unattached',
    lostToLeader: 'Follower',
    preVotesGranted: 'Candidate',
  },
  Candidate: { ...COMMON, timeout: 'Prospective', votesGranted: 'Leader' },
  Leader: LEADER,
  Follower: { ...COMMON, timeout: 'Prospective' },
  Resigned: { ...COMMON, timeout: 'Unattached' },
};

const OBSERVER: Table = { Unattached: COMMON, Follower: COMMON };

describe.each([
  ['a voter up to 3.9', UP_TO_3_9, true, false],
  ['a voter from 4.0 on', FROM_4_0, true, true],
  ['an observer (kraft-032)', OBSERVER, false, true],
] as const)('the role of %s', (_, table, isVoter, preVote) => {
  const settings = { preVote } as RaftSettings;
  it.each(Object.keys(table) as RaftRole[])('from %s leads where the table says, and nowhere else', (role) => {
    const member = { isVoter, settings, role: startingRole(role) };
    for (const stimulus of STIMULI) {
      const to = table[role]?.[stimulus];
      expect([stimulus, hasRoleAfter(member, stimulus)]).toEqual([stimulus, to !== undefined]);
      if (to === undefined) expect(() => roleAfter(member, stimulus)).toThrow(`must not see ${stimulus}`);
      else expect([stimulus, roleAfter(member, stimulus).value]).toEqual([stimulus, to]);
    }
  });
});

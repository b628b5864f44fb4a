import { setup, type AnyStateMachine } from 'xstate';
import { assert } from '../../../lib/assert.ts';
import { initialOf, move, type Kept } from '../../machine.ts';
import type { RaftRole, RaftState } from './state.ts';

/** What makes a member of the quorum change its role. */
export type RoleStimulus =
  /** Somebody is in a later epoch. */
  | 'higherEpoch'
  /** It gives its vote in an epoch whose leader it does not know. */
  | 'vote'
  /** It learns who leads its epoch, or a later one. */
  | 'leaderFound'
  /** The election timeout or a follower's fetch timeout has passed (in 3.9: after a candidate's backoff). */
  | 'timeout'
  /** Too few would vote for it, and the leader is not known (4.0). */
  | 'lost'
  /** Too few would vote for it, since its last leader still leads (4.0). */
  | 'lostToLeader'
  | 'preVotesGranted'
  | 'votesGranted'
  /** A clean stop, or no fetches from a majority. */
  | 'resign';

const raftRole = setup({
  types: { events: {} as { readonly type: RoleStimulus } },
  actions: { enter: (): void => undefined },
});

/** Every transition has an action, so that one into the same role is told from none. */
function to<R extends RaftRole>(target: R): { readonly target: R; readonly actions: 'enter' } {
  return { target, actions: 'enter' };
}

const ALWAYS = { higherEpoch: to('Unattached'), leaderFound: to('Follower') };

/** A voter up to 3.9 (QuorumState; Voted is Unattached with a vote). */
const withoutPreVote = raftRole.createMachine({
  id: 'raftRole',
  initial: 'Unattached',
  states: {
    Unattached: { on: { ...ALWAYS, vote: to('Unattached'), timeout: to('Candidate') } },
    Candidate: { on: { ...ALWAYS, timeout: to('Candidate'), votesGranted: to('Leader') } },
    Leader: { on: { higherEpoch: to('Unattached'), resign: to('Resigned') } },
    Follower: { on: { ...ALWAYS, timeout: to('Candidate') } },
    Resigned: { on: { ...ALWAYS, timeout: to('Candidate') } },
  },
});

/** A voter from 4.0 on (KIP-996): who would stand for election is Prospective first. */
const withPreVote = raftRole.createMachine({
  id: 'raftRoleWithPreVote',
  initial: 'Unattached',
  states: {
    Unattached: { on: { ...ALWAYS, vote: to('Unattached'), timeout: to('Prospective') } },
    Prospective: {
      on: {
        ...ALWAYS,
        vote: to('Prospective'),
        lost: to('Unattached'),
        lostToLeader: to('Follower'),
        preVotesGranted: to('Candidate'),
      },
    },
    Candidate: { on: { ...ALWAYS, timeout: to('Prospective'), votesGranted: to('Leader') } },
    Leader: { on: { higherEpoch: to('Unattached'), resign: to('Resigned') } },
    Follower: { on: { ...ALWAYS, timeout: to('Prospective') } },
    Resigned: { on: { ...ALWAYS, timeout: to('Unattached') } },
  },
});

/** An observer never votes and never stands for election. */
const ofObserver = raftRole.createMachine({
  id: 'raftObserver',
  initial: 'Unattached',
  states: { Unattached: { on: ALWAYS }, Follower: { on: ALWAYS } },
});

type Member = Pick<RaftState, 'isVoter' | 'settings' | 'role'>;

function machineOf({ isVoter, settings }: Pick<Member, 'isVoter' | 'settings'>): AnyStateMachine {
  if (!isVoter) return ofObserver;
  return settings.preVote ? withPreVote : withoutPreVote;
}

/** The role in which a member starts (QuorumState.initialize reads it from its quorum-state file). */
export function startingRole(value: RaftRole): Kept<RaftRole> {
  return { value, context: null };
}

/** The role of a member that knows nothing. */
export const UNATTACHED: Kept<RaftRole> = initialOf<RaftRole, null>(withPreVote, null);

/** Does the stimulus mean anything in this role? */
export function hasRoleAfter(member: Member, stimulus: RoleStimulus): boolean {
  return move<RaftRole, null>(machineOf(member), member.role, { type: stimulus }).changed;
}

/** The role after a stimulus, which must mean something in it: Kafka throws IllegalStateException for any other. */
export function roleAfter(member: Member, stimulus: RoleStimulus): Kept<RaftRole> {
  const moved = move<RaftRole, null>(machineOf(member), member.role, { type: stimulus });
  assert(moved.changed, () => `a member of the quorum that is ${member.role.value} must not see ${stimulus}`);
  return moved.kept;
}

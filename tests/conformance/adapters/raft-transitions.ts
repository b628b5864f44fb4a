import * as v from 'valibot';

import { SECOND } from '../../../src/sim/time.ts';
import type { TraceEntry } from '../../../src/sim/trace/entry.ts';
import type { Era } from '../../../src/sim/world.ts';
import { adapter, type Check } from '../support/adapter.ts';
import { RaftRig, type TableRole } from '../support/raft-rig.ts';

const ROLES = ['Unattached', 'Voted', 'Prospective', 'Candidate', 'Leader', 'Follower', 'Resigned'] as const;

const schema = v.object({
  from: v.picklist(ROLES),
  to: v.picklist(ROLES),
  valid: v.boolean(),
  cause: v.optional(v.string(), ''),
});

/** Everything that a quorum can do to a voter, each to a copy of it. */
const HAPPENINGS: { readonly [name: string]: (rig: RaftRig) => unknown } = {
  'a candidate of a later epoch': (rig) => rig.askForVote(rig.raft().epoch + 1).pass(5 * SECOND, () => null),
  'a candidate of this epoch': (rig) => rig.askForVote(Math.max(1, rig.raft().epoch)).pass(SECOND, () => null),
  'the leader of this epoch': (rig) => rig.begin(Math.max(1, rig.raft().epoch)).pass(5 * SECOND, () => null),
  'the leader of a later epoch': (rig) => rig.begin(rig.raft().epoch + 1).pass(5 * SECOND, () => null),
  'a leader that resigns': (rig) => rig.end(Math.max(1, rig.raft().epoch)).pass(5 * SECOND, () => null),
  silence: (rig) => rig.pass(8 * SECOND, () => null),
  votes: (rig) => rig.pass(8 * SECOND, () => true),
  'pre-votes alone': (rig) => rig.pass(8 * SECOND, ({ preVote }) => preVote),
  'no votes': (rig) => rig.pass(8 * SECOND, () => false),
  'a clean stop': (rig) => {
    rig.bench.do({ type: 'stop', node: 'controller-101' });
    return rig.pass(6 * SECOND, () => true);
  },
};

/**
 * Kafka's table of the roles: a real voter in the role `from` is told and denied all that a quorum can tell and deny it. A valid
 * transition comes about, in every era that has it; one that is not valid never does.
 */
export const playRaftTransition = adapter(schema, ({ from, to, valid, cause }): Check => {
  const eras = erasOf(from, to, cause);
  const reached = eras.filter((era) => comesAbout(era, from, to));
  return { expected: valid ? eras : [], got: reached };
});

function erasOf(from: TableRole, to: TableRole, cause: string): readonly Era[] {
  // From 3.9 on Voted is Unattached with a vote; what follows it in 4.0 is said of Unattached.
  if (/\(3\.x\)/.test(cause) || from === 'Voted' || to === 'Voted') return ['3.9'];
  if (/\(4\.0\)/.test(cause) || from === 'Prospective' || to === 'Prospective') return ['4.0'];
  return ['3.9', '4.0'];
}

function comesAbout(era: Era, from: TableRole, to: TableRole): boolean {
  const rig = new RaftRig(era);
  if (!rig.bring(from)) throw new Error(`no voter of ${era} is ever ${from}`);
  return Object.values(HAPPENINGS).some((happen) => {
    const copy = rig.fork();
    const before = copy.bench.entries.length;
    happen(copy);
    return movesOf(copy.bench.entries.slice(before), from === 'Voted').some(
      (move) => move.from === from && move.to.includes(to),
    );
  });
}

interface Move {
  readonly from: TableRole;
  readonly to: readonly TableRole[];
}

/** The changes of role on a trace, as Kafka's table has them: Unattached after a vote is Voted. */
function movesOf(entries: readonly TraceEntry[], voted: boolean): readonly Move[] {
  const moves: Move[] = [];
  let hasVoted = voted;
  for (const entry of entries) {
    if (entry.type !== 'RaftRoleChanged') continue;
    const { from, to, why } = entry.args;
    const gives = why === 'vote given';
    const before = from === 'Unattached' && hasVoted ? 'Voted' : (from as TableRole);
    moves.push({ from: before, to: gives ? ['Unattached', 'Voted'] : [to as TableRole] });
    hasVoted = gives;
  }
  return moves;
}

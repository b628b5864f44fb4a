import * as v from 'valibot';

import { groupMove } from '../../../src/sim/group/classic/machine.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { adapter, type Check } from '../support/adapter.ts';
import { ClassicMembers } from '../support/classic-members.ts';

const STATES = ['Empty', 'PreparingRebalance', 'CompletingRebalance', 'Stable', 'Dead'] as const;
const state = v.picklist(STATES);
const schema = v.object({ from: state, to: state, valid: v.boolean() });

/** A change of state is possible when the machine has it and real coordinators make it; one that is not valid never comes about. */
export const playClassicTransition = adapter(schema, ({ from, to, valid }): Check => {
  const machine = groupMove(from, to) !== null;
  // A group that is Dead is gone: that it may die twice can only be asked of the machine.
  const seen = from === 'Dead' && to === 'Dead' ? machine : comesAbout().includes(`${from} ${to}`);
  return { expected: { machine: valid, seen: valid }, got: { machine, seen } };
});

/** What can happen to a group, from its first member on; each may be cut short by a coordinator that hands over. */
const HAPPENINGS: readonly ((members: ClassicMembers) => unknown)[] = [
  (members) => members.join('A').join('B').join('A').join('B'),
  (members) => members.sync('B'),
  (members) => members.sync('A', { A: 'p0', B: 'p1' }),
  (members) => members.join('A'),
  (members) => members.join('B'),
  (members) => members.join('C').join('C'),
  // Nobody does anything: the join phase, the sync phase, then the sessions end.
  (members) => members.until(200 * SECOND),
  (members) => members.join('D').join('D').sync('D', { D: 'p0' }),
  (members) => members.leave('D'),
  (members) => members.join('E').until(400 * SECOND),
];

let known: readonly string[] | null = null;

/** All changes of state that were seen, as `from to`. */
function comesAbout(): readonly string[] {
  if (known !== null) return known;
  const changes: string[] = [];
  for (let until = 1; until <= HAPPENINGS.length; until++) {
    const members = new ClassicMembers({}, '4.0', 2);
    for (const happen of HAPPENINGS.slice(0, until)) happen(members);
    members.handOver();
    for (const entry of members.bench.bench.entries) {
      if (entry.type === 'GroupStateChanged') changes.push(`${entry.args.from} ${entry.args.to}`);
    }
  }
  known = changes;
  return known;
}

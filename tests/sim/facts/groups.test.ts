import { beforeAll, expect, test } from 'vitest';

import { askCall } from '../../../src/sim/facts/ask.ts';
import { parseFactCall } from '../../../src/sim/facts/call.ts';
import { groupsOf } from '../../../src/sim/read/groups.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { CoordinatorBench } from '../../conformance/support/coordinator-bench.ts';
import { commitOf, joinOf, syncOf } from '../broker/groups/requests.ts';

let bench: CoordinatorBench;
let member: string;

function ask(fact: string): unknown {
  const call = parseFactCall(fact);
  if (!call.ok) throw new Error(call.problem);
  return askCall({ world: bench.bench.world, history: null }, call.value);
}

beforeAll(() => {
  bench = new CoordinatorBench({ era: '3.9', brokers: 3 });
  expect(ask('coordinator(g)')).toBeNull();
  const joined = bench.ask('c', 'g', joinOf('g', 'c1'));
  member = joined.memberId;
  bench.ask('c', 'g', syncOf('g', joined, { [member]: { t: [0, 2] } }));
  bench.ask('c', 'g', { ...commitOf('g', 't', { 0: 0 }), memberId: member, generationIdOrMemberEpoch: 1 });
});

test('a group is what its coordinator has of it', () => {
  expect(ask('coordinator(g)')).toBe(bench.coordinator('g'));
  expect(ask('groupState(g)')).toBe('Stable');
  expect(ask('generation(g)')).toBe(1);
  expect(ask('memberCount(g)')).toBe(1);
  expect(ask('members(g)')).toEqual([{ client: 'c1', member, partitions: ['t-0', 't-2'] }]);
  expect([ask('owner(g, t-2)'), ask('owner(g, t-1)')]).toEqual(['c1', null]);
  expect([ask('groupState(h)'), ask('memberCount(h)')]).toEqual([null, 0]);
});

test('what a group has committed, and how far it is behind', () => {
  expect([ask('committed(g, t-0)'), ask('committed(g, t-1)')]).toEqual([0, null]);
  expect(ask('committedOffsets(g)')).toEqual([{ partition: 't-0', offset: 0 }]);
  expect(ask('lag(g, t-0)')).toBe(0);
});

test('a member is given up when it is silent for its session timeout, unless it is heard of', () => {
  const [view] = groupsOf(bench.bench.world);
  const [one] = view?.members ?? [];
  expect(view).toMatchObject({ groupId: 'g', protocol: 'classic', leader: member, assignor: 'range' });
  const left = ((one?.sessionDeadline ?? 0) - bench.bench.world.now) / SECOND;
  expect(left).toBeGreaterThan(44);
  expect(left).toBeLessThanOrEqual(45);
  bench.bench.run(46 * SECOND);
  expect(ask('memberCount(g)')).toBe(0);
  expect(ask('groupState(g)')).toBe('Empty');
  expect(ask('committed(g, t-0)')).toBe(0);
});

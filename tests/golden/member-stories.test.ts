import { expect, test } from 'vitest';

import { all, nameOf, ownedBy, told } from './told.ts';

/* How members go, and what their group makes of it. */

test('a member leaves: it says so, and the others have its partitions at once', async () => {
  const played = await told('group-leave');
  const removed = all(played, 'MemberRemoved').map(({ args, t }) => ({ why: args.why, t }));
  expect(removed.map(({ why }) => why)).toEqual(['left']);
  expect(removed[0]?.t).toBeLessThan(31_000_000);
  expect(ownedBy(played, 'b1')).toEqual([0, 1, 2]);
});

test('a member dies: its partitions stand still for its session, then the others have them', async () => {
  const played = await told('group-death');
  const [removed] = all(played, 'MemberRemoved');
  expect(removed?.args.why).toBe('session');
  // The session runs from its last heartbeat, at most three seconds before it died.
  expect(removed?.t).toBeGreaterThan(37_000_000);
  expect(removed?.t).toBeLessThanOrEqual(40_100_000);
  expect(ownedBy(played, 'b1')).toEqual([0, 1, 2]);
});

test('a member freezes: it is put out, believes otherwise, and finds out when it is back', async () => {
  const played = await told('group-freeze');
  const [removed] = all(played, 'MemberRemoved');
  expect(removed?.args.why).toBe('session');
  const lost = all(played, 'PartitionsLost').filter(({ node }) => nameOf(played.world, node) === 'b2');
  expect(lost).toHaveLength(1);
  expect(lost[0]?.t).toBeGreaterThanOrEqual(45_000_000);
  // Nothing that it commits in between counts.
  const late = all(played, 'CommitSucceeded').filter(
    ({ node, t }) => nameOf(played.world, node) === 'b2' && t > 25_000_000 && t < (lost[0]?.t ?? 0),
  );
  expect(late).toEqual([]);
  expect(ownedBy(played, 'b2').length).toBeGreaterThan(0);
});

test('slower than max.poll.interval.ms: it leaves of its own accord while its heartbeats go on, and comes back when it polls', async () => {
  const played = await told('group-slow-member');
  const [overdue] = all(played, 'PollOverdue');
  expect(overdue && nameOf(played.world, overdue.node)).toBe('b2');
  const removed = all(played, 'MemberRemoved').map(({ args }) => args.why);
  expect(removed[0]).toBe('left');
  expect(removed).not.toContain('session');
  const back = all(played, 'MemberJoined').filter(({ t }) => t > (overdue?.t ?? 0));
  expect(back.length).toBeGreaterThan(0);
  expect(all(played, 'PartitionsLost').some(({ node }) => nameOf(played.world, node) === 'b2')).toBe(true);
});

test('rolling restart: dynamic members rebalance at each stop and each start, static ones never', async () => {
  const dynamic = await told('group-rolling-restart');
  const fixed = await told('group-rolling-restart-static');
  const later = (story: typeof dynamic): number =>
    all(story, 'GenerationBegun').filter(({ t }) => t > 20_000_000).length;
  expect(later(dynamic)).toBeGreaterThanOrEqual(6);
  expect(later(fixed)).toBe(0);
  expect(all(fixed, 'StaticMemberReplaced')).toHaveLength(3);
  expect(all(fixed, 'MemberRemoved')).toEqual([]);
  for (const played of [dynamic, fixed])
    expect(['b1', 'b2', 'b3'].flatMap((name) => ownedBy(played, name)).sort()).toEqual([0, 1, 2]);
});

import { describe, expect, test } from 'vitest';

import { foldIndexOf } from '../../../src/sim/facts/folds.ts';
import {
  pastOf,
  rebalancesFold,
  stoodStill,
  type GroupPast,
  type Rebalance,
} from '../../../src/sim/facts/folds/rebalances.ts';
import { nameOfNode } from '../../../src/sim/read/nodes.ts';
import { clusterWith, COOPERATIVE, member, members, run, type Moment } from '../../scene/group-runs.ts';

function pastIn({ history }: Moment): GroupPast {
  const past = pastOf(history[foldIndexOf(rebalancesFold)] as readonly GroupPast[], 'billing');
  if (past === null) throw new Error('the group must be remembered');
  return past;
}

function last(moment: Moment): Rebalance {
  const { rebalance } = pastIn(moment);
  if (rebalance === null) throw new Error('there must have been a rebalance');
  return rebalance;
}

function owner(moment: Moment, node: number): string {
  return node < 0 ? 'nobody' : nameOfNode(moment.world, node);
}

describe('what is remembered of a rebalance', () => {
  test('the first: nobody read the partitions before', () => {
    const moment = run(clusterWith(members(3, 'billing')), 12);
    const rebalance = last(moment);
    expect(rebalance.endedAt).toBeGreaterThan(rebalance.startedAt);
    expect(rebalance.generation).toBe(1);
    expect(rebalance.moves.map(({ from, to, stopped }) => [from, to >= 0, stopped])).toEqual([
      [-1, true, 0],
      [-1, true, 0],
      [-1, true, 0],
    ]);
  });

  const join = (config: Record<string, string>) =>
    run(
      clusterWith([member('billing-1', 'billing', 3, { config }), member('billing-2', 'billing', 12, { config })]),
      24,
    );

  test('eager: a member joins, and every partition stops, also those that stay', () => {
    const moment = join({});
    const rebalance = last(moment);
    expect(rebalance.moves).toHaveLength(3);
    for (const { stopped, from, stoppedAt } of rebalance.moves) {
      expect(stopped).toBeGreaterThan(0);
      expect(stoppedAt).toBeNull();
      expect(owner(moment, from)).toBe('billing-1');
    }
    expect(rebalance.moves.map(({ to }) => owner(moment, to)).sort()).toEqual(['billing-1', 'billing-1', 'billing-2']);
  });

  test('cooperative: a member joins, and only what moves stops', () => {
    const moment = join({ 'partition.assignment.strategy': COOPERATIVE });
    const { reads } = pastIn(moment);
    expect(reads.filter(({ node }) => owner(moment, node) === 'billing-2')).toHaveLength(1);
    const rebalance = last(moment);
    expect(rebalance.moves.filter(({ stopped }) => stopped > 0).length).toBeLessThanOrEqual(1);
    expect(rebalance.moves.every(({ from, to }) => from !== to)).toBe(true);
  });

  test('a member dies: its partition stands still from then on, through its session, until another reads it', () => {
    const crash = { type: 'crash', node: 'billing-2', kind: 'process' } as const;
    const scenario = clusterWith(members(3, 'billing'));
    const before = run(scenario, 15, [[12, crash]]);
    const still = pastIn(before).reads.filter(({ stoppedAt }) => stoppedAt !== null);
    expect(still).toEqual([expect.objectContaining({ stoppedAt: 12_000_000, why: 'died' })]);
    const after = run(scenario, 30, [[12, crash]]);
    const move = last(after).moves.find(({ from }) => owner(after, from) === 'billing-2');
    if (move === undefined) throw new Error('its partition must have moved');
    expect(owner(after, move.to)).not.toBe('billing-2');
    // Silence is noticed a session after the last heartbeat, which came up to three seconds before it died.
    expect(move.stopped).toBeGreaterThan(7_000_000);
    expect(move.stopped).toBeLessThan(14_000_000);
    expect(stoodStill(move, after.world.now)).toBe(move.stopped);
  });

  test('a frozen member that thaws in time reads on, and no rebalance is told', () => {
    const scenario = clusterWith(members(3, 'billing'));
    const done = [
      [12, { type: 'freeze', node: 'billing-2' }],
      [14, { type: 'thaw', node: 'billing-2' }],
    ] as const;
    const frozen = run(scenario, 13, done.slice(0, 1));
    expect(pastIn(frozen).reads.filter(({ why, stoppedAt }) => why === 'froze' && stoppedAt !== null)).toHaveLength(1);
    const thawed = run(scenario, 16, done);
    expect(pastIn(thawed).reads.every(({ stoppedAt }) => stoppedAt === null)).toBe(true);
    expect(last(thawed).generation).toBe(1);
  });
});

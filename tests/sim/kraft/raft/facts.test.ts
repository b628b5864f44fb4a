import { expect, it } from 'vitest';
import { createWorld } from '../../../../src/sim/cluster.ts';
import { factNamed } from '../../../../src/sim/facts/registry.ts';
import { quorumOf } from '../../../../src/sim/read/quorum.ts';
import type { World } from '../../../../src/sim/world.ts';
import { scenario } from '../../cluster/build.ts';
import { Quorum } from './quorum.ts';

function ask(world: World, fact: string): unknown {
  return factNamed(fact)?.ask({ world, history: null }, []);
}

it('the quorum has a leader and an epoch, which the active controller is and is in', () => {
  const quorum = new Quorum(3);
  expect([ask(quorum.world, 'quorumLeader'), ask(quorum.world, 'quorumEpoch')]).toEqual([-1, 0]);
  quorum.until(10);
  const leader = quorum.leader();
  expect([ask(quorum.world, 'quorumLeader'), ask(quorum.world, 'quorumEpoch')]).toEqual([leader, 1]);
  expect([ask(quorum.world, 'controller'), ask(quorum.world, 'controllerEpoch')]).toEqual([leader, 1]);
  expect(factNamed('quorumLeader')?.say(leader, [])).toBe(`Controller ${leader} leads the quorum.`);
  quorum.crash(10, leader);
  expect(ask(quorum.world, 'quorumLeader')).toBe(-1);
  expect(factNamed('quorumLeader')?.say(-1, [])).toBe('Nobody leads the quorum.');
});

it('in ZooKeeper mode there is none', () => {
  const world = createWorld(scenario());
  expect(quorumOf(world)).toBeNull();
  expect([ask(world, 'quorumLeader'), ask(world, 'quorumEpoch')]).toEqual([null, null]);
});

it('a World in KRaft mode is JSON', () => {
  const { world } = new Quorum(3).until(10);
  expect(JSON.parse(JSON.stringify(world))).toEqual(world);
});

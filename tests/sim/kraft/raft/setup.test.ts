import '../../../../src/sim/kraft/load.ts';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../../src/scenario/parse-scenario.ts';
import { vecToArray } from '../../../../src/lib/vec.ts';
import { createWorld } from '../../../../src/sim/cluster.ts';
import type { World } from '../../../../src/sim/world.ts';

function worldOf(text: string): World {
  const { scenario, mistakes } = parseScenario('t.yaml', text);
  if (scenario === null) throw new Error(JSON.stringify(mistakes));
  return createWorld(scenario);
}

const namesOf = (world: World): readonly string[] => vecToArray(world.nodes).map(({ name }) => name);

describe('the machines of a scenario in KRaft mode', () => {
  it('controllers of their own come first, and are the voters', () => {
    const world = worldOf('{ era: 4.0, controllers: 5, brokers: 2 }');
    expect(world.setup).toMatchObject({ mode: 'kraft', era: '4.0', zookeeperNodes: [] });
    expect(world.setup.voters.map(({ id }) => id)).toEqual([101, 102, 103, 104, 105]);
    const names = namesOf(world);
    expect(names).toEqual([
      ...[101, 102, 103, 104, 105].map((id) => `controller-${id}`),
      'broker-1',
      'broker-2',
      'admin',
    ]);
    for (const { id, node } of world.setup.voters) expect(names[node]).toBe(`controller-${id}`);
    for (const id of [1, 2]) expect(names[world.setup.nodeOfBroker[id] ?? -1]).toBe(`broker-${id}`);
    expect(names[world.setup.adminNode]).toBe('admin');
  });

  it('with combined roles the first brokers are the voters, whatever their ids', () => {
    const world = worldOf('{ mode: kraft, roles: combined, brokers: [7, 3, 5, 9] }');
    expect(world.setup.voters.map(({ id }) => id)).toEqual([3, 5, 7]);
    const names = namesOf(world);
    expect(names).toEqual(['broker-7', 'broker-3', 'broker-5', 'broker-9', 'admin']);
    for (const { id, node } of world.setup.voters) expect(names[node]).toBe(`broker-${id}`);
  });

  it('era 3.9 has both modes, ZooKeeper unless the other is asked for; 4.0 has KRaft', () => {
    expect(worldOf('era: 3.9').setup.mode).toBe('zookeeper');
    expect(worldOf('{ era: 3.9, controllers: 3 }').setup.voters).toEqual([]);
    expect(worldOf('{ era: 3.9, mode: kraft }').setup.voters).toHaveLength(3);
    expect(worldOf('era: 4.0').setup.mode).toBe('kraft');
  });

  it('settings of the quorum are those of all processes', () => {
    const text = '{ era: 4.0, config: { broker: { controller.quorum.election.timeout.ms: 300 } } }';
    const [first] = vecToArray(worldOf(text).nodes);
    expect(first?.state).toMatchObject({ raft: { settings: { electionTimeout: 300_000, fetchTimeout: 2_000_000 } } });
  });
});

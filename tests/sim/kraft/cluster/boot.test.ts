import { describe, expect, it, test } from 'vitest';
import { stableStringify } from '../../../../src/lib/json.ts';
import { brokersOf } from '../../../../src/sim/read/brokers.ts';
import type { AdminState } from '../../../../src/sim/client/admin/state.ts';
import { controllerNow } from '../../../../src/sim/read/controller.ts';
import { nodeNamed } from '../../../../src/sim/read/nodes.ts';
import { activeController, Cluster, consumer, kraft, LAYOUTS, orders, producer, traffic } from './kraft-cluster.ts';

describe.each(LAYOUTS)('a cluster of $era with $roles roles that starts cold', (layout) => {
  const busy = kraft(layout, {
    producers: [producer('p', 'orders', { program: { count: 20 } })],
    consumers: [consumer('c', ['orders'])],
  });

  it.each([1, 2, 3])(
    'elects a quorum leader, registers and unfences every broker, and creates the topics (seed %i)',
    (seed) => {
      const cluster = new Cluster(kraft(layout), seed).until(6);
      expect(brokersOf(cluster.world).map(({ condition, registration }) => `${condition}, ${registration}`)).toEqual([
        'running, active',
        'running, active',
        'running, active',
      ]);
      expect(controllerNow(cluster.world).epoch).toBe(cluster.entries('QuorumLeaderElected').at(-1)?.args.epoch);
      const { leader, leaderEpoch, isr, replicas } = orders(cluster.world);
      expect({ leader, leaderEpoch, isr, replicas }).toEqual({
        leader: 1,
        leaderEpoch: 0,
        isr: [1, 2, 3],
        replicas: [1, 2, 3],
      });
    },
  );

  it('takes each broker through its states: registered while it starts, unfenced while it recovers, then running (kraft-067, kraft-068)', () => {
    const cluster = new Cluster(kraft(layout)).until(6);
    for (const id of [1, 2, 3]) {
      const told: string[] = [];
      for (const entry of cluster.trace) {
        if (entry.type === 'BrokerStateChanged' && entry.args.broker === id) told.push(entry.args.to);
        else if (entry.type === 'BrokerRegistered' && entry.args.broker === id) told.push('registered');
        else if (entry.type === 'BrokerUnfenced' && entry.args.broker === id) told.push('unfenced');
      }
      expect(told).toEqual(['STARTING', 'registered', 'RECOVERY', 'unfenced', 'RUNNING']);
    }
  });

  it('takes what producers send and gives it to consumers', () => {
    const cluster = new Cluster(busy).until(8);
    expect(traffic(cluster)).toEqual({ acknowledged: 20, printed: 20 });
  });

  it('gives the same run to the byte for the same seed, its World is plain JSON, and causes come first', () => {
    const [a, b] = [new Cluster(busy).until(4), new Cluster(busy).until(4)];
    expect(stableStringify(a.trace)).toBe(stableStringify(b.trace));
    expect(JSON.parse(JSON.stringify(a.world))).toEqual(a.world);
    a.trace.forEach((entry, at) => {
      expect(entry.seq).toBe(at);
      for (const cause of entry.causes) expect(cause).toBeLessThan(entry.seq);
    });
  });
});

describe('clients in KRaft mode', () => {
  test('hear of a live broker as the controller, not always the same, and never of the active controller', () => {
    const told: number[] = [];
    for (let seed = 1; seed <= 6; seed++) {
      const cluster = new Cluster(kraft({ era: '3.9', roles: 'separate' }), seed).until(6);
      expect(activeController(cluster)).toMatch(/^controller-10[123]$/);
      const admin = nodeNamed(cluster.world, 'admin')?.state as AdminState;
      told.push(admin.network.metadata.controllerId);
    }
    expect(told.every((id) => [1, 2, 3].includes(id))).toBe(true);
    expect(new Set(told).size).toBeGreaterThan(1);
  });

  test('have what is for the controller forwarded by whichever broker they ask', () => {
    const cluster = new Cluster(kraft({ era: '3.9', roles: 'separate' })).until(6);
    const node = controllerNow(cluster.world).id - 101;
    const asked = cluster.entries('RequestReceived').filter(({ args }) => args.api === 'CreateTopicsRequest');
    const admin = cluster.world.setup.adminNode;
    expect(asked.map(({ node: at, args }) => [args.from === admin, at === node])).toEqual([
      [true, false],
      [false, true],
    ]);
  });
});

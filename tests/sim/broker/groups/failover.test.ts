import { expect, test } from 'vitest';

import { drawn, nextState } from '../../../../src/lib/rng.ts';
import { Checker } from '../../../../src/sim/invariants/checker.ts';
import { brokerState } from '../../../../src/sim/read/nodes.ts';
import { committedAt, coordinatorOf } from '../../../../src/sim/read/groups.ts';
import { MS, SECOND } from '../../../../src/sim/time.ts';
import type { ConnectionId } from '../../../../src/sim/world.ts';
import { CoordinatorBench } from '../../../conformance/support/coordinator-bench.ts';
import { commitOf, errorsIn } from './requests.ts';

/** Commits ever higher offsets while the coordinator is crashed, stopped or frozen again and again; each connection waits for its answer. */
function commitThrough(era: '3.9' | '4.0', seed: number): { bench: CoordinatorBench; acknowledged: number } {
  const bench = new CoordinatorBench({ era, brokers: 3, config: { 'min.insync.replicas': 2 } });
  bench.coordinator('g');
  const sim = bench.bench;
  let rng = seed;
  const draw = (bound: number): number => {
    rng = nextState(rng);
    return drawn(rng, bound);
  };
  let offset = 0;
  let acknowledged = 0;
  const asked: { readonly connection: ConnectionId; readonly offset: number }[] = [];
  const checker = new Checker();
  sim.onStep = (before, after, entries) => {
    const violations = checker.look(before, after, entries);
    if (violations.length > 0) throw new Error(JSON.stringify(violations));
  };
  for (let round = 0; round < 40; round++) {
    const leader = coordinatorOf(sim.world, 'g') ?? -1;
    const status = leader < 0 ? 'down' : sim.world.setup.brokerIds.includes(leader) && statusOf(bench, leader);
    if (status === 'running') {
      offset += 1;
      const connection = sim.connect('peer', `broker-${leader}`);
      sim.send('peer', connection, commitOf('g', 't', { 0: offset }));
      asked.push({ connection, offset });
      if (draw(4) === 0)
        sim.do({ type: draw(2) === 0 ? 'crash' : 'stop', node: `broker-${leader}`, kind: 'process' } as never);
    }
    sim.run((1 + draw(4)) * SECOND + draw(1000) * MS);
    for (const broker of [1, 2, 3])
      if (statusOf(bench, broker) === 'down' && draw(2) === 0) sim.do({ type: 'start', node: `broker-${broker}` });
    for (const { connection, offset: of } of asked) {
      const answer = sim.inbox('peer').find((one) => one.type === 'response' && one.connection === connection);
      const ok =
        answer?.type === 'response' &&
        answer.body.type === 'OffsetCommitResponse' &&
        errorsIn(answer.body)[0] === 'NONE';
      if (ok) acknowledged = Math.max(acknowledged, of);
    }
    expect(toldOrPending(bench)).toBeGreaterThanOrEqual(acknowledged);
  }
  for (const broker of [1, 2, 3])
    if (statusOf(bench, broker) === 'down') sim.do({ type: 'start', node: `broker-${broker}` });
  sim.run(30 * SECOND);
  return { bench, acknowledged };
}

/**
 * The highest offset that the coordinator knows of. That of 4.0 tells it only when its own high watermark is there (unless the answer may
 * wait), and a new leader's high watermark trails.
 */
function toldOrPending({ bench: { world } }: CoordinatorBench): number {
  const coordinator = coordinatorOf(world, 'g') ?? -1;
  const state = brokerState(world, coordinator)?.groups;
  if (state === undefined || !state.groups.some(({ groupId }) => groupId === 'g')) return Infinity;
  const pending = state.pending.flatMap(({ offsets }) => offsets.map(({ committed }) => committed?.offset ?? 0));
  return Math.max(committedAt(world, 'g', 't', 0)?.offset ?? 0, ...pending);
}

function statusOf(bench: CoordinatorBench, broker: number): string {
  const node = bench.bench.world.setup.nodeOfBroker[broker] ?? -1;
  return bench.nodeStatus(node);
}

test.each([1, 2, 3, 4])('no commit that was acknowledged is forgotten, whoever coordinates next (seed %i)', (seed) => {
  for (const era of ['3.9', '4.0'] as const) {
    const { bench, acknowledged } = commitThrough(era, seed);
    expect(acknowledged).toBeGreaterThan(5);
    expect(committedAt(bench.bench.world, 'g', 't', 0)?.offset).toBeGreaterThanOrEqual(acknowledged);
  }
});

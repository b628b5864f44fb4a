import '../../../../src/sim/kraft/load.ts';
import { describe, expect, it } from 'vitest';
import { brokerNode } from '../../../../src/sim/read/nodes.ts';
import { quorumOf, raftOf } from '../../../../src/sim/read/quorum.ts';
import type { RaftState } from '../../../../src/sim/kraft/raft/state.ts';
import type { World } from '../../../../src/sim/world.ts';
import { Cluster, scenario } from '../../cluster/build.ts';

function observer(world: World, broker: number): RaftState {
  const node = brokerNode(world, broker);
  const raft = node === null ? null : raftOf(node);
  if (raft === null) throw new Error(`broker ${broker} is no observer`);
  return raft;
}

const cluster = (more: Parameters<typeof scenario>[0] = {}): Cluster =>
  new Cluster(scenario({ mode: 'kraft', era: '4.0', ...more }));

describe('brokers observe the quorum (kraft-032)', () => {
  it('they follow the leader and are only ever Unattached or Follower, through elections', () => {
    for (const era of ['3.9', '4.0'] as const) {
      const run = cluster({ era }).until(10);
      const leader = quorumOf(run.world)?.leaderId ?? -1;
      run.do(10, { type: 'crash', node: `controller-${leader}`, kind: 'process' }).until(25);
      const brokers = run.world.setup.brokerIds.map((id) => run.world.setup.nodeOfBroker[id]);
      const roles = run.entries('RaftRoleChanged').filter(({ node }) => brokers.includes(node));
      expect(new Set(roles.map(({ args }) => args.to))).toEqual(new Set(['Unattached', 'Follower']));
      const now = quorumOf(run.world);
      expect(now?.leaderId).not.toBe(leader);
      for (const id of [1, 2, 3])
        expect(observer(run.world, id)).toMatchObject({ leaderId: now?.leaderId, epoch: now?.epoch, isVoter: false });
    }
  });

  it('they are asked for no vote and give none', () => {
    const run = cluster().until(10);
    const leader = quorumOf(run.world)?.leaderId ?? -1;
    run.do(10, { type: 'crash', node: `controller-${leader}`, kind: 'process' }).until(20);
    const voters = run.world.setup.voters.map(({ node }) => node);
    for (const entry of [...run.entries('VoteGranted'), ...run.entries('VoteRefused')])
      expect(voters).toContain(entry.node);
  });

  it('they do not count for what is committed: with two of three voters gone nothing is, though three brokers fetch', () => {
    const run = cluster().until(10);
    const leader = quorumOf(run.world)?.leaderId ?? -1;
    for (const { id } of run.world.setup.voters)
      if (id !== leader) run.do(10, { type: 'crash', node: `controller-${id}`, kind: 'process' });
    const committed = run.entries('MetadataCommitted').length;
    run.do(10.5, { type: 'crash', node: 'broker-3', kind: 'process' }).until(40);
    expect(run.entries('MetadataCommitted')).toHaveLength(committed);
    expect(quorumOf(run.world)?.leaderId).toBe(-1);
  });

  it('they drop what a leader had written that nobody else ever got', () => {
    const run = cluster({ seed: 3 }).until(10);
    const leader = quorumOf(run.world)?.leaderId ?? -1;
    const others = run.world.setup.voters.filter(({ id }) => id !== leader).map(({ id }) => `controller-${id}`);
    for (const other of others) {
      run.do(10, { type: 'cutLink', from: `controller-${leader}`, to: other });
      run.do(10, { type: 'cutLink', from: other, to: `controller-${leader}` });
    }
    // Broker 3 asks the leader, which is cut off, to be let go; broker 1 and 2 copy what it writes of that.
    run.do(10.05, { type: 'stop', node: 'broker-3' }).until(30);
    const truncated = run.entries('MetadataTruncated').map(({ node }) => node);
    expect(truncated.length).toBeGreaterThan(0);
    const now = quorumOf(run.world)?.leaderId;
    expect(now).not.toBe(leader);
    for (const id of [1, 2]) expect(observer(run.world, id).leaderId).toBe(now);
    expect(run.entries('QuorumFault')).toEqual([]);
  });
});

describe('a frozen leader', () => {
  it('that thaws finds a later epoch and follows', () => {
    const run = cluster({ brokerCount: 1 }).until(10);
    const old = quorumOf(run.world)?.leaderId ?? -1;
    run.do(10, { type: 'freeze', node: `controller-${old}` }).until(20);
    const now = quorumOf(run.world);
    expect(now?.voters.filter(({ role }) => role === 'Leader')).toHaveLength(2);
    expect(now?.leaderId).not.toBe(old);
    run.do(20, { type: 'thaw', node: `controller-${old}` }).until(25);
    const thawed = quorumOf(run.world)?.voters.find(({ id }) => id === old);
    expect(thawed).toMatchObject({ role: 'Follower', leaderId: now?.leaderId });
  });
});

describe('combined roles', () => {
  it('the first brokers are the voters, and the leader among them is the active controller', () => {
    const run = new Cluster(
      scenario({ mode: 'kraft', era: '3.9', brokerCount: 4, kraft: { controllers: 3, roles: 'combined' } }),
    ).until(15);
    const quorum = quorumOf(run.world);
    expect(quorum?.voters.map(({ name }) => name)).toEqual(['broker-1', 'broker-2', 'broker-3']);
    expect([1, 2, 3]).toContain(quorum?.leaderId);
    expect(observer(run.world, 4)).toMatchObject({ isVoter: false, leaderId: quorum?.leaderId });
    run.do(15, { type: 'crash', node: `broker-${quorum?.leaderId}`, kind: 'process' }).until(30);
    expect(quorumOf(run.world)?.leaderId).not.toBe(quorum?.leaderId);
    expect(quorumOf(run.world)?.leaderId).toBeGreaterThan(0);
  });
});

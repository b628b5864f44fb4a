import { describe, expect, it } from 'vitest';

import { parseScenario } from '../../../src/scenario/parse-scenario.ts';
import { checkConsumerConfig } from '../../../src/sim/client/settings/check-consumer.ts';
import { s, type Cluster } from '../../sim/cluster/build.ts';
import {
  by,
  groupCluster,
  groupOf,
  member,
  ownedBy,
  stateOf,
  timesOf,
} from '../../sim/client/group/support/members.ts';

/* The cases in prose of vectors/consumer.json about members, their rebalances and what ends them. */

const DEFAULTS = { 'session.timeout.ms': '45000', 'heartbeat.interval.ms': '3000' };

/** Two members, each with one partition by 15 s. */
const pair = (config: { readonly [name: string]: string } = {}): Cluster =>
  groupCluster([member('a', { ...DEFAULTS, ...config }), member('b', { ...DEFAULTS, ...config })]).until(15);

/** When the coordinator removed a member, and why. */
const removals = (cluster: Cluster): [number, string][] =>
  cluster.entries('MemberRemoved').map(({ t, args }) => [t / 1e6, args.why]);

/** Commits renew a session as heartbeats do. */
const BEATS: readonly string[] = ['HeartbeatRequest', 'OffsetCommitRequest'];

/** When the member's last heartbeat before an instant left. */
function lastBeat(cluster: Cluster, name: string, before: number): number {
  return by(cluster, name, 'RequestSent')
    .filter(({ args, t }) => BEATS.includes(args.api) && t <= s(before))
    .at(-1)?.t as number;
}

describe('liveness', () => {
  it('consumer-055: a killed member is removed session.timeout.ms after its last heartbeat', () => {
    const cluster = pair().do(20, { type: 'crash', node: 'b', kind: 'process' }).until(90);
    const [[removed, why] = [0, '']] = removals(cluster);
    expect(why).toBe('session');
    expect(removed - lastBeat(cluster, 'b', 20) / 1e6).toBeCloseTo(45, 1);
    expect(ownedBy(cluster, 'a')).toEqual([0, 1]);
  });

  it('consumer-056: close() sends LeaveGroup, and the rebalance begins at once', () => {
    const cluster = pair().do(20, { type: 'stop', node: 'b' }).until(30);
    const [[removed, why] = [0, '']] = removals(cluster);
    expect([why, removed < 20.1]).toEqual(['left', true]);
  });

  it('consumer-058: a static member back in time gets another member id and the same partitions; nobody rebalances', () => {
    const config = { ...DEFAULTS, 'group.instance.id': 'i1' };
    const cluster = groupCluster([member('a', DEFAULTS), member('b', config)]).until(15);
    const [had, before] = [ownedBy(cluster, 'b'), groupOf(cluster, 'b').member];
    cluster.do(15, { type: 'crash', node: 'b', kind: 'process' }).do(40, { type: 'start', node: 'b' }).until(55);
    const after = groupOf(cluster, 'b').member;
    expect(ownedBy(cluster, 'b')).toEqual(had);
    expect(after).toMatchObject({ generationId: (before as { generationId: number }).generationId });
    expect((after as { memberId: string }).memberId).not.toBe((before as { memberId: string }).memberId);
    expect(timesOf(cluster, 'a', 'PartitionsRevoked').filter((t) => t > 15)).toEqual([]);
  });

  it('consumer-059: a static member that does not come back is removed like any other', () => {
    const config = { ...DEFAULTS, 'group.instance.id': 'i1' };
    const cluster = groupCluster([member('a', DEFAULTS), member('b', config)]).until(15);
    cluster.do(20, { type: 'crash', node: 'b', kind: 'process' }).until(90);
    const [[removed] = [0]] = removals(cluster);
    expect(removed - lastBeat(cluster, 'b', 20) / 1e6).toBeCloseTo(45, 1);
  });

  it('consumer-061: a static member too slow for max.poll.interval.ms only falls silent; its session ends later', () => {
    const config = { 'group.instance.id': 'i1', 'max.poll.interval.ms': '20000' };
    const cluster = groupCluster([member('slow', { ...DEFAULTS, ...config }, { processing: s(60) })]).until(100);
    const [overdue = 0] = timesOf(cluster, 'slow', 'PollOverdue');
    expect(timesOf(cluster, 'slow', 'GroupLeft')).toEqual([]);
    const [[removed, why] = [0, '']] = removals(cluster);
    expect(why).toBe('session');
    expect(removed - lastBeat(cluster, 'slow', overdue) / 1e6).toBeCloseTo(45, 1);
    expect(lastBeat(cluster, 'slow', removed)).toBeLessThanOrEqual(s(overdue));
  });

  it('consumer-062: the others wait for a busy member up to its max.poll.interval.ms, then it is dropped', () => {
    // It is slow from the start: its program is at work when the second one joins.
    const busy = member('busy', { 'max.poll.interval.ms': '30000', ...DEFAULTS }, { processing: s(200) });
    const cluster = groupCluster([busy, member('late', { 'max.poll.interval.ms': '30000' }, { startAt: s(12) })]);
    cluster.until(60);
    const began = cluster
      .entries('GroupStateChanged')
      .filter(({ args }) => args.to === 'PreparingRebalance')
      .at(1);
    const polled = by(cluster, 'busy', 'RecordsPrinted')[0]?.t ?? 0;
    const given = by(cluster, 'late', 'PartitionsAssigned')[0]?.t ?? 0;
    // The busy one leaves by itself when its own interval is over, which began with its last poll().
    expect(given - polled).toBeGreaterThan(s(29.9));
    expect(given).toBeLessThan((began?.t ?? 0) + s(30.1));
    expect(ownedBy(cluster, 'late')).toEqual([0, 1]);
  });

  it('consumer-064: a session timeout below group.min.session.timeout.ms ends the program', () => {
    const cluster = groupCluster([member('a', { 'session.timeout.ms': '5000' })]).until(10);
    expect(stateOf(cluster, 'a').failed).toBe('INVALID_SESSION_TIMEOUT');
    expect(by(cluster, 'a', 'ProcessExited')).toHaveLength(1);
  });

  it('consumer-065: heartbeats as rare as sessions are long are refused', () => {
    const config = { 'group.id': 'g', 'session.timeout.ms': '10000', 'heartbeat.interval.ms': '10000' };
    expect(checkConsumerConfig(config).map(({ setting }) => setting)).toEqual(['heartbeat.interval.ms']);
    expect(checkConsumerConfig({ ...config, 'heartbeat.interval.ms': '9999' })).toEqual([]);
  });
});

describe('reactions', () => {
  it('consumer-068: UNKNOWN_MEMBER_ID makes it forget who it was, call its partitions lost and join anew', () => {
    const cluster = groupCluster([member('a'), member('b')]).until(15);
    cluster.do(15, { type: 'freeze', node: 'b' }).do(35, { type: 'thaw', node: 'b' }).until(50);
    const lost = by(cluster, 'b', 'PartitionsLost')[0]?.t ?? 0;
    const join = by(cluster, 'b', 'GroupJoining').find(({ t }) => t >= lost);
    expect(join?.args.member).toBe('');
    expect(ownedBy(cluster, 'b')).toHaveLength(1);
  });

  it('consumer-070: REBALANCE_IN_PROGRESS makes it join again with its id, giving up what the protocol asks for', () => {
    const cluster = groupCluster([member('a'), member('b', {}, { startAt: s(12) })]).until(25);
    const again = by(cluster, 'a', 'GroupJoining').at(-1);
    expect(again?.args.member).not.toBe('');
    expect(by(cluster, 'a', 'PartitionsRevoked')[0]?.args.partitions).toHaveLength(2);
    expect(by(cluster, 'a', 'PartitionsLost')).toHaveLength(0);
  });

  it('consumer-071: FENCED_INSTANCE_ID ends it', () => {
    const twin = member('twin', { 'group.instance.id': 'i' }, { startAt: s(12) });
    const cluster = groupCluster([member('a', { 'group.instance.id': 'i' }), twin]).until(20);
    expect([stateOf(cluster, 'a').failed, stateOf(cluster, 'twin').failed]).toEqual(['FENCED_INSTANCE_ID', null]);
  });

  it('consumer-076: INCONSISTENT_GROUP_PROTOCOL ends it', () => {
    const other = member('b', { 'partition.assignment.strategy': 'roundrobin' }, { startAt: s(12) });
    const cluster = groupCluster([member('a', { 'partition.assignment.strategy': 'range' }), other]).until(20);
    expect([stateOf(cluster, 'a').failed, stateOf(cluster, 'b').failed]).toEqual([null, 'INCONSISTENT_GROUP_PROTOCOL']);
  });
});

describe('outcomes', () => {
  it('consumer-083: assign() and subscribe() together are refused', () => {
    const text = 'consumers:\n  - { name: c, topics: orders, assign: orders-0 }\n';
    const read = parseScenario('scenario.yaml', text);
    expect(JSON.stringify(read)).toContain('a consumer must have either topics or assign');
  });

  it('consumer-085: more members than partitions leaves some with nothing', () => {
    const cluster = groupCluster([member('a'), member('b'), member('c')]).until(15);
    expect(['a', 'b', 'c'].map((name) => ownedBy(cluster, name).length).sort()).toEqual([0, 1, 1]);
  });
});

describe('rebalance callbacks', () => {
  const config = { 'partition.assignment.strategy': 'cooperative-sticky' };

  it('consumer-094: cooperative members keep reading while they join, give up what is taken, and join again at once', () => {
    const cluster = groupCluster([member('a', config), member('b', config, { startAt: s(12) })]).until(30);
    const told = cluster.trace
      .filter(({ node }) => node === by(cluster, 'a', 'GroupJoining')[0]?.node)
      .filter(({ t, type }) => t > s(12) && ['GroupJoining', 'PartitionsRevoked', 'PartitionsAssigned'].includes(type));
    expect(told.map(({ type }) => type)).toEqual([
      'GroupJoining',
      'PartitionsRevoked',
      'PartitionsAssigned',
      'GroupJoining',
      'PartitionsAssigned',
    ]);
    expect(by(cluster, 'a', 'PartitionsRevoked')[0]?.args.partitions).toHaveLength(1);
    // Only the commit of what it keeps comes between.
    expect((told[3]?.t ?? 0) - (told[2]?.t ?? 0)).toBeLessThan(s(0.02));
  });

  it('consumer-095: who is no longer a member is told onPartitionsLost, with all it had', () => {
    const cluster = groupCluster([member('a', config)]).until(15);
    cluster.do(15, { type: 'freeze', node: 'a' }).do(35, { type: 'thaw', node: 'a' }).until(45);
    expect(by(cluster, 'a', 'PartitionsLost')[0]?.args.partitions).toHaveLength(2);
    expect(by(cluster, 'a', 'PartitionsRevoked')).toHaveLength(0);
  });
});

import { describe, expect, it } from 'vitest';
import { fetchRequest } from '../../../../src/sim/kraft/raft/fetch-client.ts';
import { RaftRig } from '../../../conformance/support/raft-rig.ts';
import { Quorum } from './quorum.ts';

const stop = (quorum: Quorum, seconds: number, id: number): Quorum =>
  quorum.do(seconds, { type: 'stop', node: `controller-${id}` });

describe('a clean stop', () => {
  it('of the leader: it resigns, and its best follower is elected within milliseconds (kraft-064)', () => {
    for (const era of ['3.9', '4.0'] as const) {
      const quorum = new Quorum(3, { era }).until(10);
      const leader = quorum.leader();
      stop(quorum, 10, leader).until(10.2);
      expect(quorum.isRunning(leader)).toBe(false);
      expect(quorum.leader()).not.toBe(leader);
      const resigned = quorum.entries('RaftRoleChanged').find(({ args }) => args.to === 'Resigned');
      expect(resigned?.args.why).toBe('stopping');
      const elected = quorum.entries('QuorumLeaderElected').at(-1);
      expect((elected?.t ?? Infinity) - 10e6).toBeLessThan(20_000);
    }
  });

  it('EndQuorumEpoch names the followers by how far their logs go, the farthest first (kraft-064)', () => {
    for (const [ahead, behind] of [
      [102, 103],
      [103, 102],
    ] as const) {
      const rig = new RaftRig('4.0');
      rig.bring('Leader');
      const { epoch, log } = rig.raft();
      const connection = rig.bench.connect(`controller-${ahead}`, 'controller-101');
      const request = { ...fetchRequest({ nodeId: ahead, epoch, log }), maxWaitMs: 0 };
      rig.bench.ask(`controller-${ahead}`, connection, request, 'FetchResponse');
      rig.bench.do({ type: 'stop', node: 'controller-101' });
      const asked = rig.bench.asked(`controller-${behind}`, 'EndQuorumEpochRequest', 'controller-101');
      const open = rig.bench.openRequests(`controller-${behind}`).find((one) => one.connection === asked);
      expect(open?.body).toMatchObject({ leaderId: 101, leaderEpoch: epoch, preferredSuccessors: [ahead, behind] });
    }
  });

  it('of a follower, or of a single voter, takes no time', () => {
    const quorum = new Quorum(3).until(10);
    const leader = quorum.leader();
    const [follower] = quorum.followers() as [number];
    stop(quorum, 10, follower);
    expect(quorum.isRunning(follower)).toBe(false);
    expect(quorum.until(20).leader()).toBe(leader);
    const alone = new Quorum(1).until(5);
    expect(stop(alone, 5, 101).isRunning(101)).toBe(false);
  });

  it('of a leader that nobody can replace waits five seconds', () => {
    const quorum = new Quorum(3).until(10);
    const leader = quorum.leader();
    for (const id of quorum.followers()) quorum.crash(10, id);
    stop(quorum, 10.1, leader).until(15);
    expect(quorum.isRunning(leader)).toBe(true);
    expect(quorum.until(15.2).isRunning(leader)).toBe(false);
  });
});

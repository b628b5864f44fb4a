import { describe, expect, it } from 'vitest';
import type { VoteRequest, VoteResponse } from '../../../../src/sim/protocol/kraft.ts';
import { RaftRig, type TableRole } from '../../../conformance/support/raft-rig.ts';
import { Quorum } from './quorum.ts';

function ask(rig: RaftRig, change: Partial<VoteRequest>): VoteResponse {
  const connection = rig.bench.connect('controller-103', 'controller-101');
  const request: VoteRequest = {
    type: 'VoteRequest',
    candidateId: 103,
    candidateEpoch: rig.raft().epoch,
    lastOffsetEpoch: 0,
    lastOffset: 1000,
    preVote: false,
    ...change,
  };
  return rig.bench.ask('controller-103', connection, request, 'VoteResponse');
}

function rigIn(role: TableRole, era: '3.9' | '4.0' = '4.0'): RaftRig {
  const rig = new RaftRig(era);
  rig.bring(role);
  return rig;
}

describe('a voter that is asked for its vote', () => {
  it('refuses a candidate of an earlier epoch, and says which epoch it is', () => {
    expect(ask(rigIn('Leader'), { candidateEpoch: 0, lastOffsetEpoch: -1 }).errorCode).toBe('INVALID_REQUEST');
    const rig = rigIn('Follower');
    rig.begin(3);
    const refused = ask(rig, { candidateEpoch: 2 });
    expect(refused).toMatchObject({ errorCode: 'FENCED_LEADER_EPOCH', leaderEpoch: 3, voteGranted: false });
  });

  it('refuses one whose log is shorter, or ends in an earlier epoch', () => {
    const rig = rigIn('Leader');
    const { logEndOffset } = rig.raft().log;
    expect(logEndOffset).toBeGreaterThan(0);
    const epoch = rig.raft().epoch + 1;
    const copy = (): RaftRig => rig.fork();
    expect(ask(copy(), { candidateEpoch: epoch, lastOffsetEpoch: 1, lastOffset: logEndOffset - 1 }).voteGranted).toBe(
      false,
    );
    expect(ask(copy(), { candidateEpoch: epoch, lastOffsetEpoch: 0, lastOffset: 1000 }).voteGranted).toBe(false);
    expect(ask(copy(), { candidateEpoch: epoch, lastOffsetEpoch: 1, lastOffset: logEndOffset }).voteGranted).toBe(true);
    const [refused] = [...rig.bench.entries].filter((entry) => entry.type === 'VoteRefused');
    expect(refused).toBeUndefined();
  });

  it('refuses all others in an epoch in which it has voted, follows, stands for election, leads or has led', () => {
    for (const role of ['Voted', 'Follower', 'Candidate', 'Leader', 'Resigned'] as const) {
      const rig = rigIn(role, '3.9');
      expect([role, ask(rig, {}).voteGranted]).toEqual([role, false]);
      expect(ask(rig, {}).leaderEpoch).toBe(rig.raft().epoch);
    }
  });

  it('gives a pre-vote without being bound, unless it leads or hears from a leader (kraft-065)', () => {
    const answers: Record<string, boolean> = {};
    for (const role of ['Unattached', 'Voted', 'Prospective', 'Candidate', 'Leader', 'Resigned'] as const) {
      const rig = rigIn(role);
      const before = rig.raft();
      const lastOffsetEpoch = before.epoch;
      answers[role] = ask(rig, { preVote: true, lastOffsetEpoch }).voteGranted;
      expect(rig.raft()).toMatchObject({ epoch: before.epoch, votedFor: before.votedFor });
    }
    expect(answers).toEqual({
      Unattached: true,
      Voted: true,
      Prospective: true,
      Candidate: true,
      Leader: false,
      Resigned: true,
    });
  });

  it('of a Follower: only before the leader has answered it once', () => {
    expect(ask(rigIn('Follower'), { preVote: true }).voteGranted).toBe(true);
    const quorum = new Quorum(3).until(10);
    for (const id of quorum.followers()) expect(quorum.raft(id).hasFetchedFromLeader).toBe(true);
  });
});

describe('a voter whose log is shorter', () => {
  it('is never elected while another has what was committed', () => {
    for (const era of ['3.9', '4.0'] as const)
      for (let seed = 1; seed <= 5; seed++) {
        const quorum = new Quorum(3, { era }, seed).until(10);
        const [behind, other] = quorum.followers() as [number, number];
        const leader = quorum.leader();
        quorum.crash(10, behind);
        // An election more, which writes a record more, that the dead one does not have.
        quorum.crash(11, leader).startAgain(11.5, leader).until(30);
        const now = quorum.leader();
        expect(quorum.raft(now).log.logEndOffset).toBeGreaterThan(quorum.raft(behind).log.logEndOffset);
        const left = now === leader ? other : leader;
        quorum.crash(30, now).startAgain(30, behind).until(60);
        expect(quorum.leader()).toBe(left);
        expect(quorum.entries('QuorumFault')).toEqual([]);
      }
  });
});

import { describe, expect, it } from 'vitest';
import { vecToArray } from '../../../../src/lib/vec.ts';
import { RaftRig } from '../../../conformance/support/raft-rig.ts';
import { Quorum } from './quorum.ts';

describe('what a voter keeps over a crash (kraft-061)', () => {
  it.each(['process', 'power'] as const)('its epoch, its vote and its log, after the loss of the %s', (kind) => {
    const quorum = new Quorum(3).until(10);
    for (const id of quorum.ids) {
      const { epoch, votedFor, log } = quorum.raft(id);
      expect(votedFor).toBeGreaterThan(0);
      quorum.crash(10, id, kind);
      expect(quorum.raft(id)).toMatchObject({ epoch, votedFor, highWatermark: 0 });
      expect(vecToArray(quorum.raft(id).log.batches)).toEqual(vecToArray(log.batches));
    }
  });

  it('nothing, when the disk is lost: it begins in epoch 0 and fetches everything again', () => {
    const quorum = new Quorum(3).until(10);
    const [id] = quorum.followers() as [number];
    const { logEndOffset } = quorum.raft(id).log;
    quorum.crash(10, id, 'disk');
    expect(quorum.raft(id)).toMatchObject({ epoch: 0, leaderId: -1, votedFor: -1 });
    expect(quorum.raft(id).log.logEndOffset).toBe(0);
    quorum.startAgain(11, id).until(20);
    expect(quorum.role(id)).toBe('Follower');
    expect(quorum.raft(id).log.logEndOffset).toBeGreaterThanOrEqual(logEndOffset);
  });

  it('the vote is on the disk before the candidate hears of it: nobody else gets it in that epoch', () => {
    const rig = new RaftRig('3.9');
    rig.bring('Voted');
    rig.bench
      .do({ type: 'crash', node: 'controller-101', kind: 'power' })
      .do({ type: 'start', node: 'controller-101' });
    expect(rig.raft()).toMatchObject({ epoch: 1, votedFor: 102 });
    const connection = rig.bench.connect('controller-103', 'controller-101');
    const request = {
      type: 'VoteRequest' as const,
      candidateId: 103,
      candidateEpoch: 1,
      lastOffsetEpoch: 0,
      lastOffset: 1000,
      preVote: false,
    };
    const refused = rig.bench.ask('controller-103', connection, request, 'VoteResponse');
    expect(refused).toMatchObject({ errorCode: 'NONE', voteGranted: false, leaderEpoch: 1 });
    const again = rig.bench.connect('controller-102', 'controller-101');
    const granted = rig.bench.ask('controller-102', again, { ...request, candidateId: 102 }, 'VoteResponse');
    expect(granted.voteGranted).toBe(true);
  });

  it('a leader starts again as Resigned in its epoch, in which it never writes again', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const quorum = new Quorum(3, {}, seed).until(10);
      const leader = quorum.leader();
      const { epoch } = quorum.raft(leader);
      quorum.crash(10, leader).startAgain(10.1, leader);
      expect(quorum.role(leader)).toBe('Resigned');
      expect(quorum.raft(leader).epoch).toBe(epoch);
      const from = quorum.trace.length;
      quorum.until(30);
      expect(quorum.leaders()).toHaveLength(1);
      for (const entry of quorum.trace.slice(from))
        if (entry.type === 'MetadataAppended') expect(entry.args.epoch).toBeGreaterThan(epoch);
    }
  });

  it('a follower starts again as a follower of the leader it had', () => {
    const quorum = new Quorum(3).until(10);
    const leader = quorum.leader();
    const [id] = quorum.followers() as [number];
    quorum.crash(10, id).startAgain(10.5, id);
    expect(quorum.role(id)).toBe('Follower');
    expect(quorum.raft(id).leaderId).toBe(leader);
    quorum.until(20);
    expect(quorum.leader()).toBe(leader);
  });
});

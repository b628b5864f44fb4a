import { beforeAll, expect, test } from 'vitest';

import { namesOf, type Names } from '../../../src/scene/words/names.ts';
import { sentenceOf } from '../../../src/scene/words/sentence.ts';
import { kraftInterest } from '../../../src/sim/trace/kraft.ts';
import type { EntryArgs, EntryType, TraceEntry } from '../../../src/sim/trace/entry.ts';
import { Quorum } from '../../sim/kraft/raft/quorum.ts';

let quorum: Quorum;
let names: Names;

beforeAll(() => {
  quorum = new Quorum(3).until(5);
  quorum.crash(5, quorum.leader()).until(15);
  names = namesOf(quorum.world);
});

/** What the first controller says. */
function said<T extends EntryType>(type: T, args: EntryArgs[T]): string {
  return sentenceOf({ t: 0, seq: 0, type, node: 0, causes: [], args } as unknown as TraceEntry, names);
}

test('every entry of a quorum has a sentence: a capital first, a full stop last, names and no numbers of nodes', () => {
  const types = new Set<string>();
  for (const entry of quorum.trace) {
    if (!(entry.type in kraftInterest)) continue;
    types.add(entry.type);
    const sentence = sentenceOf(entry, names);
    expect(sentence).toMatch(/^(Controller \d+|A majority) [^<>]*\.$/);
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object|\.\.$|somebody|the network/);
    expect(sentence.length).toBeLessThan(200);
  }
  expect(types.size).toBeGreaterThanOrEqual(8);
});

test('roles are told with their reason', () => {
  expect(said('RaftRoleChanged', { from: '', to: 'Unattached', epoch: 0, leader: -1, why: 'started' })).toBe(
    'Controller 101 starts as Unattached in epoch 0.',
  );
  expect(said('RaftRoleChanged', { from: 'Candidate', to: 'Leader', epoch: 4, leader: 0, why: 'votes granted' })).toBe(
    'Controller 101 becomes Leader in epoch 4: a majority votes for it.',
  );
  const found = { from: 'Unattached', to: 'Follower', epoch: 4, leader: 1, why: 'leader found' };
  expect(said('RaftRoleChanged', found)).toBe(
    'Controller 101 becomes Follower of controller 102 in epoch 4: it has learned who leads.',
  );
});

test('votes and the log are told in a sentence each', () => {
  expect(said('VoteGranted', { candidate: 1, epoch: 4, preVote: false })).toBe(
    'Controller 101 votes for controller 102 in epoch 4.',
  );
  expect(said('VoteGranted', { candidate: 1, epoch: 3, preVote: true })).toBe(
    'Controller 101 would vote for controller 102 after epoch 3.',
  );
  expect(said('VoteRefused', { candidate: 1, epoch: 4, preVote: false, reason: 'it has voted for another' })).toBe(
    'Controller 101 refuses controller 102 its vote in epoch 4: it has voted for another.',
  );
  expect(said('QuorumLeaderElected', { epoch: 4, votes: [101, 103], voters: 3 })).toBe(
    'Controller 101 is elected leader of the quorum in epoch 4, with 2 of 3 votes.',
  );
  expect(said('MetadataTruncated', { from: 9, to: 7, leader: 1 })).toBe(
    'Controller 101 drops offsets 7 to 8 of its metadata log: controller 102, which leads, has other records there.',
  );
  expect(said('QuorumFault', { highWatermark: 9, to: 7, leader: 1 })).toMatch(/^Controller 101 ends itself: /);
});

import type { KRaftEntries } from '../../sim/trace/kraft.ts';
import { offsets } from './phrases.ts';
import type { Catalogue } from './sentence.ts';

const WHY: { readonly [why: string]: string } = {
  'election timeout': 'nobody has led for too long',
  'fetch timeout': 'the leader has not answered for too long',
  'higher epoch': 'there is a later epoch',
  'leader found': 'it has learned who leads',
  'vote given': 'it has given its vote',
  'votes granted': 'a majority votes for it',
  'pre-votes granted': 'a majority would vote for it',
  'election lost': 'too few would vote for it',
  'no majority': 'no majority has fetched from it for too long',
  stopping: 'the process is asked to end',
  'only voter': 'it is the only voter',
};

/** What the members of KRaft's quorum do, in words. */
export const kraftWords: Catalogue<KRaftEntries> = {
  RaftRoleChanged: ({ from, to, epoch, leader, why }, who, names) => {
    const role = to === 'Follower' ? `Follower of ${names.node(leader)}` : to;
    if (from === '') return `${who} starts as ${role} in epoch ${epoch}`;
    const became = from === to ? `${who} stays ${role}` : `${who} becomes ${role}`;
    return `${became} in epoch ${epoch}: ${WHY[why] ?? why}`;
  },
  VoteGranted: ({ candidate, epoch, preVote }, who, names) =>
    preVote
      ? `${who} would vote for ${names.node(candidate)} after epoch ${epoch}`
      : `${who} votes for ${names.node(candidate)} in epoch ${epoch}`,
  VoteRefused: ({ candidate, epoch, preVote, reason }, who, names) =>
    `${who} refuses ${names.node(candidate)} its ${preVote ? 'pre-vote' : 'vote'} in epoch ${epoch}: ${reason}`,
  QuorumLeaderElected: ({ epoch, votes, voters }, who) =>
    `${who} is elected leader of the quorum in epoch ${epoch}, with ${votes.length} of ${voters} votes`,
  MetadataAppended: ({ from, to, types }, who) =>
    `${who} writes ${types.join(', ')} to the metadata log, ${offsets(from, to)}`,
  MetadataReplicated: ({ from, to, leader }, who, names) =>
    `${who} copies the metadata log, ${offsets(from, to)}, from ${names.node(leader)}`,
  MetadataCommitted: ({ to, epoch }, who) =>
    `a majority has the metadata log up to offset ${to}: ${who} commits it in epoch ${epoch}`,
  MetadataCommitLearned: ({ to }, who) => `${who} learns that the metadata log is committed up to offset ${to}`,
  MetadataTruncated: ({ from, to, leader }, who, names) =>
    `${who} drops ${offsets(to, from)} of its metadata log: ${names.node(leader)}, which leads, has other records there`,
  QuorumFault: ({ highWatermark, to, leader }, who, names) =>
    `${who} ends itself: ${names.node(leader)} wants it to drop the metadata log from offset ${to}, but it is committed up to ${highWatermark}`,
};

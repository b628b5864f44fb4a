import { describe, expect, it } from 'vitest';
import { vecToArray } from '../../../../src/lib/vec.ts';
import { textOfBytes } from '../../../../src/lib/bytes.ts';
import { recordsOf } from '../../../../src/sim/kraft/codec.ts';
import { committedBatches, allBatches } from '../../../../src/sim/kraft/raft/raft.ts';
import { metadataLogOf } from '../../../../src/sim/read/quorum.ts';
import { Quorum } from './quorum.ts';

describe('the metadata log', () => {
  it('begins each epoch with a LeaderChange of its leader, before anything else is written (kraft-062)', () => {
    const quorum = new Quorum(3).until(10);
    quorum.crash(10, quorum.leader()).until(30);
    const batches = vecToArray(quorum.raft(quorum.leader()).log.batches);
    const seen = new Set<number>();
    for (const batch of batches) {
      const first = !seen.has(batch.partitionLeaderEpoch);
      seen.add(batch.partitionLeaderEpoch);
      expect(batch.control).toBe(first ? 'LEADER_CHANGE' : null);
      if (first)
        expect(recordsOf(batch)).toEqual([expect.objectContaining({ type: 'LeaderChange', voters: quorum.ids })]);
    }
    expect(seen.size).toBe(2);
  });

  it('commits nothing of earlier epochs before a record of its own is with a majority (kraft-062)', () => {
    const quorum = new Quorum(3).until(10);
    quorum.crash(10, quorum.leader()).until(30);
    for (const { args, node, t } of quorum.entries('MetadataCommitted')) {
      const begun = quorum
        .entries('MetadataAppended')
        .find((entry) => entry.node === node && entry.args.epoch === args.epoch);
      expect(begun?.t).toBeLessThan(t);
      expect(args.to).toBeGreaterThan(begun?.args.from ?? Infinity);
    }
  });

  it('is the same on every voter up to what is committed, the leader being the only one who writes (kraft-058)', () => {
    const quorum = new Quorum(5).until(20);
    const leader = quorum.leader();
    const { highWatermark } = quorum.raft(leader);
    expect(highWatermark).toBeGreaterThan(1);
    const committed = committedBatches(quorum.raft(leader), 0);
    for (const id of quorum.ids) expect(allBatches(quorum.raft(id), 0).slice(0, committed.length)).toEqual(committed);
    const writers = new Set(quorum.entries('MetadataAppended').map(({ node }) => node));
    expect(writers.size).toBe(1);
  });

  it('is pulled: followers fetch, and nothing is pushed to them but who leads (kraft-059)', () => {
    const quorum = new Quorum(3).until(20);
    const leader = quorum.world.setup.voters.find(({ id }) => id === quorum.leader())?.node;
    const sent = quorum.entries('RequestSent').filter(({ node }) => node === leader);
    const later = sent.filter(({ t }) => t > 5e6).map(({ args }) => args.api);
    expect(new Set(later)).toEqual(new Set(['BeginQuorumEpochRequest']));
    for (const { args } of quorum.entries('MetadataReplicated')) expect(args.leader).toBe(leader);
  });

  it('tells followers of a commit with the next answer, at most half a second later', () => {
    const quorum = new Quorum(3).until(20);
    for (const { args, t } of quorum.entries('MetadataCommitted')) {
      const learned = quorum.entries('MetadataCommitLearned').filter((entry) => entry.args.to >= args.to);
      expect(learned.length).toBeGreaterThanOrEqual(2);
      expect((learned[0]?.t ?? Infinity) - t).toBeLessThanOrEqual(510_000);
    }
  });

  it('can be looked at like any other log: records are the JSON of the dump tool', () => {
    const quorum = new Quorum(1).until(1);
    const log = metadataLogOf(quorum.world, 0);
    const [batch] = vecToArray(log?.batches ?? ({ length: 0, root: [] as never } as never));
    const text = textOfBytes(batch?.records[0]?.value ?? '');
    expect(JSON.parse(text ?? '')).toEqual({
      type: 'LEADER_CHANGE',
      version: 0,
      data: { leaderId: 101, voters: [101] },
    });
  });
});

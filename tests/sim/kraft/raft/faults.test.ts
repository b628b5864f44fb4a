import { expect, it } from 'vitest';
import { drawn, nextState, streamOf } from '../../../../src/lib/rng.ts';
import { vecForEach } from '../../../../src/lib/vec.ts';
import type { Intervention } from '../../../../src/sim/intervention.ts';
import { Quorum } from './quorum.ts';

/** Draws numbers from a seed. */
function drawing(seed: number): (bound: number) => number {
  let state = streamOf(seed, 4711);
  return (bound) => {
    const value = drawn(state, bound);
    state = nextState(state);
    return value;
  };
}

/** Something that happens to a quorum; disks stay. */
function fault(ids: readonly number[], draw: (bound: number) => number): readonly Intervention[] {
  const name = (): string => `controller-${ids[draw(ids.length)]}`;
  const node = name();
  const other = name();
  switch (draw(8)) {
    case 0:
      return [{ type: 'crash', node, kind: 'process' }];
    case 1:
      return [{ type: 'crash', node, kind: 'power' }];
    case 2:
      return [{ type: 'start', node }];
    case 3:
      return [{ type: 'freeze', node }];
    case 4:
      return [{ type: 'thaw', node }];
    case 5:
      return node === other ? [] : [{ type: 'resetLink', from: node, to: other }];
    case 6:
      return node === other ? [] : [{ type: 'slowLink', from: node, to: other, extra: draw(1_500_000) }];
    default:
      return node === other
        ? [{ type: 'stop', node }]
        : [{ type: draw(3) === 0 ? 'healLink' : 'cutLink', from: node, to: other }];
  }
}

/** What is committed: at each offset one epoch and one content for ever. */
class Committed {
  private readonly known = new Map<number, string>();

  check(quorum: Quorum): void {
    for (const id of quorum.ids) {
      const { log, highWatermark } = quorum.raft(id);
      vecForEach(log.batches, (batch) => {
        if (batch.lastOffset >= highWatermark) return;
        const text = `${batch.partitionLeaderEpoch} ${batch.records.map(({ value }) => value).join()}`;
        const before = this.known.get(batch.baseOffset) ?? text;
        expect([batch.baseOffset, text]).toEqual([batch.baseOffset, before]);
        this.known.set(batch.baseOffset, text);
      });
    }
  }
}

it.each([
  [3, '3.9'],
  [3, '4.0'],
  [5, '3.9'],
  [5, '4.0'],
] as const)('whatever happens to %i voters in %s, epochs have one leader and what is committed stays', (size, era) => {
  const seeds = Number(process.env['RAFT_SEEDS'] ?? 4);
  for (let seed = 1; seed <= seeds; seed++) {
    const draw = drawing(seed);
    const quorum = new Quorum(size, { era }, seed);
    const committed = new Committed();
    let at = 1;
    while (at < 60) {
      at += draw(2000) / 1000;
      for (const intervention of fault(quorum.ids, draw)) quorum.do(at, intervention);
      quorum.until(at);
      committed.check(quorum);
    }
    for (const one of quorum.ids) {
      quorum.do(at, { type: 'thaw', node: `controller-${one}` }).startAgain(at, one);
      for (const other of quorum.ids)
        if (other !== one) quorum.do(at, { type: 'healLink', from: `controller-${one}`, to: `controller-${other}` });
    }
    // One that was asked to end may take five seconds to do so.
    for (const id of quorum.ids) quorum.startAgain(at + 6, id);
    quorum.until(at + 25);
    committed.check(quorum);
    const leader = quorum.leader();
    const { epoch, log, highWatermark } = quorum.raft(leader);
    expect(highWatermark).toBe(log.logEndOffset);
    for (const id of quorum.ids) {
      expect(quorum.raft(id)).toMatchObject({ epoch, leaderId: leader });
      expect(quorum.raft(id).log.logEndOffset).toBe(log.logEndOffset);
    }
    const elected = quorum.entries('QuorumLeaderElected').map(({ args }) => args.epoch);
    expect(new Set(elected).size).toBe(elected.length);
    expect(quorum.entries('QuorumFault')).toEqual([]);
  }
});

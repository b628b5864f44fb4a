import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';

import { present } from '../../src/lib/assert.ts';
import { play } from './support/play.ts';
import { Rig } from './support/rig.ts';
import { readFolder } from './support/vector.ts';

/* Vectors of logs and their replication are played in 4.0, where brokers do as the metadata log says, unless a case says otherwise. */

const { vectors } = readFolder(fileURLToPath(new URL('vectors', import.meta.url)));

describe('a rig', () => {
  it('has brokers of 4.0 in KRaft mode, which take their parts from the metadata log', () => {
    const { bench } = new Rig({ brokers: [1], peers: [2] }).tell(1, 1, 3, [1, 2], [1, 2]);
    expect([bench.world.setup.era, bench.world.setup.mode]).toEqual(['4.0', 'kraft']);
    const published = bench.entries.findLast(({ type }) => type === 'MetadataPublished');
    const led = bench.entries.find((entry) => entry.type === 'LeaderStarted');
    expect(led?.args).toMatchObject({ leaderEpoch: 3 });
    expect(led?.causes).toEqual([present(published, 'metadata').seq]);
  });

  it('lets what a leader proposed be read in the log by that leader when it is accepted', () => {
    const rig = new Rig({ brokers: [1], peers: [2] }).tell(1, 1, 3, [1, 2], [1]);
    rig.fetch(1, 2, 0);
    expect(rig.proposed()?.newIsr).toEqual([1, 2]);
    rig.accept();
    expect(rig.bench.replica(1)).toMatchObject({ isr: [1, 2], leaderEpoch: 3, partitionEpoch: 1 });
    expect(rig.proposed()).toBeNull();
  });

  it('refuses a leader epoch that no election can bring about', () => {
    const rig = new Rig({ brokers: [1], peers: [2] }).tell(1, 1, 3, [1, 2], [1, 2]);
    expect(() => rig.tell(1, 2, 3, [1, 2], [1, 2])).toThrow('does not follow');
    expect(() => rig.tell(1, 2, 2, [1, 2], [1, 2])).toThrow('does not follow');
  });
});

describe('a case whose rule came with a release', () => {
  /** How it ends with another version. */
  const outcome = (id: string, version: string): string => {
    const vector = present(
      vectors.find((one) => one.id === id),
      id,
    );
    return play({ ...vector, data: { ...vector.data, version } }).status;
  };

  it.each([
    ['high-watermark-032', 'the high watermark stands below the minimum ISR'],
    ['high-watermark-040', 'so it does after a shrink'],
    ['compaction-007', 'when a tombstone may go is noted in its batch'],
  ])('%s fails before it, and passes with ZooKeeper and KRaft after it: %s', (id) => {
    expect([outcome(id, 'before 3.7'), outcome(id, '3.9'), outcome(id, '4.0')]).toEqual(['failed', 'passed', 'passed']);
  });
});

import { expect, test } from 'vitest';

import { partitionView } from '../../src/sim/read/partitions.ts';
import { logOf } from '../../src/sim/read/replicas.ts';
import type { EntryType, TraceEntry } from '../../src/sim/trace/entry.ts';
import { playStory, type Story } from './play-story.ts';

/**
 * The ten stories that every engineer knows, one of them in both modes. Each trace is kept as a file and compared whole; and
 * beside it stands, in words that do not depend on the file, what the story is about. `vitest -u` writes the files anew.
 */
async function story(name: string): Promise<Story> {
  const played = playStory(name);
  expect(played.violations).toEqual([]);
  await expect(played.text).toMatchFileSnapshot(`stories/${name}.txt`);
  return played;
}

function all<T extends EntryType>({ entries }: Story, type: T): Extract<TraceEntry, { readonly type: T }>[] {
  return entries.filter((entry): entry is Extract<TraceEntry, { readonly type: T }> => entry.type === type);
}

/** Leaders in their order, of the first partition. */
function leaders(played: Story): readonly number[] {
  return all(played, 'LeaderElected')
    .filter(({ args }) => args.partition === 0)
    .map(({ args }) => args.leader);
}

test('leader crash: the next in the assignment leads after the session has ended, and nothing acknowledged is lost', async () => {
  const played = await story('leader-crash');
  expect(leaders(played)).toEqual([2, 3]);
  const elected = all(played, 'LeaderElected').at(-1);
  expect(elected?.t).toBeGreaterThan(12_000_000);
  expect(elected?.t).toBeLessThan(17_000_000);
  expect(elected?.args.isr).toEqual([3, 1]);
  expect(partitionView(played.world, 0).isr.toSorted()).toEqual([1, 2, 3]);
  expect(all(played, 'RecordsFailed')).toEqual([]);
});

test('follower crash: the leader stays, the ISR shrinks and grows', async () => {
  const played = await story('follower-crash');
  expect(new Set(leaders(played))).toEqual(new Set([2]));
  const isrs = all(played, 'IsrUpdated').map(({ args }) => args.isr.length);
  expect(isrs).toContain(2);
  expect(partitionView(played.world, 0).isr).toHaveLength(3);
});

test('slow follower: it leaves the ISR by time, not by count, and comes back when it has caught up', async () => {
  const played = await story('slow-follower');
  const changes = all(played, 'IsrChanged').map(({ args }) => args.isr.length);
  expect(changes).toContain(2);
  expect(partitionView(played.world, 0).isr).toHaveLength(3);
  expect(leaders(played)).toEqual([2]);
});

test('last ISR member dies: nobody leads until that very broker returns', async () => {
  const played = await story('last-isr-member-dies');
  const offline = all(played, 'PartitionOffline');
  expect(offline.at(-1)?.args.isr).toEqual([2]);
  expect(leaders(played).at(-1)).toBe(2);
  expect(all(played, 'LeaderElected').at(-1)?.t).toBeGreaterThan(45_000_000);
  expect(all(played, 'LogTruncated')).toEqual([]);
});

test('unclean election: the stale follower leads, and the old leader truncates what it alone had', async () => {
  const played = await story('unclean-election');
  const unclean = all(played, 'LeaderElected').filter(({ args }) => args.unclean);
  expect(unclean.map(({ args }) => args.leader)).toEqual([3]);
  const cut = all(played, 'LogTruncated').filter(({ args }) => args.broker === 2);
  expect(cut).toHaveLength(1);
  expect(logOf(played.world, 2, 0)?.logEndOffset).toBe(logOf(played.world, 3, 0)?.logEndOffset);
});

test('zombie leader: it takes records that nobody will keep, and is fenced when it is reached again', async () => {
  const played = await story('zombie-leader');
  const replaced = all(played, 'LeaderElected').find(({ args }) => args.leader === 3);
  expect(replaced).toBeDefined();
  const late = all(played, 'RecordsAppended').filter(
    ({ t, args }) => args.broker === 2 && args.leaderEpoch === 0 && t > (replaced?.t ?? 0),
  );
  expect(late.length).toBeGreaterThan(0);
  const cut = all(played, 'LogTruncated').find(({ args }) => args.broker === 2);
  expect(cut?.args.to).toBeLessThan(late.at(-1)?.args.to ?? 0);
  expect(cut?.t).toBeGreaterThan(24_000_000);
});

test('controlled shutdown: leaderships move first, no partition is ever without a leader', async () => {
  const played = await story('controlled-shutdown');
  expect(all(played, 'PartitionOffline')).toEqual([]);
  const moved = all(played, 'LeaderElected').find(({ args }) => args.election === 'controlledShutdown');
  const exited = all(played, 'ProcessExited')[0];
  expect(moved?.args.previous).toBe(2);
  expect(moved?.t).toBeLessThan(exited?.t ?? 0);
});

test('controller failover, ZooKeeper: the next controller reads everything first, in the next epoch', async () => {
  const played = await story('controller-failover-zookeeper');
  const elected = all(played, 'ControllerElected').map(({ args }) => args.controllerEpoch);
  expect(elected.slice(0, 2)).toEqual([1, 2]);
  const [, second] = all(played, 'ControllerElected');
  const ready = all(played, 'ControllerReady').find(({ args }) => args.controllerEpoch === 2);
  expect(ready?.args.partitions).toBe(3);
  const next = all(played, 'LeaderElected').find(({ t }) => t > (second?.t ?? 0));
  expect(next?.t).toBeGreaterThanOrEqual(ready?.t ?? Number.MAX_SAFE_INTEGER);
});

test('controller failover, KRaft: another voter takes over within seconds, and no partition changes its leader', async () => {
  const played = await story('controller-failover-kraft');
  const [first, second] = all(played, 'QuorumLeaderElected');
  expect(second?.args.epoch).toBeGreaterThan(first?.args.epoch ?? 0);
  const crashed = all(played, 'ProcessCrashed')[0];
  expect((second?.t ?? 0) - (crashed?.t ?? 0)).toBeLessThan(6_000_000);
  expect(leaders(played)).toEqual([2]);
  expect(all(played, 'RecordsFailed')).toEqual([]);
});

test('rolling restart: with acks=all and a minimum of two nothing fails and nothing is ever offline', async () => {
  const played = await story('rolling-restart');
  expect(all(played, 'ProcessExited')).toHaveLength(3);
  expect(all(played, 'PartitionOffline')).toEqual([]);
  expect(all(played, 'RecordsFailed')).toEqual([]);
  for (const id of [0, 1, 2]) expect(partitionView(played.world, id).isr).toHaveLength(3);
});

test('loss of quorum: records go on being appended, a dead leader is not replaced until the quorum is back', async () => {
  const played = await story('loss-of-quorum');
  const between = all(played, 'RecordsAppended').filter(({ t }) => t > 10_000_000 && t < 20_000_000);
  expect(between.length).toBeGreaterThan(20);
  const after = all(played, 'LeaderElected').filter(({ t, args }) => t > 20_000_000 && args.partition === 0);
  expect(after.every(({ t }) => t > 45_000_000)).toBe(true);
  expect(after.at(-1)?.args.leader).toBe(3);
});

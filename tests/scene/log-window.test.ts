import '../../src/scene/groups/load.ts';
import '../../src/scene/metadata/load.ts';
import { describe, expect, it } from 'vitest';

import { logWindow } from '../../src/scene/log-window.ts';
import { sheetOf } from '../../src/scene/sheet.ts';
import { tablesOf } from '../../src/scene/tables.ts';
import { encodeRecord } from '../../src/sim/group/codec.ts';
import { groupMeaning } from '../../src/scene/groups/record-meaning.ts';
import { partitionView } from '../../src/sim/read/partitions.ts';
import { quorumOf } from '../../src/sim/read/quorum.ts';
import type { World } from '../../src/sim/world.ts';
import { activeController, Cluster, kraft } from '../sim/kraft/cluster/kraft-cluster.ts';
import { clusterWith, members, run } from './group-runs.ts';

const SEPARATE = { era: '4.0', roles: 'separate' } as const;

function voterThing(world: World, id: number) {
  const voter = quorumOf(world)?.voters.find((one) => one.id === id);
  if (voter === undefined) throw new Error('that voter is missing');
  return { kind: 'controller', node: voter.node } as const;
}

describe('the metadata log as it is looked at', () => {
  const cluster = new Cluster(kraft(SEPARATE)).until(6);
  const { world } = cluster;
  const { leaderId } = quorumOf(world) ?? { leaderId: -1 };
  const active = voterThing(world, leaderId);

  it('begins with the leader of its epoch, and tells how the cluster came to be, record by record', () => {
    const log = logWindow(world, active, 0, 1000);
    const types = log?.lines.map(({ type }) => type) ?? [];
    expect(types[0]).toBe('LeaderChangeMessage');
    for (const type of ['RegisterBrokerRecord', 'BrokerRegistrationChangeRecord', 'TopicRecord', 'PartitionRecord'])
      expect(types).toContain(type);
    const says = log?.lines.map((line) => line.says) ?? [];
    expect(says).toContain('broker 1 is unfenced: it may lead');
    expect(says.some((text) => text.startsWith('topic orders is created, with id '))).toBe(true);
    expect(says).toContain('orders-0 is created: leader 1 in leader epoch 0; replicas 1, 2 and 3; in sync 1, 2 and 3');
    expect(log?.lines.map(({ offset }) => offset)).toEqual(types.map((_, i) => i));
    expect(log?.lines.every(({ committed }) => committed)).toBe(true);
    expect([log?.older, log?.newer]).toEqual([null, null]);
  });

  it('is gone through window by window, in both directions, without a gap', () => {
    const end = logWindow(world, active, null, 4);
    expect(end?.lines.at(-1)?.offset).toBe((end?.end ?? 0) - 1);
    expect([end?.lines.length, end?.newer]).toEqual([4, null]);
    const before = logWindow(world, active, end?.older ?? -1, 4);
    expect(before?.lines.at(-1)?.offset).toBe((end?.lines[0]?.offset ?? 0) - 1);
    expect(before?.newer).toBe(end?.lines[0]?.offset);
  });

  it('shows what an active controller without a majority has written, and that it is not committed', () => {
    const alone = new Cluster(kraft(SEPARATE)).until(6);
    const name = activeController(alone);
    for (const { id } of quorumOf(alone.world)?.voters ?? [])
      if (`controller-${id}` !== name) alone.do(6, { type: 'crash', node: `controller-${id}`, kind: 'process' });
    alone.do(6, { type: 'stop', node: 'broker-3' });
    const after = alone.until(7).world;
    const voters = quorumOf(after)?.voters ?? [];
    const left = voters.find(({ status }) => status === 'running');
    const log = logWindow(after, voterThing(after, left?.id ?? -1), null, 50);
    const open = log?.lines.filter(({ committed }) => committed === false) ?? [];
    expect(open.length).toBeGreaterThan(0);
    expect(open[0]?.offset).toBe(log?.highWatermark);
    const sheet = sheetOf(after, open[0]?.thing ?? { kind: 'admin', node: 0 });
    expect(sheet?.state).toMatch(/^not committed/);
    expect(sheet?.facts.find((fact) => fact.name === 'voters that have it')?.value).toBe(String(left?.id));
    // Who is dead has its log, and does not know what is committed.
    const dead = voters.find(({ status }) => status === 'down');
    const its = logWindow(after, voterThing(after, dead?.id ?? -1), null, 3);
    expect([its?.highWatermark, its?.lines[0]?.committed, its?.lines.length]).toEqual([null, null, 3]);
  });

  it('tells of a leader that changes, with the next leader epoch', () => {
    const crashed = new Cluster(kraft(SEPARATE)).until(6).do(6, { type: 'crash', node: 'broker-1', kind: 'process' });
    const after = crashed.until(20).world;
    const lines = logWindow(after, voterThing(after, quorumOf(after)?.leaderId ?? -1), null, 50)?.lines ?? [];
    expect(lines.map(({ says }) => says)).toContain('broker 1 is fenced');
    expect(lines.some(({ says }) => /^orders-0: .*leader [23], in the next leader epoch/.test(says))).toBe(true);
  });

  it('is kept by brokers too, and its end stands in the table of controllers', () => {
    const copy = logWindow(world, { kind: 'broker', broker: 2 }, null, 1);
    const own = logWindow(world, active, null, 1);
    expect(copy?.name).toBe('__cluster_metadata-0 on broker 2');
    expect(copy?.lines[0]?.says).toBe(own?.lines[0]?.says);
    expect(sheetOf(world, copy?.lines[0]?.thing ?? active)?.facts.at(-1)).toMatchObject({ value: 'broker 2' });
    const { last } = tablesOf(world).controllers[0] ?? {};
    expect(last).toBe(`${own?.lines[0]?.offset} ${own?.lines[0]?.type}`);
  });
});

describe('__consumer_offsets as it is looked at', () => {
  const { world } = run(clusterWith(members(2, 'billing')), 25);
  const partition = (world.names.index['__consumer_offsets'] ?? []).find((id) => {
    const { leader } = partitionView(world, id);
    return (logWindow(world, { kind: 'replica', partition: id, broker: leader }, null, 1)?.lines.length ?? 0) > 0;
  });
  if (partition === undefined) throw new Error('the group must have written something');
  const broker = partitionView(world, partition).leader;
  const lines = logWindow(world, { kind: 'replica', partition, broker }, null, 200)?.lines ?? [];

  it('says of each record which key it is about, and what it means', () => {
    const group = lines.find(({ type }) => type === 'GroupMetadata');
    expect(group?.key).toBe('group billing');
    expect(
      lines.some(({ says }) => /^generation \d+, 2 members, assignor range, led by .* has rides-\d/.test(says)),
    ).toBe(true);
    const commit = lines.find(({ type }) => type === 'OffsetCommit');
    expect(commit?.key).toMatch(/^group billing, rides-\d$/);
    expect(commit?.says).toMatch(/^committed offset \d+, the next to read/);
    expect(sheetOf(world, commit?.thing ?? { kind: 'admin', node: 0 })?.facts[1]?.value).toBe(
      `${commit?.key}: ${commit?.says}`,
    );
  });

  it('calls a value of null a tombstone, and says what it takes away', () => {
    const key = { group: 'billing', topic: 'orders', partition: 1 };
    expect(groupMeaning(encodeRecord({ type: 'OffsetCommit', key, value: null }, 0))).toEqual({
      type: 'OffsetCommit',
      key: 'group billing, orders-1',
      says: 'tombstone: the committed offset is forgotten',
    });
    expect(groupMeaning({ key: null, value: null, headers: [], timestamp: 0 })).toBeNull();
  });
});

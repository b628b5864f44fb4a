import { describe, expect, test } from 'vitest';

import { actionsOf, interventionsOf } from '../../src/scene/actions/actions-of.ts';
import { concerns, thingsOf } from '../../src/scene/concerns.ts';
import { sheetOf } from '../../src/scene/sheet.ts';
import { tablesOf } from '../../src/scene/tables.ts';
import { keyOf, thingOf, type Thing } from '../../src/scene/thing.ts';
import { screenSummary } from '../../src/scene/words/state-words.ts';
import { nodeNamed } from '../../src/sim/read/nodes.ts';
import { clusterWith, member, members, run, type Moment } from './group-runs.ts';

const billing: Thing = { kind: 'group', group: 'billing' };
const crash = { type: 'crash', node: 'billing-2', kind: 'process' } as const;
const rest = run(clusterWith(members(3, 'billing')), 16.4);
const moved = run(clusterWith(members(3, 'billing')), 30, [[12, crash]]);

function consumer({ world }: Moment, name: string): Thing {
  return { kind: 'consumer', node: nodeNamed(world, name)?.id ?? -1 };
}

function sheet(moment: Moment, thing: Thing) {
  const found = sheetOf(moment.world, thing, moment.history);
  if (found === null) throw new Error(`a sheet of ${keyOf(thing)} must be there`);
  return { ...found, lines: found.facts.map(({ name, value }) => `${name}: ${value}`) };
}

test('the key of a group names it, whatever characters its id has', () => {
  const odd: Thing = { kind: 'group', group: 'a:b c' };
  expect(thingOf(keyOf(odd))).toEqual(odd);
});

describe("a group's sheet", () => {
  test('says its state and what that means, its coordinator, each member and what is committed', () => {
    const { state, lines } = sheet(rest, billing);
    expect(state).toBe('Stable · generation 1: everybody has what they are to read');
    expect(lines).toContainEqual(expect.stringMatching(/^coordinator: broker [123]$/));
    expect(lines.filter((line) => /^billing-[123]: reads rides-[012] · lag \d+/.test(line))).toHaveLength(3);
    expect(lines.filter((line) => /leader: it assigns$/.test(line))).toHaveLength(1);
    expect(lines.filter((line) => /^committed in rides-[012]: offset \d+, lag \d+$/.test(line))).toHaveLength(3);
  });

  test('tells the last rebalance when it is over: why, how long, what moved from whom to whom, how long it stood still', () => {
    const { rebalance } = sheet(moved, billing);
    expect(rebalance?.title).toBe('The last rebalance');
    expect(rebalance?.sentence).toMatch(
      /a member was silent for too long.*at rest in generation 2.*3 partitions stopped, 1 moved\.$/,
    );
    const [from] = (rebalance?.moves ?? []).filter((move) => move.moved);
    expect(from?.who).toMatch(/^billing-2 → billing-[13]$/);
    expect(from?.stopped).toMatch(/^(7|8|9|1\d)(\.\d)? s$/);
    expect((rebalance?.moves ?? []).filter(({ who }) => who.startsWith('stays with'))).toHaveLength(2);
  });

  test('tells the one under way: who has stopped and that it has not ended', () => {
    const consumers = [
      member('billing-1', 'billing', 3, { processing: 4_000_000 }),
      member('billing-2', 'billing', 12),
    ];
    const moment = run(clusterWith(consumers), 13);
    const { rebalance } = sheet(moment, billing);
    expect(rebalance?.title).toBe('This rebalance');
    expect(rebalance?.sentence).toMatch(/a member joins.*It has run for \d+(\.\d)? m?s\./);
    expect(sheet(moment, billing).lines).toContainEqual(
      expect.stringMatching(/^join phase: in \d+\.\d s the group goes on/),
    );
  });
});

test("a member's sheet holds what it believes beside what the coordinator says", () => {
  const { lines } = sheet(rest, consumer(rest, 'billing-1'));
  expect(lines).toContain('group: billing');
  expect(lines).toContainEqual(expect.stringMatching(/^member id: billing-1-/));
  expect(lines).toContain('it believes: STABLE, generation 1');
  expect(lines).toContainEqual(expect.stringMatching(/^the coordinator says: member · (leader · )?rides-[012]$/));
  const dead = sheet(run(clusterWith(members(3, 'billing')), 15, [[12, crash]]), consumer(rest, 'billing-2'));
  const group = sheet(run(clusterWith(members(3, 'billing')), 15, [[12, crash]]), billing);
  expect(group.lines).toContainEqual(
    expect.stringMatching(/^nobody reads rides-[012]: for [23](\.\d)? s: billing-2 died$/),
  );
  expect(dead.lines).toContainEqual(expect.stringMatching(/^is to read: rides-[012]$/));
  expect(dead.lines).toContainEqual(expect.stringMatching(/^timer: in \d\.\d s the coordinator gives it up/));
});

test('the tables and the summary say the same', () => {
  const [group] = tablesOf(rest.world, rest.world.now, rest.history).groups;
  expect(group?.state).toMatch(/^Stable · generation 1, coordinator broker [123]$/);
  expect(group?.members.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'billing-1 running',
    'billing-2 running',
    'billing-3 running',
  ]);
  expect(group?.offsets.map(({ partition }) => partition)).toEqual(['rides-0', 'rides-1', 'rides-2']);
  expect(
    group?.offsets.every(({ reader, committed }) => reader.startsWith('billing-') && /^\d+$/.test(committed)),
  ).toBe(true);
  const summary = screenSummary(rest.world, { playing: false, at: rest.world.now, hint: '' });
  expect(summary).toMatch(
    /Group billing: Stable · generation 1, coordinated by broker [123]; 3 members; billing-1 reads rides-[012]/,
  );
});

test('what its coordinator and its members write belongs to the history of a group', () => {
  const kinds = new Set<string>();
  run(clusterWith(members(2, 'billing')), 12, [], ({ world, entries }) => {
    for (const entry of entries) if (concerns(world, billing, entry)) kinds.add(entry.type);
    for (const entry of entries)
      if (entry.type === 'GroupStateChanged') expect(thingsOf(world, entry)).toContainEqual(billing);
  });
  expect([...kinds]).toEqual(expect.arrayContaining(['GroupStateChanged', 'GroupJoining', 'PartitionsAssigned']));
});

describe('what can be done', () => {
  const { world } = rest;

  test('a member is added: a consumer like the others, with a name that is free', () => {
    const add = actionsOf(world, billing).find(({ id }) => id === 'add-member');
    expect(add?.fields.map(({ value }) => value)).toEqual(['billing-4', '0']);
    const done = interventionsOf(world, billing, 'add-member', { name: 'billing-4', milliseconds: '20' });
    const consumer = { name: 'billing-4', topics: ['rides'], processing: 20_000, config: { 'group.id': 'billing' } };
    expect(done).toMatchObject({ interventions: [{ type: 'addConsumer', consumer }] });
    expect(interventionsOf(world, billing, 'add-member', { name: 'scooters', milliseconds: '0' })).toEqual({
      complaint: 'name scooters; another process has it; choose another',
    });
  });

  test('a second group is added, and then gets everything too', () => {
    const done = interventionsOf(world, billing, 'second-group', { group: 'audit', milliseconds: '0' });
    if (!('interventions' in done)) throw new Error(done.complaint);
    const after = run(
      clusterWith(members(3, 'billing')),
      22,
      done.interventions.map((one) => [12, one] as const),
    );
    expect(tablesOf(after.world).groups.map(({ name, state }) => `${name}: ${state.slice(0, 6)}`)).toEqual([
      'billing: Stable',
      'audit: Stable',
    ]);
  });

  test('a member commits, changes what it subscribes to, and its configuration: only what was changed', () => {
    const thing = consumer(rest, 'billing-1');
    const ids = actionsOf(world, thing).map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining(['commit', 'subscribe', 'configure', 'processing', 'freeze', 'stop', 'crash-process']),
    );
    const fields = Object.fromEntries(
      (actionsOf(world, thing).find(({ id }) => id === 'configure')?.fields ?? []).map(({ name, value }) => [
        name,
        value,
      ]),
    );
    expect(fields).toMatchObject({ 'session.timeout.ms': '10000', 'enable.auto.commit': 'true' });
    expect(interventionsOf(world, thing, 'configure', fields)).toHaveProperty('complaint');
    expect(
      interventionsOf(world, thing, 'configure', {
        ...fields,
        'max.poll.interval.ms': '6000',
        'partition.assignment.strategy': 'sticky',
      }),
    ).toEqual({
      interventions: [
        {
          type: 'configureClient',
          node: 'billing-1',
          config: {
            'max.poll.interval.ms': '6000',
            'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.StickyAssignor',
          },
        },
      ],
    });
    expect(interventionsOf(world, thing, 'subscribe', { topics: 'rides, nowhere' })).toEqual({
      complaint: 'topic nowhere; the cluster has none of that name; create it first',
    });
    expect(interventionsOf(world, thing, 'subscribe', { topics: '' })).toEqual({
      interventions: [{ type: 'subscribe', node: 'billing-1', topics: [] }],
    });
  });

  test('a consumer without a group can become a member of one', () => {
    const alone = run(clusterWith([{ ...member('map', ''), config: { 'auto.offset.reset': 'earliest' } }]), 5);
    const done = interventionsOf(alone.world, consumer(alone, 'map'), 'join', { group: 'maps' });
    expect(done).toEqual({ interventions: [{ type: 'configureClient', node: 'map', config: { 'group.id': 'maps' } }] });
  });
});

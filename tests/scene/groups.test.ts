import { describe, expect, test } from 'vitest';

import '../../src/sim/kraft/load.ts';

import { overlap, holds } from '../../src/scene/box.ts';
import type { Scene } from '../../src/scene/marks.ts';
import { sceneMaker } from '../../src/scene/scene.ts';
import { DEFAULT_CHOICE, type Viewport } from '../../src/scene/viewport.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import { SECOND } from '../../src/sim/time.ts';
import { clusterWith, COOPERATIVE, member, members, run, type Moment } from './group-runs.ts';
import { NARROW, PAGE, SMALL_PAGE, STAGE, VIEWPORTS } from './support.ts';

function sceneAt({ world, history }: Moment, viewport: Viewport = PAGE, at = world.now): Scene {
  return sceneMaker()({ world, before: null, entries: [], at, viewport, choice: DEFAULT_CHOICE, history });
}

/** A member's box in words: `P0 filled, P1 struck · lag 2`. */
function told(scene: Scene, name: string): string {
  const mark = scene.clients.find((client) => client.kind === 'member' && client.label.includes(` ${name} `));
  if (mark === undefined) return 'not drawn';
  const chips = mark.chips.map(
    ({ text, filled, struck }) => `${text}${filled ? ' filled' : ''}${struck === true ? ' struck' : ''}`,
  );
  return [chips.join(', '), mark.note, mark.aside].filter((part) => part !== '').join(' · ');
}

describe('where groups stand', () => {
  const sizes = [
    ['one member', members(1, 'billing')],
    [
      'four members beside a consumer without a group',
      [...members(4, 'billing'), { ...member('map', ''), config: {} }],
    ],
    ['twelve members', members(12, 'billing')],
    ['three groups of four', [...members(4, 'billing'), ...members(4, 'mailer'), ...members(4, 'audit')]],
    ['twenty groups of two', Array.from({ length: 20 }, (_, i) => members(2, `group-${i}`)).flat()],
  ] as const;

  test.each(sizes.flatMap(([name, consumers]) => VIEWPORTS.map((viewport) => ({ name, consumers, viewport }))))(
    '$name, $viewport.layout $viewport.width x $viewport.height: boxes are apart, members inside, the rest is counted',
    ({ consumers, viewport }) => {
      const moment = run(clusterWith(consumers), 4);
      const scene = sceneAt(moment, viewport);
      const { frame } = scene;
      const boxes = [...frame.groups.map(({ box }) => box), ...frame.consumers.boxes.map(({ box }) => box)];
      boxes.forEach((a, i) => {
        expect(a.x).toBeGreaterThanOrEqual(0);
        expect(a.x + a.width).toBeLessThanOrEqual(viewport.width + 0.5);
        for (const b of boxes.slice(i + 1)) expect(overlap(a, b)).toBe(false);
        for (const { box } of frame.columns) expect(overlap(a, box)).toBe(false);
      });
      let counted = frame.moreGroups === null ? 0 : 2 * frame.moreGroups.count;
      for (const { box, members: inside, more } of frame.groups) {
        inside.forEach(({ box: one }, i) => {
          expect(holds(box, one)).toBe(true);
          for (const other of inside.slice(i + 1)) expect(overlap(one, other.box)).toBe(false);
        });
        counted += inside.length + (more?.count ?? 0);
      }
      expect(counted + frame.consumers.boxes.length + (frame.consumers.more?.count ?? 0)).toBe(consumers.length);
      expect(scene.clients.filter(({ kind }) => kind === 'member')).toHaveLength(
        frame.groups.reduce((sum, { members: inside }) => sum + inside.length, 0),
      );
    },
  );
});

describe('a group at rest', () => {
  const moment = run(clusterWith(members(4, 'billing')), 16.4);
  const scene = sceneAt(moment);

  test('says its state and generation in words, and who coordinates it', () => {
    const [group] = scene.groups;
    expect(group?.state).toBe('Stable · generation 1');
    expect(group?.note).toMatch(/^coordinator: broker [123]$/);
    expect(group?.look).toBe('stable');
    expect(scene.summary).toMatch(/Group billing: Stable · generation 1, coordinated by broker [123]; 4 members\.$/);
  });

  test('each partition is the chip of one member; who has none is idle', () => {
    const all = [1, 2, 3, 4].map((i) => told(scene, `billing-${i}`));
    expect(all.filter((text) => /^P\d filled · lag \d+$/.test(text))).toHaveLength(3);
    expect(all.filter((text) => text === 'idle: no partition')).toHaveLength(1);
  });

  test('the position is a filled triangle, the committed offset a hollow one in the same hue, under the leader', () => {
    const byPartition = [0, 1, 2].map((partition) => scene.positions.filter((one) => one.partition === partition));
    for (const marks of byPartition) {
      expect(new Set(marks.map(({ reader }) => reader)).size).toBe(1);
      expect(marks.some(({ committed }) => !committed)).toBe(true);
      expect(marks.some(({ committed, both }) => committed || both)).toBe(true);
      const [position] = marks.filter(({ committed }) => !committed);
      for (const { offset } of marks.filter(({ committed }) => committed))
        expect(offset).toBeLessThan(position?.offset ?? 0);
    }
  });

  test('the keyboard reaches the group and then its members', () => {
    const keys = scene.stops.map(({ key }) => key);
    const at = keys.indexOf('group:billing');
    expect(at).toBeGreaterThan(0);
    expect(keys.slice(at + 1, at + 5).every((key) => key.startsWith('consumer:'))).toBe(true);
  });
});

describe('what a group is called', () => {
  const names = ['billing-eager', 'map-cooperative', 'a-group-whose-name-is-longer-than-any-box'];
  const kraft = { era: '4.0', mode: 'kraft' } as const;
  const consumers = names.flatMap((name, i) =>
    members(i + 1, name).map((one) =>
      i === 1 ? { ...one, config: { 'group.id': name, 'group.protocol': 'consumer' } } : one,
    ),
  );
  const moment = run(clusterWith(consumers, kraft), 12);

  test.each(VIEWPORTS)(
    'costs neither its state nor its generation or epoch nor its protocol: $layout $width x $height',
    (viewport) => {
      const { groups } = sceneAt(moment, viewport);
      expect(groups.map(({ state, facts, note }) => [state, facts, note].join(' | '))).toEqual([
        expect.stringMatching(/^Stable.* generation 1.*classic/),
        expect.stringMatching(/^Stable.* epoch \d.*consumer/),
        expect.stringMatching(/^Stable.* generation 1.*classic/),
      ]);
    },
  );

  test('nor do they cost each other: in a rebalance the head is as high as before, and says as much', () => {
    const at = (seconds: number): Scene => {
      const late = [...consumers, member('late', names[0] ?? '', 14)];
      return sceneAt(run(clusterWith(late, kraft), seconds), SMALL_PAGE);
    };
    const [before, during] = [at(13.9), at(14.3)];
    expect(during.groups[0]?.state).toMatch(/^PreparingRebalance/);
    expect(`${during.groups[0]?.state} ${during.groups[0]?.facts}`).toContain('generation 1');
    expect(during.frame.groups.map(({ head }) => head)).toEqual(before.frame.groups.map(({ head }) => head));
  });
});

describe('a partition changes hands', () => {
  const protocols = [
    ['eager', {}],
    ['cooperative', { 'partition.assignment.strategy': COOPERATIVE }],
  ] as const;

  test.each(protocols)('%s: its chip loses its fill at one member before it gains it at another', (_, config) => {
    const consumers = [1, 2, 3].map((i) => member(`billing-${i}`, 'billing', 7 * i - 4, { config }));
    const reader = new Map<string, string>();
    const changed: string[] = [];
    run(clusterWith(consumers), 26, [], (moment) => {
      if (!moment.entries.some(({ type }) => /^(Partitions|Group|Generation|Assignment)/.test(type))) return;
      const filled = sceneAt(moment).clients.flatMap(({ kind, key, chips }) =>
        kind === 'member' ? chips.filter((chip) => chip.filled).map(({ text }) => [text, key] as const) : [],
      );
      // Never twice at once.
      expect(new Set(filled.map(([text]) => text)).size).toBe(filled.length);
      for (const [text, key] of filled) {
        if (reader.has(text) && reader.get(text) !== key) changed.push(text);
        reader.set(text, key);
      }
    });
    expect(changed.length).toBeGreaterThanOrEqual(2);
  });
});

describe('a member that is silent', () => {
  test('dead and still counted: its session drains, and the group says that nobody reads its partition', () => {
    const scenario = clusterWith(members(3, 'billing'));
    const crash = { type: 'crash', node: 'billing-2', kind: 'process' } as const;
    const moment = run(scenario, 16, [[10, crash]]);
    const scene = sceneAt(moment);
    expect(told(scene, 'billing-2')).toMatch(/^P\d · dead, still counted/);
    expect(scene.groups[0]?.note).toMatch(/^nobody reads P\d for \d(\.\d)? s$/);
    const ring = scene.timers.find(({ label }) => label.includes('billing-2'));
    expect(ring?.label).toMatch(/^in \d\.\d s the coordinator gives billing-2 up/);
    const later = sceneAt(moment, PAGE, moment.world.now + SECOND / 2);
    expect(later.timers.find(({ key }) => key === ring?.key)?.text).not.toBe(ring?.text);
    const over = sceneAt(run(scenario, 26, [[10, crash]]));
    expect(told(over, 'billing-2')).toBe('not running');
    expect(over.groups[0]?.state).toBe('Stable · generation 2');
  });

  test('frozen: it believes to have what another reads, and its chip says so', () => {
    const freeze = { type: 'freeze', node: 'billing-2' } as const;
    const scene = sceneAt(run(clusterWith(members(3, 'billing')), 28, [[10, freeze]]));
    expect(told(scene, 'billing-2')).toMatch(/^P\d\? · frozen/);
    expect(
      scene.clients.filter(({ kind, chips }) => kind === 'member' && chips.some(({ filled }) => filled)),
    ).toHaveLength(2);
  });
});

test('while a group prepares to rebalance its timer drains, and a slow member reads on', () => {
  const consumers = [member('billing-1', 'billing', 3, { processing: 4_000_000 }), member('billing-2', 'billing', 12)];
  const scene = sceneAt(run(clusterWith(consumers), 12.6));
  expect(scene.groups[0]?.state).toBe('PreparingRebalance · generation 1');
  expect(scene.groups[0]?.look).toBe('moving');
  expect(scene.timers.map(({ label }) => label)).toContainEqual(
    expect.stringMatching(/goes on without those who have not joined$/),
  );
  expect(told(scene, 'billing-2')).toBe('joining');
  expect(told(scene, 'billing-1')).toMatch(/filled.*at work/);
});

test('eager: who has given up everything says for how long it is stopped, until the slow one has joined too', () => {
  const slow = member('billing-1', 'billing', 3, { processing: 4_000_000 });
  const consumers = [slow, member('billing-2', 'billing', 3), member('billing-3', 'billing', 12)];
  const moment = run(clusterWith(consumers), 17);
  const scene = sceneAt(moment);
  expect(scene.groups[0]?.state).toBe('PreparingRebalance · generation 1');
  expect(told(scene, 'billing-2')).toMatch(/^P\d(, P\d)? · stopped for \d(\.\d)? m?s/);
  expect(told(scene, 'billing-1')).toMatch(/^P\d filled(, P\d filled)? · at work/);
  expect(scene.groups[0]?.note).toMatch(/^nobody reads P\d( P\d)? for /);
});

test('the consumer protocol: what a member gives up is struck out, who waits for it says so, and the group has an epoch', () => {
  const config = { 'group.protocol': 'consumer' };
  const consumers = [1, 2].map((i): Scenario['consumers'][number] => ({
    ...member(`billing-${i}`, 'billing', 7 * i - 4, { processing: i === 1 ? 100_000 : 0 }),
    config: { 'auto.offset.reset': 'earliest', 'group.id': 'billing', ...config },
  }));
  const seen = new Set<string>();
  const look = (moment: Moment): void => {
    if (!moment.entries.some(({ type }) => /^(Partitions|Group|MemberReconciled)/.test(type))) return;
    const scene = sceneAt(moment);
    for (const name of ['billing-1', 'billing-2']) seen.add(`${name} ${told(scene, name).replace(/ · lag \d+/, '')}`);
    seen.add(scene.groups[0]?.state ?? '');
  };
  run(clusterWith(consumers, { era: '4.0', mode: 'kraft' }), 18, [], look);
  const all = [...seen];
  expect(all).toContain('Reconciling · epoch 2');
  expect(all).toContain('Stable · epoch 2');
  expect(all.some((text) => /^billing-1 P\d filled, P\d struck, P\d struck/.test(text))).toBe(true);
  expect(all).toContain('billing-2 waits for others to give back');
  expect(all.some((text) => /^billing-2 P\d filled, P\d filled$/.test(text))).toBe(true);
});

test('the stage has the members on one line, the narrow layout one below the other', () => {
  const moment = run(clusterWith(members(3, 'billing')), 14);
  const stage = sceneAt(moment, STAGE).frame.groups[0]?.members ?? [];
  expect(new Set(stage.map(({ box }) => box.y)).size).toBe(1);
  const narrow = sceneAt(moment, NARROW).frame.groups[0]?.members ?? [];
  expect(new Set(narrow.map(({ box }) => box.x)).size).toBe(1);
  expect(sceneAt(moment, SMALL_PAGE).groups[0]?.state).toContain('Stable');
});

test('commits are records of __consumer_offsets with a short name on their tiles', () => {
  const moment = run(clusterWith(members(2, 'billing')), 20);
  const choice = { ...DEFAULT_CHOICE, folded: ['rides', '__consumer_offsets'] };
  const { world, history } = moment;
  const scene = sceneMaker()({ world, before: null, entries: [], at: world.now, viewport: PAGE, choice, history });
  const texts = scene.cells.flatMap(({ tiles }) => tiles.map(({ text }) => text));
  expect(texts.filter((text) => /^\d:\d+$/.test(text)).length).toBeGreaterThan(2);
});

import { describe, expect, it } from 'vitest';

import { actionsOf } from '../../src/scene/actions/actions-of.ts';
import type { Box } from '../../src/scene/box.ts';
import { sheetOf } from '../../src/scene/sheet.ts';
import { tablesOf } from '../../src/scene/tables.ts';
import { textWidth } from '../../src/scene/text.ts';
import { DEFAULT_CHOICE } from '../../src/scene/viewport.ts';
import { namesOf } from '../../src/scene/words/names.ts';
import { sentenceOf } from '../../src/scene/words/sentence.ts';
import { screenSummary } from '../../src/scene/words/state-words.ts';
import { controllerNow } from '../../src/sim/read/controller.ts';
import { nodeOf } from '../../src/sim/read/nodes.ts';
import { timersOf } from '../../src/sim/read/timers.ts';
import type { World } from '../../src/sim/world.ts';
import { activeController, Cluster, consumer, kraft, LAYOUTS, producer } from '../sim/kraft/cluster/kraft-cluster.ts';
import { PAGE, sceneOf, VIEWPORTS } from './support.ts';

/** Worlds of a run in which a broker and the active controller die. */
function worldsOf(layout: (typeof LAYOUTS)[number]): { readonly cluster: Cluster; readonly worlds: readonly World[] } {
  const cluster = new Cluster(
    kraft(layout, {
      brokerCount: 5,
      producers: [producer('p', 'orders')],
      consumers: [consumer('c', ['orders'])],
    }),
  );
  const worlds: World[] = [cluster.world];
  const at = (seconds: number): void => void worlds.push(cluster.until(seconds).world);
  [0.01, 1.2, 1.5, 2, 4, 8].forEach(at);
  cluster.do(8, { type: 'crash', node: 'broker-5', kind: 'process' });
  [8.5, 13, 18].forEach(at);
  cluster.do(18, { type: 'crash', node: activeController(cluster), kind: 'process' });
  [18.1, 20, 23, 30].forEach(at);
  return { cluster, worlds };
}

const within = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x - 0.5 &&
  inner.y >= outer.y - 0.5 &&
  inner.x + inner.width <= outer.x + outer.width + 0.5 &&
  inner.y + inner.height <= outer.y + outer.height + 0.5;

describe.each(LAYOUTS)('a cluster of $era with $roles roles', (layout) => {
  const { cluster, worlds } = worldsOf(layout);

  it('is drawn, told and listed at every instant, in every layout, without ZooKeeper', () => {
    for (const world of worlds) {
      for (const viewport of VIEWPORTS) {
        const scene = sceneOf(world, viewport, { choice: { ...DEFAULT_CHOICE, pings: true } });
        expect(scene.zookeeper).toBeNull();
        expect(scene.quorum?.voters.map(({ id }) => Number(id))).toEqual(world.setup.voters.map(({ id }) => id));
        for (const { thing } of scene.stops) {
          expect(sheetOf(world, thing)).not.toBeNull();
          expect(actionsOf(world, thing)).toBeInstanceOf(Array);
        }
      }
      expect(tablesOf(world).controllers).toHaveLength(3);
      expect(screenSummary(world, { playing: false, at: world.now, hint: '' })).toContain('5 brokers');
    }
    const names = namesOf(cluster.world);
    for (const entry of cluster.trace) expect(sentenceOf(entry, names)).not.toBe('');
  });

  it('has a box for each voter that says its role, its epoch and where its log ends, and marks the active one', () => {
    const world = worlds[6] as World;
    const scene = sceneOf(world, PAGE);
    const { id, epoch } = controllerNow(world);
    const active = scene.quorum?.voters.filter(({ leads }) => leads) ?? [];
    expect(active.map((voter) => voter.id)).toEqual([String(id)]);
    expect(active[0]?.label).toMatch(
      new RegExp(
        `controller ${id}, Leader in epoch ${epoch}, the active controller; its metadata log ends at offset \\d+, high watermark \\d+`,
      ),
    );
    expect(scene.quorum?.voters.map(({ role }) => role).sort()).toEqual(['Follower', 'Follower', 'Leader']);
    expect(scene.quorum?.note).toBe(`${id} is active · epoch ${epoch}`);
  });

  it('shows a voter that is gone as gone, and says that nobody leads until somebody does', () => {
    const scene = sceneOf(worlds[10] as World, PAGE);
    expect(scene.quorum?.note).toBe('nobody leads');
    expect(scene.quorum?.voters.filter(({ look }) => look === 'gone').length).toBeGreaterThan(0);
    expect(sceneOf(worlds.at(-1) as World, PAGE).quorum?.note).toMatch(/is active/);
  });

  it('keeps the voters within their box, and their words within theirs', () => {
    for (const viewport of VIEWPORTS) {
      const { quorum, frame } = sceneOf(worlds.at(-1) as World, viewport);
      if (quorum === null) throw new Error('the quorum must be drawn');
      for (const voter of quorum.voters) {
        expect(within(voter.box, quorum.box)).toBe(true);
        const head =
          textWidth(`${voter.id} `, frame.metrics.small, 'bold') +
          textWidth(voter.role, frame.metrics.small, 'regular');
        expect(head).toBeLessThanOrEqual(voter.box.width - 6);
        expect(textWidth(voter.epoch, frame.metrics.small, 'regular')).toBeLessThanOrEqual(voter.box.width - 6);
        expect(within(voter.bar.track, voter.box)).toBe(true);
      }
    }
  });

  it('writes a role in full, on a line of its own where it has no room beside the id, or leaves it to a sign', () => {
    const roles = ['Unattached', 'Prospective', 'Candidate', 'Follower', 'Leader', 'Resigned', 'down', 'not started'];
    const said = worlds.flatMap((world) =>
      [...VIEWPORTS, { width: 390, height: 844, layout: 'narrow' as const }].flatMap((viewport) =>
        (sceneOf(world, viewport).quorum?.voters ?? []).map(({ role, epoch }) => ({ role, epoch })),
      ),
    );
    for (const { role, epoch } of said) {
      const inFull = roles.includes(role.replace(/ e\d+$/, '')) || roles.includes(epoch);
      expect(inFull || role === '' || role === '?').toBe(true);
    }
    // Ids of three digits leave less room.
    if (layout.roles === 'separate') expect(said.some(({ epoch }) => roles.includes(epoch))).toBe(true);
  });

  it('lets a ring run out in the column of a broker whose heartbeats stay away, until it is fenced', () => {
    const silent = worlds[8] as World;
    const ring = sceneOf(silent, PAGE).timers.find(({ key }) => key === 'session of broker 5');
    expect(ring?.label).toMatch(/^in \d\.\d s the active controller fences broker 5/);
    const session = timersOf(silent).find(({ key }) => key === 'session of broker 5');
    // Told when the records are committed, a round later.
    const fenced = cluster.entries('BrokerFenced')[0]?.t ?? 0;
    expect(fenced - (session?.deadline ?? 0)).toBeGreaterThanOrEqual(0);
    expect(fenced - (session?.deadline ?? 0)).toBeLessThan(10_000);
    expect(sceneOf(worlds[6] as World, PAGE).timers.filter(({ key }) => key.startsWith('session'))).toEqual([]);
  });

  it('calls a broker that runs, but that the controllers do not hear of, fenced', () => {
    const alone = new Cluster(kraft(layout, { brokerCount: 5 })).until(6);
    for (const { node } of alone.world.setup.voters)
      alone.do(6, { type: 'cutLink', from: 'broker-5', to: nodeOf(alone.world, node).name });
    const world = alone.until(17).world;
    const column = sceneOf(world, PAGE).columns.find(({ broker }) => broker === 5);
    expect(column).toMatchObject({ condition: 'running', look: 'uncertain', label: 'broker 5, fenced' });
    expect(tablesOf(world).brokers.find(({ broker }) => broker === 5)?.state).toBe('fenced');
    expect(sheetOf(world, { kind: 'broker', broker: 5 })?.state).toBe('fenced');
  });
});

import '../../src/scene/metadata/load.ts';
import { describe, expect, it } from 'vitest';

import { nextStop } from '../../src/view/picture/roving.ts';
import type { Box } from '../../src/scene/box.ts';
import { sheetOf } from '../../src/scene/sheet.ts';
import { textWidth } from '../../src/scene/text.ts';
import { keyOf, thingOf } from '../../src/scene/thing.ts';
import type { World } from '../../src/sim/world.ts';
import { activeController, Cluster, kraft } from '../sim/kraft/cluster/kraft-cluster.ts';
import { NARROW, PAGE, sceneOf, SMALL_PAGE, STAGE, WIDE_PAGE } from './support.ts';

const within = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const cluster = new Cluster(kraft({ era: '4.0', roles: 'separate' })).until(6);
const world = cluster.world;
cluster.do(6, { type: 'crash', node: activeController(cluster), kind: 'process' });
const failedOver: World = cluster.until(12).world;

describe('the end of each voter’s metadata log', () => {
  it('stands in its box as tiles, with names that fit, wherever the picture is wide', () => {
    for (const viewport of [PAGE, SMALL_PAGE, WIDE_PAGE, STAGE]) {
      for (const shown of [world, failedOver]) {
        const { quorum, frame } = sceneOf(shown, viewport);
        for (const { id, role, roleAt, box, log, leads } of quorum?.voters ?? []) {
          expect(log?.tiles.length).toBeGreaterThanOrEqual(leads ? 3 : 1);
          for (const tile of log?.tiles ?? []) {
            expect(within(tile.box, box)).toBe(true);
            expect(textWidth(tile.text, frame.metrics.small, 'mono')).toBeLessThanOrEqual(tile.box.width);
            expect(tile.text).not.toContain('…');
          }
          // Its log end offset stands beside its role, before the sign of the leader.
          expect(log?.end.text).toMatch(/^end \d+$/);
          const end = (log?.end.at.x ?? 0) - textWidth(log?.end.text ?? '', frame.metrics.small, 'regular');
          const { small } = frame.metrics;
          const told = textWidth(`${id} `, small, 'bold') + textWidth(role, small, 'regular');
          expect(roleAt.x + told).toBeLessThan(end);
        }
      }
    }
  });

  it('has whole words on its tiles, or the signs that the legend explains', () => {
    const texts = new Set<string>();
    const look = (shown: World): void => {
      for (const { log } of sceneOf(shown, STAGE).quorum?.voters ?? [])
        for (const { text } of log?.tiles ?? []) texts.add(text);
    };
    const growing = new Cluster(kraft({ era: '4.0', roles: 'separate' }));
    for (let second = 0.2; second < 4; second += 0.1) look(growing.until(second).world);
    look(failedOver);
    expect(texts.size).toBeGreaterThan(5);
    for (const text of texts)
      expect(text).toMatch(/^(topic|config|ids|level|no-op|★\d+|b\d( on| off)?|p\d(★\d| isr)?)$/);
  });

  it('is a bar where there is no room', () => {
    expect(sceneOf(world, NARROW).quorum?.voters.map(({ log }) => log)).toEqual([null, null, null]);
  });

  it('has one offset at the same place in every voter, so that a shorter log is seen to be shorter', () => {
    const { quorum } = sceneOf(failedOver, STAGE);
    const places = quorum?.voters.flatMap(({ box, log }) =>
      (log?.tiles ?? []).map(({ thing, box: tile }) =>
        thing.kind === 'metadata' ? `${thing.offset} at ${(tile.x - box.x).toFixed(2)}` : '',
      ),
    );
    const offsets = new Set(places?.map((place) => place.split(' ')[0]));
    expect(new Set(places).size).toBe(offsets.size);
    const [dead] = quorum?.voters.filter(({ look }) => look === 'gone') ?? [];
    const active = quorum?.voters.find(({ leads }) => leads);
    expect(dead?.log?.tiles.length).toBeLessThan(active?.log?.tiles.length ?? 0);
    expect(dead?.log?.line).toBeNull();
  });

  it('begins each epoch with who leads in it, under a band of its own', () => {
    const { quorum } = sceneOf(failedOver, STAGE);
    const log = quorum?.voters.find(({ leads }) => leads)?.log;
    const epochs = log?.bands.map(({ epoch }) => epoch) ?? [];
    expect(epochs.length).toBeGreaterThan(1);
    expect(log?.tiles.map(({ text }) => text)).toContain(`★${quorum?.voters.find(({ leads }) => leads)?.id}`);
  });

  it('has the high watermark after the last committed record, and each tile opens', () => {
    const { quorum, stops } = sceneOf(world, PAGE);
    for (const { log } of quorum?.voters ?? []) {
      const committed = log?.tiles.filter((tile) => tile.committed).at(-1)?.box;
      expect(log?.line?.x).toBeGreaterThan((committed?.x ?? 0) + (committed?.width ?? 0) - 0.5);
    }
    const tiles = stops.filter(({ thing }) => thing.kind === 'metadata');
    expect(tiles.length).toBeGreaterThanOrEqual(9);
    for (const { key, thing, label } of tiles) {
      expect(keyOf(thingOf(key))).toBe(key);
      expect(sheetOf(world, thing)?.facts.find(({ name }) => name === 'says')?.value).toBeTruthy();
      expect(label).toMatch(/^offset \d+ of the metadata log of controller \d+, \w+: .*, committed, epoch \d+$/);
    }
  });

  it('is reached from its voter by the arrow keys', () => {
    const scene = sceneOf(world, PAGE);
    const voter = scene.quorum?.voters[1];
    const below = nextStop(scene, voter?.key ?? '', 'down') ?? '';
    expect(voter?.log?.tiles.map(({ key }) => key)).toContain(below);
    expect(nextStop(scene, below, 'up')).toBe(voter?.key);
  });
});

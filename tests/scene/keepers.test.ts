import { describe, expect, test } from 'vitest';

import '../../src/sim/kraft/load.ts';

import { holds, overlap, type Box } from '../../src/scene/box.ts';
import { textWidth } from '../../src/scene/text.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import type { World } from '../../src/sim/world.ts';
import type { SandboxSetup } from '../../src/view/sandbox/setup.ts';
import { clusterWith, run } from './group-runs.ts';
import { NARROW, PAGE, sceneOf, SMALL_PAGE, VIEWPORTS } from './support.ts';

const crash = (node: string): Intervention => ({ type: 'crash', node, kind: 'process' });

function after(setup: Partial<SandboxSetup>, until: number, crashed: readonly string[] = []): World {
  return run(
    clusterWith([], setup),
    until,
    crashed.map((node) => [5, crash(node)] as const),
  ).world;
}

const five: Partial<SandboxSetup> = { mode: 'kraft', era: '4.0', controllers: 5, roles: 'separate' };
const names = [101, 102, 103].map((id) => `controller-${id}`);

describe('the quorum of controllers', () => {
  test('has room for five voters with the names of their roles beside a producer, down to 1280 pixels', () => {
    for (const viewport of [PAGE, SMALL_PAGE]) {
      const { quorum } = sceneOf(after(five, 5), viewport);
      expect(quorum?.voters.map(({ role }) => role).sort()).toEqual([...Array<string>(4).fill('Follower'), 'Leader']);
    }
  });

  test('shows each copy of the metadata log on one scale, committed up to the high watermark that the voter knows', () => {
    const { quorum } = sceneOf(after(five, 5));
    const voters = quorum?.voters ?? [];
    for (const { bar } of voters) {
      expect(bar.committed.width).toBeGreaterThan(0);
      expect(bar.highWatermark).toBeCloseTo(bar.committed.x + bar.committed.width, 5);
    }
    expect(new Set(voters.map(({ bar }) => bar.track.width)).size).toBe(1);
  });

  test('without a majority nobody leads; who is gone keeps its log, and knows no high watermark', () => {
    const { quorum } = sceneOf(after({ ...five, era: '3.9' }, 12, names));
    expect(quorum?.note).toBe('nobody leads');
    const gone = quorum?.voters.filter(({ look }) => look === 'gone') ?? [];
    expect(gone.map(({ role, fault, bar }) => [role, fault, bar.highWatermark])).toEqual(
      Array.from({ length: 3 }, () => ['down', true, null]),
    );
    for (const { bar } of gone) expect(bar.committed.width).toBeGreaterThan(0);
    expect(quorum?.voters.some(({ role }) => /Candidate|Unattached/.test(role))).toBe(true);
  });

  test('a voter that has not been started is no failure', () => {
    const { quorum } = sceneOf(run(clusterWith([], five), 0).world);
    for (const voter of quorum?.voters ?? []) if (voter.look !== 'running') expect(voter.fault).toBe(false);
  });

  test('with combined roles the red sign of a crash stands in the broker’s column alone', () => {
    const scene = sceneOf(after({ ...five, controllers: 3, roles: 'combined', era: '3.9' }, 12, ['broker-2']));
    expect(scene.columns[1]?.fault).toBe(true);
    expect(scene.quorum?.voters[1]).toMatchObject({ look: 'gone', fault: false });
  });

  test('stands in two lines where a phone has no room for one', () => {
    const { quorum } = sceneOf(after(five, 5), NARROW);
    expect(new Set(quorum?.voters.map(({ box }) => Math.round(box.y))).size).toBe(2);
    for (const { role } of quorum?.voters ?? []) expect(role).not.toBe('');
  });
});

describe('an ensemble of five servers that has lost its quorum', () => {
  const world = after(
    { mode: 'zookeeper', era: '3.9', zookeepers: 5 },
    12,
    [1, 2, 3].map((id) => `zookeeper-${id}`),
  );

  test.each(VIEWPORTS)('says so between its name and its servers, $layout $width x $height', (viewport) => {
    const { zookeeper, frame } = sceneOf(world, viewport);
    if (zookeeper === null) throw new Error('ZooKeeper must be drawn');
    const { small, title, token } = frame.metrics;
    expect(zookeeper.note).toBe('no quorum');
    // It follows from the servers that are down: theirs is the red.
    expect(zookeeper.fault).toBe(false);
    const name = zookeeper.box.x + token.pad + 4 + textWidth('ZooKeeper', title, 'bold');
    expect(zookeeper.noteX).toBeGreaterThan(name);
    const note: Box = {
      x: zookeeper.noteX,
      y: zookeeper.box.y,
      width: textWidth(zookeeper.note, small, 'bold'),
      height: title * 2,
    };
    for (const { box } of zookeeper.servers) {
      expect(overlap(note, box)).toBe(false);
      expect(holds(zookeeper.box, box)).toBe(true);
    }
  });
});

test('a controller has its badge beside its name: that it runs gives way to it, down to 1280 pixels', () => {
  const states = VIEWPORTS.map((viewport) => {
    const scene = sceneOf(after({}, 5), viewport);
    const column = scene.columns.find(({ controller }) => controller);
    const [badge, box] = [column?.badge as Box, column?.box as Box];
    expect(holds(box, badge)).toBe(true);
    for (const cell of scene.cells) expect(overlap(badge, cell.box)).toBe(false);
    expect(column?.label).toContain('running');
    return column?.state;
  });
  expect(states).toContain('running');
  expect(states).toContain('');
});

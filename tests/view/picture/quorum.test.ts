import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { keyOf, type Thing } from '../../../src/scene/thing.ts';
import { tablesOf } from '../../../src/scene/tables.ts';
import { quorumOf } from '../../../src/sim/read/quorum.ts';
import type { World } from '../../../src/sim/world.ts';
import Tables from '../../../src/view/table/Tables.svelte';
import { activeController, Cluster, kraft } from '../../sim/kraft/cluster/kraft-cluster.ts';
import Harness from './Harness.svelte';

let shown: Record<string, unknown> | null = null;

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
});

afterEach(() => {
  if (shown !== null) void unmount(shown);
  shown = null;
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

/** A cluster without ZooKeeper, a while after its active controller has died. */
function withoutLeader(): World {
  const cluster = new Cluster(kraft({ era: '3.9', roles: 'separate' })).until(6);
  return cluster.do(6, { type: 'crash', node: activeController(cluster), kind: 'process' }).until(6.5).world;
}

describe('the quorum of controllers', () => {
  test('is drawn where ZooKeeper stands else: a box for each voter, which can be selected', () => {
    const world = new Cluster(kraft({ era: '3.9', roles: 'separate' })).until(6).world;
    const selected: (Thing | null)[] = [];
    shown = mount(Harness, {
      target: document.body,
      props: {
        first: world,
        onSelect: (thing: Thing | null) => selected.push(thing),
        onAct: () => {},
        actions: () => [],
      },
    }) as Record<string, unknown>;
    flushSync();
    const boxes = [...document.querySelectorAll('[data-key^="controller:"]')];
    expect(boxes.map((box) => box.getAttribute('data-key'))).toEqual(
      world.setup.voters.map(({ node }) => keyOf({ kind: 'controller', node })),
    );
    const leader = quorumOf(world)?.leaderId;
    expect(boxes.filter((box) => box.querySelector('.leads') !== null).map((box) => box.textContent)).toEqual([
      expect.stringMatching(new RegExp(`^${leader} Leader`)),
    ]);
    expect(document.body.textContent).not.toContain('ZooKeeper');
    boxes[1]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    flushSync();
    expect(selected).toEqual([{ kind: 'controller', node: world.setup.voters[1]?.node }]);
  });

  test('stands in the tables, with who is gone', () => {
    const world = withoutLeader();
    shown = mount(Tables, {
      target: document.body,
      props: { tables: tablesOf(world), cards: false, onSelect: () => {} },
    }) as Record<string, unknown>;
    flushSync();
    const section = [...document.querySelectorAll('section')].find(
      (one) => one.querySelector('h2')?.textContent === 'Controllers',
    );
    const rows = [...(section?.querySelectorAll('tbody tr') ?? [])].map((row) => row.querySelector('td')?.textContent);
    expect(rows.sort()).toEqual(['Follower', 'Follower', 'down']);
  });
});

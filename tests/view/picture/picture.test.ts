import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { actionsOf } from '../../../src/scene/actions/actions-of.ts';
import { keyOf, thingOf, type Thing } from '../../../src/scene/thing.ts';
import type { World } from '../../../src/sim/world.ts';
import { troubles } from '../../scene/troubled-world.ts';
import { leaderDied, manyPartitions } from '../../scene/worlds.ts';
import Harness from './Harness.svelte';

let picture: Record<string, unknown> | null = null;

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
  if (picture !== null) void unmount(picture);
  picture = null;
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

interface Shown {
  readonly selected: (Thing | null)[];
  readonly acted: string[];
  readonly show: (world: World, at?: number) => void;
}

function shown(world: World): Shown {
  const selected: (Thing | null)[] = [];
  const acted: string[] = [];
  const harness = mount(Harness, {
    target: document.body,
    props: {
      first: world,
      onSelect: (thing: Thing | null) => selected.push(thing),
      onAct: (thing: Thing, id: string) => acted.push(`${id} ${keyOf(thing)}`),
      actions: (thing: Thing) => actionsOf(world, thing),
    },
  });
  picture = harness as Record<string, unknown>;
  flushSync();
  const show = (next: World, at?: number): void => {
    (harness as unknown as { show: (world: World, at?: number) => void }).show(next, at);
    flushSync();
  };
  return { selected, acted, show };
}

const element = (key: string): SVGElement => {
  const found = document.querySelector<SVGElement>(`[data-key="${key}"]`);
  if (found === null) throw new Error(`${key} is not drawn`);
  return found;
};

function press(key: string, more: KeyboardEventInit = {}): void {
  document.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
  );
  flushSync();
}

function focused(): string | null {
  return document.activeElement?.getAttribute('data-key') ?? null;
}

function focus(key: string): void {
  element(key).focus();
  flushSync();
}

describe('the keyboard', () => {
  test('finds one tab stop in the whole picture', () => {
    shown(leaderDied());
    expect(document.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
    focus('broker:2');
    expect([...document.querySelectorAll('[tabindex="0"]')].map((one) => one.getAttribute('data-key'))).toEqual([
      'broker:2',
    ]);
  });

  test('goes with the arrows between brokers, cells and tiles', () => {
    shown(leaderDied());
    focus('broker:1');
    press('ArrowRight');
    expect(focused()).toBe('broker:2');
    press('ArrowDown');
    expect(focused()).toBe('replica:0:2');
    press('ArrowDown');
    expect(thingOf(focused() ?? '')).toMatchObject({ kind: 'record', partition: 0, broker: 2 });
    press('ArrowDown');
    expect(focused()).toBe('replica:1:2');
    press('ArrowLeft');
    expect(focused()).toBe('replica:1:1');
    press('ArrowLeft');
    expect(focused()).toBe('partition:1');
  });

  test('goes from record to record along a log, and into what the window leaves out', () => {
    shown(leaderDied());
    focus('record:0:1:34');
    press('ArrowRight');
    expect(focused()).toBe('record:0:1:35');
    focus('record:0:1:33');
    press('ArrowLeft');
    expect(focused()).toBe('record:0:1:32');
    for (let i = 0; i < 4; i++) press('ArrowLeft');
    expect(focused()).toBe('record:0:1:28');
  });

  test('goes with T from one thing under way to the next', () => {
    shown(leaderDied());
    focus('broker:1');
    press('t');
    const first = focused();
    press('t');
    expect(first).toMatch(/^packet:/);
    expect(focused()).toMatch(/^packet:/);
    expect(focused()).not.toBe(first);
  });

  test('selects with Enter, and lets go with Escape', () => {
    const { selected } = shown(leaderDied());
    focus('replica:1:1');
    press('Enter');
    press('Escape');
    expect(selected).toEqual([{ kind: 'replica', partition: 1, broker: 1 }, null]);
  });

  test('opens the actions with Shift+F10, does one with Enter, and comes back', () => {
    const { acted } = shown(leaderDied());
    focus('broker:1');
    press('F10', { shiftKey: true });
    const items = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')];
    expect(items[0]?.textContent).toContain('Crash broker 1');
    expect(document.activeElement).toBe(items[0]);
    press('ArrowDown');
    expect(document.activeElement).toBe(items[1]);
    items[0]?.click();
    flushSync();
    expect(acted).toEqual(['crash-process broker:1']);
    expect(document.querySelector('[role=menu]')).toBeNull();
    expect(focused()).toBe('broker:1');
  });

  test('closes the actions with Escape and does nothing', () => {
    const { acted } = shown(leaderDied());
    focus('broker:1');
    press('F10', { shiftKey: true });
    press('Escape');
    expect([acted, document.querySelector('[role=menu]'), focused()]).toEqual([[], null, 'broker:1']);
  });

  test('an action that cannot be done now stays in the menu, says why, and does nothing', () => {
    const { acted } = shown(leaderDied());
    focus('broker:3');
    press('F10', { shiftKey: true });
    const crash = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')].find((item) =>
      item.textContent?.includes('Crash broker 3'),
    );
    expect(crash?.getAttribute('aria-disabled')).toBe('true');
    expect(crash?.textContent).toContain('there is no process to do it to');
    crash?.click();
    expect(acted).toEqual([]);
  });

  test('does not let the arrows through to the page', () => {
    shown(leaderDied());
    const seen = vi.fn();
    document.addEventListener('keydown', seen);
    focus('broker:1');
    press('ArrowRight');
    press('PageDown');
    document.removeEventListener('keydown', seen);
    expect(seen.mock.calls.map(([event]) => (event as KeyboardEvent).key)).toEqual(['PageDown']);
  });

  test('has the focus handed to the copy when the record under it scrolls away', () => {
    const { show } = shown(leaderDied());
    focus('record:2:2:45');
    show(manyPartitions(3, 3));
    expect(focused()).toBe('replica:2:2');
  });
});

describe('the pointer', () => {
  test('selects what it clicks, and nothing beside everything', () => {
    const { selected } = shown(leaderDied());
    element('record:0:1:34').dispatchEvent(new MouseEvent('click', { bubbles: true }));
    document.querySelector('.sheet')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(selected).toEqual([{ kind: 'record', partition: 0, broker: 1, offset: 34 }, null]);
  });

  test('folds a topic by its sign', () => {
    shown(leaderDied());
    document.querySelector('[data-fold]')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    flushSync();
    expect(document.querySelectorAll('[data-key^="replica:"]')).toHaveLength(0);
  });
});

describe('what is drawn', () => {
  test('each thing that can be selected has a name', () => {
    shown(troubles());
    for (const one of document.querySelectorAll('[data-key]'))
      expect(one.getAttribute('aria-label')?.length ?? 0).toBeGreaterThan(3);
  });

  test('a token moves by its transform alone', () => {
    const world = leaderDied();
    const { show } = shown(world);
    const tokens = () => [...document.querySelectorAll<SVGElement>('.token')];
    const before = tokens().map((token) => [token, token.getAttribute('transform'), token.innerHTML] as const);
    show(world, world.now + 100);
    expect(before.length).toBeGreaterThan(3);
    tokens().forEach((token, i) => {
      expect(token).toBe(before[i]?.[0]);
      expect(token.getAttribute('transform')).not.toBe(before[i]?.[1]);
      expect(token.innerHTML).toBe(before[i]?.[2]);
    });
  });

  test('text of a record is text and nothing else', () => {
    shown(troubles());
    expect(document.querySelector('script')).toBeNull();
    expect(document.body.textContent).toContain('<sc…');
  });

  test('no element has a style that the policy forbids', () => {
    shown(leaderDied());
    expect(document.querySelector('style')).toBeNull();
  });

  test('the state of the cluster stands there in sentences', () => {
    shown(leaderDied());
    const id = document.querySelector('[role=application]')?.getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(id)?.textContent).toContain(
      '3 brokers, broker 3 is crashed. Broker 1 is the controller.',
    );
  });
});

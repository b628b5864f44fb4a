import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';

import type { Action, Values } from '../../../src/scene/actions/action.ts';
import { actionsOf } from '../../../src/scene/actions/actions-of.ts';
import { sheetOf } from '../../../src/scene/sheet.ts';
import type { Thing } from '../../../src/scene/thing.ts';
import Inspector from '../../../src/view/inspector/Inspector.svelte';
import Why from '../../../src/view/inspector/Why.svelte';
import { clusterOf } from '../../scene/cluster-fixture.ts';
import { leaderDied } from '../../scene/worlds.ts';

let shown: Record<string, unknown> | null = null;

afterEach(() => {
  if (shown !== null) void unmount(shown);
  shown = null;
  document.body.replaceChildren();
});

function inspect(thing: Thing, world = leaderDied()) {
  const calls = {
    onSelect: vi.fn(),
    onAct: vi.fn<(thing: Thing, action: Action, values: Values) => string | null>(() => null),
    onSeek: vi.fn(),
    onWhy: vi.fn(),
    onClose: vi.fn(),
  };
  const line = { seq: 7, at: 12_400_000, sentence: 'Broker 3 crashes.', interest: 'beat', fault: true } as const;
  shown = mount(Inspector, {
    target: document.body,
    props: { sheet: sheetOf(world, thing), actions: actionsOf(world, thing), history: [line], ...calls },
  }) as Record<string, unknown>;
  flushSync();
  return { ...calls, line };
}

const button = (text: string): HTMLElement => {
  const found = [...document.querySelectorAll<HTMLElement>('button')].find((one) => one.textContent?.includes(text));
  if (found === undefined) throw new Error(`button "${text}" missing`);
  return found;
};

describe('the inspector', () => {
  test('says what a thing is, its state, its facts and its history', () => {
    inspect({ kind: 'broker', broker: 3 });
    const text = document.body.textContent ?? '';
    for (const part of [
      'broker 3',
      'crashed',
      'A broker is a Kafka server.',
      'payments-0',
      'Start broker 3',
      '12.400',
      'Broker 3 crashes.',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('does an action without fields at once', () => {
    const { onAct } = inspect({ kind: 'broker', broker: 1 });
    button('Crash broker 1').click();
    expect(onAct.mock.calls.map(([thing, action, values]) => [thing, action.id, values])).toEqual([
      [{ kind: 'broker', broker: 1 }, 'crash-process', {}],
    ]);
  });

  test('asks for the fields of an action first', () => {
    const { onAct } = inspect({ kind: 'producer', node: 5 });
    button('Send a record').click();
    flushSync();
    const value = [...document.querySelectorAll('input')].find((input) =>
      input.closest('label')?.textContent?.includes('Value'),
    );
    if (value === undefined) throw new Error('field for the value missing');
    value.value = 'paid';
    value.dispatchEvent(new Event('input', { bubbles: true }));
    flushSync();
    document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    expect(onAct.mock.calls[0]?.[2]).toEqual({ topic: 'payments', key: '', value: 'paid', partition: '' });
  });

  test('keeps a form as it was filled in when it is refused, and says why in it', () => {
    const { onAct } = inspect({ kind: 'producer', node: 5 });
    onAct.mockReturnValueOnce('partition "9"; it is a whole number from 0 to 2; change it');
    button('Send a record').click();
    flushSync();
    const value = document.querySelector<HTMLInputElement>('form input');
    if (value === null) throw new Error('field missing');
    value.value = 'paid';
    value.dispatchEvent(new Event('input', { bubbles: true }));
    const submit = (): unknown =>
      document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    submit();
    flushSync();
    expect(document.querySelector('form [role="alert"]')?.textContent).toContain('partition "9"');
    expect(document.querySelector<HTMLInputElement>('form input')?.value).toBe('paid');
    submit();
    flushSync();
    expect(document.querySelector('form')).toBeNull();
  });

  test('lets islands of the network be ticked, by the names that the picture has', () => {
    const { onAct } = inspect({ kind: 'broker', broker: 1 });
    button('Split the network').click();
    flushSync();
    const boxes = [...document.querySelectorAll<HTMLInputElement>('form input[type="checkbox"]')];
    const named = (name: string) => boxes.find((box) => box.closest('label')?.textContent?.trim() === name);
    expect(named('broker 1')).toBeUndefined();
    named('broker 2')?.click();
    named('broker 3')?.click();
    named('broker 2')?.click();
    flushSync();
    document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    expect(onAct.mock.calls[0]?.[2]).toEqual({ island: 'broker-3' });
  });

  test('keeps what cannot be done now, with the reason, and does not do it', () => {
    const { onAct } = inspect({ kind: 'broker', broker: 3 });
    const crash = button('Crash broker 3');
    expect(crash.getAttribute('aria-disabled')).toBe('true');
    expect(crash.textContent).toContain('Not now: there is no process to do it to; start it first.');
    crash.click();
    expect(onAct).not.toHaveBeenCalled();
  });

  test('leads from a fact to the thing it is about, from an entry to its time and its causes', () => {
    const { onSelect, onSeek, onWhy, line } = inspect({ kind: 'replica', partition: 0, broker: 1 });
    button('broker 1').click();
    button('Broker 3 crashes.').click();
    button('why?').click();
    expect(onSelect).toHaveBeenCalledWith({ kind: 'broker', broker: 1 });
    expect(onSeek).toHaveBeenCalledWith(line);
    expect(onWhy).toHaveBeenCalledWith(line);
  });

  test('closes with Escape', () => {
    const { onClose } = inspect({ kind: 'broker', broker: 1 });
    button('Crash broker 1').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(onClose).toHaveBeenCalledOnce();
  });

  test('shows a value as text, whatever it holds', () => {
    const value = '<script>alert(1)</script> مرحبا';
    const log = { end: 1, hw: 1, value: () => value };
    const world = clusterOf({
      brokers: [{ id: 1 }],
      controller: 1,
      topics: { t: [{ replicas: [1], leader: 1, epoch: 0, isr: [1], logs: { 1: log } }] },
    });
    inspect({ kind: 'record', partition: 0, broker: 1, offset: 0 }, world);
    expect(document.querySelector('script')).toBeNull();
    const box = document.querySelector('pre');
    expect([box?.textContent, box?.getAttribute('dir')]).toEqual([value, 'auto']);
  });

  test('says so when the thing is gone', () => {
    inspect({ kind: 'record', partition: 0, broker: 1, offset: 9999 });
    expect(document.body.textContent).toContain('It is not there at this instant.');
  });
});

describe('why it happened', () => {
  const line = (seq: number, sentence: string) =>
    ({ seq, at: seq * 1_000_000, sentence, interest: 'beat', fault: seq === 1 }) as const;

  test('is told from the first cause to the entry asked about', () => {
    const onSeek = vi.fn();
    const onWithout = vi.fn();
    shown = mount(Why, {
      target: document.body,
      props: {
        chain: [
          { line: line(9, 'Broker 2 leads.'), by: 'cause', passed: 3, done: false },
          { line: line(5, 'The session expires.'), by: 'silence', passed: 0, done: false },
          { line: line(1, 'Broker 1 crashes.'), by: 'cause', passed: 0, done: false },
          { line: line(0, 'Intervention: broker 1 is killed.'), by: 'end', passed: 0, done: true },
        ],
        onSeek,
        onWithout,
        onClose: () => undefined,
      },
    }) as Record<string, unknown>;
    flushSync();
    const items = [...document.querySelectorAll('li')].map((item) => item.textContent?.replace(/\s+/g, ' ').trim());
    expect(items).toEqual([
      '0.000 s Intervention: broker 1 is killed. What would have been without?',
      'and so 1.000 s Broker 1 crashes.',
      'and nobody heard from it any more, so 5.000 s The session expires.',
      'and so, 3 hops later, 9.000 s Broker 2 leads.',
    ]);
    button('The session expires.').click();
    expect(onSeek.mock.calls[0]?.[0]).toMatchObject({ seq: 5 });
    button('What would have been without?').click();
    expect(onWithout.mock.calls).toEqual([[expect.objectContaining({ seq: 0 })]]);
  });
});

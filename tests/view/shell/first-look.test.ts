import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test } from 'vitest';

import FirstLook from '../../../src/view/shell/FirstLook.svelte';

let shown: Record<string, unknown> | null = null;

afterEach(() => {
  if (shown !== null) void unmount(shown);
  shown = null;
  document.body.replaceChildren();
});

function show(step: number): { readonly done: () => number; readonly button: (name: string) => HTMLButtonElement } {
  let done = 0;
  const picture = document.createElement('div');
  picture.innerHTML = '<button tabindex="-1">broker 1</button><button id="broker-2" tabindex="0">broker 2</button>';
  document.body.append(picture);
  const props = { step, onStep: () => undefined, onDone: () => done++ };
  shown = mount(FirstLook, { target: document.body, anchor: picture, props }) as Record<string, unknown>;
  flushSync();
  const button = (name: string): HTMLButtonElement =>
    [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name) as HTMLButtonElement;
  return { done: () => done, button };
}

test.each([
  [0, 'Skip'],
  [2, 'Begin'],
])('after sentence %s and "%s" the picture has the focus, not nothing', (step, name) => {
  const { done, button } = show(step);
  button(name).focus();
  button(name).click();
  expect(done()).toBe(1);
  expect(document.activeElement?.id).toBe('broker-2');
});

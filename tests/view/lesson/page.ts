import { flushSync, mount, unmount, type Component } from 'svelte';
import { onTestFinished } from 'vitest';

/** Mounts a component; it is taken away after the test. */
export function show<P extends Record<string, unknown>, E extends Record<string, unknown>>(
  component: Component<P, E>,
  props: P,
): E {
  const one = mount(component, { target: document.body, props });
  // Not with afterEach: this module is read once, by the first of the files that share it, and would clean up after that one alone.
  onTestFinished(() => {
    void unmount(one);
    document.body.replaceChildren();
  });
  flushSync();
  return one;
}

/** The button with this text. */
export function button(name: string | RegExp): HTMLButtonElement {
  const all = [...document.querySelectorAll('button')];
  const found = all.find((one) =>
    typeof name === 'string' ? one.textContent?.trim() === name : name.test(one.textContent ?? ''),
  );
  if (found === undefined)
    throw new Error(`no button ${String(name)} among ${all.map((one) => one.textContent?.trim()).join(', ')}`);
  return found;
}

export function click(element: HTMLElement): void {
  element.click();
  flushSync();
}

/** The radio button whose label has this text. */
export function radio(text: string): HTMLInputElement {
  const label = [...document.querySelectorAll('label')].find((one) => one.textContent?.trim().startsWith(text));
  const input = label?.querySelector('input');
  if (input === null || input === undefined) throw new Error(`no choice ${text}`);
  return input;
}

export function choose(text: string): void {
  click(radio(text));
}

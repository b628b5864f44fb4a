import type { Settings } from '../view/settings/settings.ts';

/** What a key can ask for. Each page carries out those it has. */
export type KeyAction =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'list'
  | 'reasons'
  | 'open'
  | 'close'
  | 'playPause'
  | 'undo'
  | 'blank'
  | 'reset'
  | 'crash'
  | 'fullScreen'
  | 'notices'
  | 'help';

/** The part of a KeyboardEvent that decides. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * Keys of the stage: what a presenter's clicker sends (PageDown, PageUp, `.`, B, F5 and Escape are its five), arrows and Space, and
 * letters. `beats` are keys that every clicker and keyboard has, hence no "single character shortcuts" in the sense of WCAG 2.1.4.
 */
const beats: { readonly [key: string]: KeyAction } = {
  PageDown: 'next',
  ArrowRight: 'next',
  ArrowDown: 'next',
  ' ': 'next',
  PageUp: 'previous',
  ArrowLeft: 'previous',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  Escape: 'close',
};

const letters: { readonly [key: string]: KeyAction } = {
  '.': 'blank',
  b: 'blank',
  r: 'reset',
  l: 'list',
  a: 'reasons',
  o: 'open',
  k: 'crash',
  u: 'undo',
  f: 'fullScreen',
  p: 'playPause',
  m: 'notices',
  '?': 'help',
};

const pageLetters: { readonly [key: string]: KeyAction } = {
  u: 'undo',
  k: 'crash',
  p: 'playPause',
  n: 'next',
  '?': 'help',
};

/**
 * What a key asks for.
 * @param presenting is the stage shown?
 * @param scope where the reader lets single letters be shortcuts
 * @returns null: nothing; the key is left to the browser
 */
export function actionOf(press: KeyPress, presenting: boolean, scope: Settings['singleKeys']): KeyAction | null {
  if (press.altKey) return null;
  if (press.ctrlKey || press.metaKey) return press.key.toLowerCase() === 'z' && !press.shiftKey ? 'undo' : null;
  // No character, so no shortcut that somebody who dictates could trip over: it works wherever letters do not.
  if (press.key === 'Backspace') return 'undo';
  if (presenting && Object.hasOwn(beats, press.key)) return beats[press.key] ?? null;
  const allowed = scope === 'always' || (scope === 'presenting' && presenting);
  if (!allowed) return null;
  const table = presenting ? letters : pageLetters;
  const key = press.key.toLowerCase();
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}

/** Does what has the focus take this key for itself? A field takes every key, a button Space, a slider or a list the arrows. */
export function isTaken(press: KeyPress, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('dialog') !== null) return true;
  if (target instanceof HTMLElement && target.isContentEditable) return true;
  if (target.matches('textarea, select')) return true;
  if (target instanceof HTMLInputElement)
    return (
      !/^(button|checkbox|radio|range|submit|reset|file)$/.test(target.type) ||
      press.key.length !== 1 ||
      press.key === ' '
    );
  const activates = press.key === ' ' || press.key === 'Enter';
  if (target.matches('button, a[href], summary, [role="button"], [role="option"]')) return activates;
  const moves = /^(Arrow|Page|Home|End)/.test(press.key);
  return (
    moves &&
    target.closest(
      '[role="slider"], [role="menu"], [role="listbox"], [role="grid"], [role="tree"], [data-own-arrows]',
    ) !== null
  );
}

/** Keys that a list and the track keep on the stage, where they have been reached by keyboard: those without which they cannot be used. */
const KEPT = /^(Arrow|Enter$|Escape$|Tab$| $)/;

/**
 * The same on the stage, where a clicker must not lose its keys to what was clicked last: the list of speeds, the track and the picture take
 * keys only when somebody has gone to them by keyboard, and never PageUp, PageDown, digits and letters.
 * @param byKeyboard does the focus show (`:focus-visible`)?
 */
export function isTakenOnStage(press: KeyPress, target: EventTarget | null, byKeyboard: boolean): boolean {
  if (!(target instanceof Element)) return false;
  const own = target.matches('select') || target.closest('[role="slider"], [role="application"]') !== null;
  if (!own || target.closest('dialog') !== null) return isTaken(press, target);
  return byKeyboard && KEPT.test(press.key);
}

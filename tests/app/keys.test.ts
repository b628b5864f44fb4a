import { expect, test } from 'vitest';

import { actionOf, isTaken, isTakenOnStage, type KeyPress } from '../../src/app/keys.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

function element(html: string): Element {
  document.body.innerHTML = html;
  return document.querySelector('[data-it]') as Element;
}

test('a clicker moves between beats and blanks the screen', () => {
  for (const key of ['PageDown', 'ArrowRight', 'ArrowDown', ' '])
    expect(actionOf(press(key), true, 'presenting')).toBe('next');
  for (const key of ['PageUp', 'ArrowLeft', 'ArrowUp'])
    expect(actionOf(press(key), true, 'presenting')).toBe('previous');
  for (const key of ['.', 'b', 'B']) expect(actionOf(press(key), true, 'presenting')).toBe('blank');
});

test('single letters work when presenting, not elsewhere, unless the reader wants them everywhere or nowhere', () => {
  expect(actionOf(press('k'), true, 'presenting')).toBe('crash');
  expect(actionOf(press('k'), false, 'presenting')).toBeNull();
  expect(actionOf(press('k'), false, 'always')).toBe('crash');
  expect(actionOf(press('k'), true, 'off')).toBeNull();
  expect(actionOf(press('PageDown'), true, 'off')).toBe('next');
});

test('one key undoes everywhere, whatever letters may do; in a field it deletes', () => {
  for (const scope of ['off', 'presenting', 'always'] as const)
    for (const presenting of [false, true]) expect(actionOf(press('Backspace'), presenting, scope)).toBe('undo');
  expect(actionOf(press('Backspace', { altKey: true }), false, 'always')).toBeNull();
  expect(isTaken(press('Backspace'), element('<input data-it>'))).toBe(true);
  expect(isTaken(press('Backspace'), element('<div data-it></div>'))).toBe(false);
});

test('Ctrl+Z undoes everywhere; other combinations are left to the browser', () => {
  expect(actionOf(press('z', { ctrlKey: true }), false, 'off')).toBe('undo');
  expect(actionOf(press('z', { metaKey: true }), false, 'off')).toBe('undo');
  expect(actionOf(press('z', { ctrlKey: true, shiftKey: true }), false, 'off')).toBeNull();
  expect(actionOf(press('k', { ctrlKey: true }), true, 'always')).toBeNull();
  expect(actionOf(press('b', { altKey: true }), true, 'always')).toBeNull();
});

test('keys named like something every object has are no shortcuts', () => {
  expect(actionOf(press('toString'), true, 'always')).toBeNull();
});

test('a field takes every key for itself', () => {
  for (const key of ['k', ' ', 'ArrowLeft', '.']) {
    expect(isTaken(press(key), element('<input data-it>'))).toBe(true);
    expect(isTaken(press(key), element('<textarea data-it></textarea>'))).toBe(true);
    expect(isTaken(press(key), element('<select data-it></select>'))).toBe(true);
  }
});

test('a button takes Space and leaves the other keys; a slider takes the arrows', () => {
  expect(isTaken(press(' '), element('<button data-it></button>'))).toBe(true);
  expect(isTaken(press('PageDown'), element('<button data-it></button>'))).toBe(false);
  expect(isTaken(press('ArrowLeft'), element('<div role="slider" data-it></div>'))).toBe(true);
  expect(isTaken(press('k'), element('<div role="slider" data-it></div>'))).toBe(false);
});

test("on the stage no list, track or picture takes a clicker's keys, and letters and digits go past them too", () => {
  for (const html of [
    '<select data-it></select>',
    '<div role="slider" data-it></div>',
    '<div role="application"><a data-it tabindex="0"></a></div>',
  ])
    for (const key of ['PageDown', 'PageUp', 'k', 'r', '3', '.']) {
      expect(isTakenOnStage(press(key), element(html), true)).toBe(false);
      expect(isTakenOnStage(press(key), element(html), false)).toBe(false);
    }
});

test("on the stage arrows are a list's or the track's when somebody has gone there by keyboard, and not after a click", () => {
  for (const html of ['<select data-it></select>', '<div role="slider" data-it></div>']) {
    expect(isTakenOnStage(press('ArrowRight'), element(html), true)).toBe(true);
    expect(isTakenOnStage(press('ArrowRight'), element(html), false)).toBe(false);
    expect(isTakenOnStage(press(' '), element(html), false)).toBe(false);
  }
  expect(isTakenOnStage(press(' '), element('<button data-it></button>'), true)).toBe(true);
  expect(isTakenOnStage(press('r'), element('<dialog><select data-it></select></dialog>'), false)).toBe(true);
});

test('Home and End go to the first and the last beat, and L and A have their place on the stage alone', () => {
  expect(actionOf(press('Home'), true, 'off')).toBe('first');
  expect(actionOf(press('End'), true, 'off')).toBe('last');
  expect(actionOf(press('l'), true, 'presenting')).toBe('list');
  expect(actionOf(press('a'), true, 'presenting')).toBe('reasons');
  for (const key of ['Home', 'End', 'l', 'a']) expect(actionOf(press(key), false, 'always')).toBeNull();
});

test('nothing reaches the stage from a dialog', () => {
  expect(isTaken(press('r'), element('<dialog><button data-it></button></dialog>'))).toBe(true);
});

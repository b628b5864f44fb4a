// @vitest-environment node
import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../../src/view/theme/theme.css', import.meta.url), 'utf8');

type Theme = ReadonlyMap<string, string>;

/** The custom properties of every rule with that selector. */
function theme(selector: string): Theme {
  const properties = new Map<string, string>();
  for (const [, selectors = '', body = ''] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const names = selectors
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .split(',')
      .map((one) => one.trim());
    if (!names.includes(selector)) continue;
    for (const [, name = '', value = ''] of body.matchAll(/--([a-z0-9-]+):\s*([^;]+);/g))
      properties.set(name, value.trim());
  }
  return properties;
}

/** Relative luminance, as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  if (!/^#[0-9a-f]{6}$/.test(colour)) throw new Error(`colour ${colour}; six digits in hexadecimal make one`);
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(colours: Theme, a: string, b: string): number {
  const [one, two] = [a, b].map((name) => luminance(colours.get(name) ?? `--${name} missing`));
  const [dark, light] = [one ?? 0, two ?? 0].sort((x, y) => x - y);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const TEXT = 4.5;
const GRAPHIC = 3;
const grounds = ['ground', 'ground-sunken', 'surface', 'surface-sunken', 'surface-tint'];
const hues = [0, 1, 2, 3, 4, 5];
const four = [0, 1, 2, 3];

/** Every pair that stands on each other somewhere on the page, with what it must reach. */
const pairs: readonly (readonly [front: string, ground: string, least: number])[] = [
  ...grounds.flatMap((ground) => [
    ...['ink', 'ink-soft', 'accent', 'fault', 'good'].map((front) => [front, ground, TEXT] as const),
    ...['rule-strong', 'focus'].map((front) => [front, ground, GRAPHIC] as const),
  ]),
  ...hues.flatMap((i) => [
    // A leader's tile, a follower's tile, an outlined one; a partition's name.
    ['on-hue', `hue-${i}`, TEXT] as const,
    [`hue-${i}`, `hue-${i}-pale`, TEXT] as const,
    ...['surface', 'surface-sunken', 'ground'].map((ground) => [`hue-${i}`, ground, TEXT] as const),
    // The border and the word "leader" on a crashed broker.
    [`hue-${i}`, 'hatch-ground', TEXT] as const,
    [`hue-${i}`, 'hatch', GRAPHIC] as const,
  ]),
  ...four.flatMap((i) => [
    ...['surface', 'surface-sunken', 'ground'].map((ground) => [`reader-${i}`, ground, TEXT] as const),
    // Bands and their numbers; numbers are bold but not large, so they count as text.
    ...['surface', 'surface-sunken', 'hatch-ground'].map((ground) => [`epoch-${i}`, ground, TEXT] as const),
  ]),
  ['keeper-ink', 'keeper', TEXT],
  ['keeper-ink', 'surface', TEXT],
  ['keeper-ink', 'keeper-track', TEXT],
  ['ink', 'keeper', TEXT],
  ['fault', 'keeper', TEXT],
  ['gone-ink', 'gone', TEXT],
  ['gone-ink', 'hatch-ground', TEXT],
  ['gone-line', 'gone', GRAPHIC],
  ['gone-line', 'hatch-ground', GRAPHIC],
  ['ink', 'hatch', TEXT],
  ['ink-soft', 'hatch-ground', TEXT],
  ['fault', 'hatch-ground', TEXT],
  ['fault', 'hatch', GRAPHIC],
];

const themes = [
  ['light', theme(':root')],
  ['dark', theme("[data-theme='dark']")],
  ['projector', theme("[data-theme='projector']")],
] as const;

describe.each(themes)('the %s theme', (name, colours) => {
  test('text stands out 4.5:1 from its ground, graphics 3:1', () => {
    const weak = pairs.filter(([front, ground, least]) => contrast(colours, front, ground) < least);
    expect(
      weak.map(
        ([front, ground, least]) => `${front} on ${ground}: ${contrast(colours, front, ground).toFixed(2)} < ${least}`,
      ),
    ).toEqual([]);
  });

  test('has every colour that the light theme has', () => {
    const needed = [...theme("[data-theme='light']").keys()].sort();
    const own = [...colours.keys()].filter((key) => !key.startsWith('font')).sort();
    expect([name, own]).toEqual([name, needed]);
  });
});

test('the projector theme has more contrast than the light one', () => {
  const [light, projector] = [themes[0][1], themes[2][1]];
  for (const front of ['ink', 'ink-soft', 'rule-strong', ...hues.map((i) => `hue-${i}`)]) {
    expect(contrast(projector, front, 'surface')).toBeGreaterThan(contrast(light, front, 'surface'));
  }
});

test("the system's dark theme is the dark theme", () => {
  expect(theme(':root:not([data-theme])')).toEqual(theme("[data-theme='dark']"));
});

test('hues of partitions differ from one another', () => {
  for (const [, colours] of themes) expect(new Set(hues.map((i) => colours.get(`hue-${i}`))).size).toBe(hues.length);
});

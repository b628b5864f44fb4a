import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { bytesOf, textOf } from '../../../src/sim/read/text.ts';

/** Of any code points but halves of surrogate pairs, of which no UTF-8 tells. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x7ff }), fc.integer({ min: 0, max: 0x10ffff })), { maxLength: 20 })
  .map((points) => points.filter((point) => point < 0xd800 || point > 0xdfff))
  .map((points) => String.fromCodePoint(...points));

describe('bytes as text', () => {
  test('are UTF-8 where they are that, and hexadecimal where they are not', () => {
    expect(textOf('alice')).toBe('alice');
    expect(textOf(bytesOf('Größe €😀'))).toBe('Größe €😀');
    expect(textOf('\xff\x00')).toBe('0xff00');
    expect(textOf('')).toBe('');
    expect(textOf(`\xff${'a'.repeat(100)}`)).toBe(`0xff${'61'.repeat(31)}…`);
  });

  test('come back from any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(textOf(bytesOf(text))).toBe(text);
      }),
    );
  });

  test('are cut where they are long, never inside a character', () => {
    expect(textOf('abcdef', 3)).toBe('abc…');
    fc.assert(
      fc.property(
        anyText.filter((text) => text !== ''),
        fc.integer({ min: 4, max: 40 }),
        (text, limit) => {
          const shown = textOf(bytesOf(text), limit);
          expect(text.startsWith(shown.replace(/…$/, '')) || shown === text).toBe(true);
          expect(shown).not.toMatch(/^0x/);
        },
      ),
      { examples: [['😀😀😀', 5]] },
    );
  });
});

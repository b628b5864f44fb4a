import { describe, expect, it } from 'vitest';
import { bytesOfHex, bytesOfText, hexOfBytes, textOfBytes, utf8Length } from '../../src/lib/bytes.ts';

const samples = ['', 'alice', 'Zürich', '€', '日本', '😀 mixed', '\u0000\u007f\u0080\u07ff\u0800\uffff'];

describe('bytes', () => {
  it('are the UTF-8 of a text, as the platform encodes it', () => {
    for (const text of samples) {
      const expected = String.fromCharCode(...new TextEncoder().encode(text));
      expect(bytesOfText(text)).toBe(expected);
      expect(utf8Length(text)).toBe(expected.length);
      expect(textOfBytes(expected)).toBe(text);
    }
  });

  it('say U+FFFD for half a surrogate pair', () => {
    expect(bytesOfText('a\ud800b')).toBe('a\u00ef\u00bf\u00bdb');
    expect(bytesOfText('\udc00')).toBe('\u00ef\u00bf\u00bd');
    expect(bytesOfText('\ud800\ud800')).toBe('\u00ef\u00bf\u00bd\u00ef\u00bf\u00bd');
    expect(utf8Length('a\ud800b')).toBe(5);
  });

  it('are no text where they are not UTF-8: cut short, overlong, a surrogate, too large', () => {
    for (const hex of [
      '80',
      'c3',
      'c080',
      'c1bf',
      'e282',
      'e0809f',
      'eda080',
      'f0808080',
      'f4908080',
      'f8888080',
      'ff',
      '61c3',
    ]) {
      expect(textOfBytes(bytesOfHex(hex) as string), hex).toBeNull();
    }
    expect(textOfBytes(bytesOfHex('f48fbfbf') as string)).toBe('\u{10ffff}');
  });

  it('are written as two hexadecimal digits each', () => {
    expect(hexOfBytes('\u0000a\u00ff')).toBe('0061ff');
    expect(bytesOfHex('0061FF')).toBe('\u0000a\u00ff');
    expect(bytesOfHex('')).toBe('');
    for (const wrong of ['6', 'zz', '61 62', '0x61']) expect(bytesOfHex(wrong)).toBeNull();
  });
});

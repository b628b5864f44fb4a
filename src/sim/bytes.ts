import type { Bytes } from './intervention.ts';

/*
 * Text and bytes meet here and nowhere else. Written out, since what the platform has for it is not in the language, and
 * since a byte string is no array.
 */

/** A text's bytes in UTF-8; half a surrogate pair becomes the replacement character, as everywhere on the Web. */
export function bytesOfText(text: string): Bytes {
  if (isAscii(text)) return text;
  const parts: string[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    parts.push(utf8Of(code >= 0xd800 && code <= 0xdfff ? 0xfffd : code));
  }
  return parts.join('');
}

/** The text that these bytes are in UTF-8; null when they are not valid UTF-8. */
export function textOfBytes(bytes: Bytes): string | null {
  if (isAscii(bytes)) return bytes;
  const parts: string[] = [];
  for (let i = 0; i < bytes.length;) {
    const first = bytes.charCodeAt(i);
    const length =
      first < 0x80
        ? 1
        : first >= 0xc2 && first < 0xe0
          ? 2
          : first >= 0xe0 && first < 0xf0
            ? 3
            : first >= 0xf0 && first < 0xf5
              ? 4
              : 0;
    if (length === 0) return null;
    let code = length === 1 ? first : first & (0x7f >> length);
    for (let j = 1; j < length; j++) {
      const next = bytes.charCodeAt(i + j);
      if (Number.isNaN(next) || (next & 0xc0) !== 0x80) return null;
      code = (code << 6) | (next & 0x3f);
    }
    const shortest = length === 3 ? 0x800 : length === 4 ? 0x10000 : 0;
    if (code < shortest || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
    parts.push(String.fromCodePoint(code));
    i += length;
  }
  return parts.join('');
}

/** Bytes as hexadecimal digits, two for each. */
export function hexOfBytes(bytes: Bytes): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i++) parts.push(bytes.charCodeAt(i).toString(16).padStart(2, '0'));
  return parts.join('');
}

/** The bytes that hexadecimal digits stand for; null when they are not pairs of digits. */
export function bytesOfHex(hex: string): Bytes | null {
  if (!/^([0-9a-fA-F]{2})*$/.test(hex)) return null;
  const parts: string[] = [];
  for (let i = 0; i < hex.length; i += 2) parts.push(String.fromCharCode(Number.parseInt(hex.slice(i, i + 2), 16)));
  return parts.join('');
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

function utf8Of(code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
  if (code < 0x10000)
    return String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  return String.fromCharCode(
    0xf0 | (code >> 18),
    0x80 | ((code >> 12) & 0x3f),
    0x80 | ((code >> 6) & 0x3f),
    0x80 | (code & 0x3f),
  );
}

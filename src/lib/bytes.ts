/**
 * Bytes are strings with one character 0 to 255 for each byte; text becomes bytes, and bytes text, only at the edge of the
 * simulation. Written out here because this floor knows neither the page's TextEncoder nor Node's Buffer.
 */

const REPLACEMENT = 0xfffd;

/** The UTF-8 bytes of a text. Half a surrogate pair, which no UTF-8 can say, becomes U+FFFD. */
export function bytesOfText(text: string): string {
  let bytes = '';
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      bytes += text.charAt(i);
      continue;
    }
    if (code >= 0xd800 && code <= 0xdfff) {
      const low = text.charCodeAt(i + 1);
      const paired = code < 0xdc00 && low >= 0xdc00 && low <= 0xdfff;
      code = paired ? 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00) : REPLACEMENT;
      if (paired) i += 1;
    }
    bytes += encoded(code);
  }
  return bytes;
}

function encoded(code: number): string {
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
  if (code < 0x10000) {
    return String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return String.fromCharCode(
    0xf0 | (code >> 18),
    0x80 | ((code >> 12) & 0x3f),
    0x80 | ((code >> 6) & 0x3f),
    0x80 | (code & 0x3f),
  );
}

/** The text that UTF-8 bytes say; null when they are not UTF-8 (RFC 3629: no overlong forms, surrogates, or numbers beyond U+10FFFF). */
export function textOfBytes(bytes: string): string | null {
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const length = sequenceLength(bytes, i);
    if (length === 0) return null;
    text += charAt(bytes, i, length);
    i += length;
  }
  return text;
}

/** How many bytes the character at `at` takes; 0 when no character begins there. */
function sequenceLength(bytes: string, at: number): number {
  const first = bytes.charCodeAt(at);
  if (first < 0x80) return 1;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  for (let i = 1; i < length; i++) if ((bytes.charCodeAt(at + i) & 0xc0) !== 0x80) return 0;
  if (length < 3) return length;
  const code = codeAt(bytes, at, length);
  const overlong = code < (length === 3 ? 0x800 : 0x10000);
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return overlong || surrogate || code > 0x10ffff ? 0 : length;
}

function codeAt(bytes: string, at: number, length: number): number {
  let code = bytes.charCodeAt(at) & (length === 1 ? 0x7f : 0xff >> (length + 1));
  for (let i = 1; i < length; i++) code = (code << 6) | (bytes.charCodeAt(at + i) & 0x3f);
  return code;
}

function charAt(bytes: string, at: number, length: number): string {
  return length === 1 ? bytes.charAt(at) : String.fromCodePoint(codeAt(bytes, at, length));
}

/** Bytes as hexadecimal digits, lower case, two a byte. */
export function hexOfBytes(bytes: string): string {
  let hex = '';
  for (let i = 0; i < bytes.length; i++) hex += bytes.charCodeAt(i).toString(16).padStart(2, '0');
  return hex;
}

/** The bytes that hexadecimal digits say; null when they are not pairs of digits. */
export function bytesOfHex(hex: string): string | null {
  if (!/^([0-9a-fA-F]{2})*$/.test(hex)) return null;
  let bytes = '';
  for (let i = 0; i < hex.length; i += 2) bytes += String.fromCharCode(Number.parseInt(hex.slice(i, i + 2), 16));
  return bytes;
}

/** How many bytes a text takes in UTF-8. */
export function utf8Length(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) length += 1;
    else if (code < 0x800) length += 2;
    else if (code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      length += 4;
      i += 1;
    } else length += 3;
  }
  return length;
}

/** Letters of base64url (RFC 4648, 5), without padding: safe in an address's hash. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The name of a recording in an address's hash: `#s=...`. */
export const LINK_KEY = 's';
/**
 * A hash may be so long, in characters; a longer recording is offered as a file. Deflate packs 1032 bytes into one at most (RFC 1951), so a
 * stranger's link of this length grows to less than a file may have.
 */
export const LONGEST_LINK = 8_192;

/** Bytes as base64url. */
export function base64UrlOf(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const letters = Math.min(4, bytes.length - i + 1);
    for (let k = 0; k < letters; k++) text += LETTERS.charAt((group >> (18 - 6 * k)) & 63);
  }
  return text;
}

/** The bytes of base64url; null when the text is none. */
export function bytesOfBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const value = LETTERS.indexOf(text.charAt(i));
    if (value < 0) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = (held >> bits) & 0xff;
  }
  return bytes;
}

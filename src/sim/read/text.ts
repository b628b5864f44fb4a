import { bytesOfText, hexOfBytes, textOfBytes } from '../../lib/bytes.ts';
import type { Bytes } from '../intervention.ts';

/** So much of what is no text is shown. */
const SHOWN_HEX = 32;

/**
 * Bytes as text: UTF-8 where they are that, hexadecimal (`0x00ff`) where they are not.
 * @param limit after so many bytes the rest is left out and `…` says so
 */
export function textOf(bytes: Bytes, limit: number = Number.MAX_SAFE_INTEGER): string {
  const cut = bytes.length > limit;
  const text = textOfBytes(cut ? bytes.slice(0, wholeCharacters(bytes, limit)) : bytes);
  if (text !== null) return cut ? `${text}…` : text;
  const most = Math.min(limit, SHOWN_HEX);
  return `0x${hexOfBytes(bytes.slice(0, most))}${bytes.length > most ? '…' : ''}`;
}

/** The bytes of a text in UTF-8. */
export function bytesOf(text: string): Bytes {
  return bytesOfText(text);
}

/** The largest length up to `limit` that does not cut a UTF-8 character in two. */
function wholeCharacters(bytes: Bytes, limit: number): number {
  let length = limit;
  while (length > limit - 4 && length > 0 && (bytes.charCodeAt(length) & 0xc0) === 0x80) length -= 1;
  return length;
}

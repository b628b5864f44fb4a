import type { Bytes } from '../../intervention.ts';

const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/**
 * The 32-bit MurmurHash2 of Kafka's clients (org.apache.kafka.common.utils.Utils.murmur2), over bytes.
 * @returns a signed 32-bit integer, as Java's
 */
export function murmur2(bytes: Bytes): number {
  const { length } = bytes;
  let h = SEED ^ length;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    let k =
      bytes.charCodeAt(i) |
      (bytes.charCodeAt(i + 1) << 8) |
      (bytes.charCodeAt(i + 2) << 16) |
      (bytes.charCodeAt(i + 3) << 24);
    k = Math.imul(k, M);
    k ^= k >>> 24;
    h = Math.imul(h, M) ^ Math.imul(k, M);
  }
  const left = length - i;
  if (left > 0) {
    if (left > 2) h ^= bytes.charCodeAt(i + 2) << 16;
    if (left > 1) h ^= bytes.charCodeAt(i + 1) << 8;
    h = Math.imul(h ^ bytes.charCodeAt(i), M);
  }
  h = Math.imul(h ^ (h >>> 13), M);
  return h ^ (h >>> 15);
}

import type { Bytes } from '../../intervention.ts';

/** The reflected polynomial of IEEE 802.3, as zlib and librdkafka (rd_crc32) use it. */
const POLYNOMIAL = 0xedb88320;

const TABLE: readonly number[] = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
  return value;
});

/**
 * CRC-32 of bytes: what librdkafka, and so kcat, hashes keys with.
 * @returns an unsigned 32-bit integer
 */
export function crc32(bytes: Bytes): number {
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) {
    crc = (crc >>> 8) ^ (TABLE[(crc ^ bytes.charCodeAt(i)) & 0xff] as number);
  }
  return ~crc >>> 0;
}

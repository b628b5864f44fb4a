/**
 * Java's String.hashCode: 31 * hash + unit over UTF-16 code units, in 32 bits.
 * @returns a signed 32-bit integer
 */
export function javaHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** Kafka's Utils.abs: the absolute value of a signed 32-bit integer, but 0 for the smallest, which has none. */
export function javaAbs(value: number): number {
  return value === -0x80000000 ? 0 : Math.abs(value);
}

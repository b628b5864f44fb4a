import type { Turn } from '../../../../turn.ts';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * A member makes its id itself (KIP-1082, clients from 4.0 on): 22 characters that stand for 16 random bytes, as Kafka prints a Uuid. A leading hyphen
 * is not allowed there.
 */
export function newMemberId(turn: Turn): string {
  let id = BASE64URL.charAt(turn.draw(62));
  while (id.length < 21) id += BASE64URL.charAt(turn.draw(64));
  return id + BASE64URL.charAt(turn.draw(4) * 16);
}

import type { Turn } from '../../turn.ts';

const HEX = '0123456789abcdef';

/** A random UUID as Java prints it (java.util.UUID.randomUUID, version 4). */
export function drawUuid(turn: Turn): string {
  let text = '';
  for (let i = 0; i < 36; i++) {
    if (i === 8 || i === 13 || i === 18 || i === 23) text += '-';
    else if (i === 14) text += '4';
    else text += HEX.charAt(i === 19 ? 8 + turn.draw(4) : turn.draw(16));
  }
  return text;
}

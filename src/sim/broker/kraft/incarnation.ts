import type { Turn } from '../../turn.ts';

/** An UUID as Kafka prints it has 22 of these (org.apache.kafka.common.Uuid). */
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A new incarnation id: what tells one start of a broker's process from the next (BrokerLifecycleManager.incarnationId). */
export function drawIncarnation(turn: Turn): string {
  let id = '';
  // 22 characters hold 132 bits, an UUID has 128: of the last character two bits count.
  for (let i = 0; i < 22; i++) id += BASE64URL.charAt(i === 21 ? turn.draw(4) * 16 : turn.draw(64));
  return id;
}

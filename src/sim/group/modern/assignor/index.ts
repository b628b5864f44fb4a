import type { ServerAssignor } from './assignor.ts';
import { rangeAssignor } from './range.ts';
import { uniformAssignor } from './uniform.ts';

const ASSIGNORS: readonly ServerAssignor[] = [uniformAssignor, rangeAssignor];

/** The server's assignor of that name; null: Kafka has none. */
export function serverAssignorNamed(name: string): ServerAssignor | null {
  return ASSIGNORS.find((assignor) => assignor.name === name) ?? null;
}

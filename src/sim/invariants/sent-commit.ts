import { vecGet } from '../../lib/vec.ts';
import type { OffsetCommitRequest } from '../protocol/group.ts';
import type { TraceEntry } from '../trace/entry.ts';
import type { World } from '../world.ts';

/**
 * The OffsetCommit that an entry says is sent: its connection keeps it until it is answered or given up.
 * @param world after the step that wrote the entry; null: it is another request
 */
export function sentCommit(
  { connections }: World,
  { args }: Extract<TraceEntry, { readonly type: 'RequestSent' }>,
): OffsetCommitRequest | null {
  if (args.api !== 'OffsetCommitRequest') return null;
  const inFlight = vecGet(connections, args.connection)?.inFlight ?? [];
  const body = inFlight.find(({ correlationId }) => correlationId === args.correlationId)?.body;
  return body?.type === 'OffsetCommitRequest' ? body : null;
}

import { streamOf } from '../lib/rng.ts';
import type { Draft } from './draft.ts';
import type { Body } from './protocol/body.ts';
import { SECOND, type Micros } from './time.ts';
import type { Connection, ConnectionId, NodeId, Seq } from './world.ts';

/** socket.connection.setup.timeout.ms: 10 s (CommonClientConfigs, KIP-601). */
export const CONNECT_TIMEOUT: Micros = 10 * SECOND;
/** Stands for the SYN among the requests in flight, so that an unanswered one is overdue like any other. */
const SYN: Body = { type: 'ApiVersionsRequest', clientSoftwareName: '' };

/**
 * A connection that a client has begun to open. Each direction has a random stream of its own.
 * @param deadline by which it must be there
 * @param cause the entry that the attempt is blamed on
 */
export function newConnection(
  { now, setup }: Draft,
  id: ConnectionId,
  client: NodeId,
  server: NodeId,
  deadline: Micros,
  cause: Seq,
): Connection {
  return {
    id,
    client,
    server,
    clientSide: 'connecting',
    serverSide: 'none',
    lastToServer: now,
    lastToClient: now,
    rngToServer: streamOf(setup.seed, client, server, id, 1),
    rngToClient: streamOf(setup.seed, client, server, id, 2),
    nextCorrelationId: 0,
    inFlight: [{ correlationId: -1, body: SYN, deadline, seq: cause }],
    overdueCheck: deadline,
    serving: null,
    waiting: [],
    stalledToServer: [],
    stalledToClient: [],
  };
}

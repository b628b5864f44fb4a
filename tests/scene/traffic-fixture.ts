import type { AgendaItem, Connection, Packet } from '../../src/sim/world.ts';
import type { ClusterSpec } from './cluster-fixture.ts';

/** The connections of a cluster, and what is to arrive on them. */
export function traffic(
  spec: ClusterSpec,
  idOf: (name: string) => number,
): { readonly connections: readonly (Connection | null)[]; readonly agenda: AgendaItem[] } {
  const connections: (Connection | null)[] = [];
  const agenda: AgendaItem[] = [];
  (spec.packets ?? []).forEach((sent, i) => {
    const response = sent.kind === 'response' || sent.kind === 'notification';
    const [client, server] = response ? [idOf(sent.to), idOf(sent.from)] : [idOf(sent.from), idOf(sent.to)];
    const packet: Packet = {
      kind: sent.kind ?? 'request',
      correlationId: i,
      apiVersion: 0,
      body: sent.body,
      sentAt: sent.sentAt,
      cause: 0,
    };
    connections.push(connectionOf(i, client, server, sent.arrivesAt === null ? packet : null, !response));
    if (sent.arrivesAt !== null)
      agenda.push({ kind: 'packet', at: sent.arrivesAt, order: i, connection: i, toServer: !response, packet });
  });
  (spec.parked ?? []).forEach((parked, i) => {
    while (connections.length < 900 + i) connections.push(null);
    connections.push(connectionOf(900 + i, idOf(parked.from), idOf(`broker-${parked.at}`), null, true));
  });
  return { connections, agenda };
}

function connectionOf(
  id: number,
  client: number,
  server: number,
  stalled: Packet | null,
  toServer: boolean,
): Connection {
  return {
    id,
    client,
    server,
    clientSide: 'open',
    serverSide: 'open',
    lastToServer: 0,
    lastToClient: 0,
    rngToServer: 0,
    rngToClient: 0,
    nextCorrelationId: 1,
    inFlight: [],
    overdueCheck: null,
    serving: null,
    waiting: [],
    stalledToServer: stalled !== null && toServer ? [stalled] : [],
    stalledToClient: stalled !== null && !toServer ? [stalled] : [],
  };
}

import type { Body } from '../../protocol/body.ts';
import { askController } from '../controller-channel.ts';
import type { BrokerDraft } from '../draft.ts';
import type { Arrived } from '../requests.ts';

/** What clients ask of brokers and the active controller does (ApiKeys.forwardable, of what is modelled). */
const FORWARDED: readonly Body['type'][] = [
  'CreateTopicsRequest',
  'DeleteTopicsRequest',
  'CreatePartitionsRequest',
  'ElectLeadersRequest',
  'IncrementalAlterConfigsRequest',
  'AlterPartitionReassignmentsRequest',
];

/**
 * Hands a client's request on to the active controller, whose answer goes back to the client (kafka.server.ForwardingManager; KIP-590).
 * Kafka wraps it in an Envelope that says who asks; here the request itself is sent. What nobody serves ends the connection.
 */
export function forward(d: BrokerDraft, { connection, body }: Arrived): void {
  if (FORWARDED.includes(body.type)) askController(d, 'forwarding', body, d.turn.cause, connection);
  else d.turn.close(connection);
}

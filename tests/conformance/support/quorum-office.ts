import type { MetadataRecord } from '../../../src/sim/kraft/records.ts';
import { CLUSTER_METADATA } from '../../../src/sim/kraft/raft/state.ts';
import type { FetchRequest } from '../../../src/sim/protocol/client.ts';
import type { BrokerHeartbeatRequest, BrokerRegistrationRequest } from '../../../src/sim/protocol/kraft.ts';
import type { RecordBatch } from '../../../src/sim/protocol/record-batch.ts';
import type { Stimulus, Turn } from '../../../src/sim/turn.ts';
import type { ConnectionId } from '../../../src/sim/world.ts';
import { METADATA_EPOCH, METADATA_LEADER, metadataAnswer, metadataBatch } from './metadata-batches.ts';

/*
 * The active controller's office, held by a peer that is the only voter: brokers register, are unfenced once they ask, and fetch the
 * metadata. Each broker has a metadata log of its own, so that a case can tell one what another does not know yet. What a leader
 * proposes is left to the case.
 */

export interface Office {
  /** The metadata log as each broker gets to read it. */
  readonly logs: readonly BrokerLog[];
  /** Fetches that wait for more. They wait for as long as it takes. */
  readonly parked: readonly { readonly connection: ConnectionId; readonly request: FetchRequest }[];
  /** Brokers that registered and have not asked to be unfenced. */
  readonly fenced: readonly { readonly broker: number; readonly epoch: number }[];
}

interface BrokerLog {
  readonly broker: number;
  readonly batches: readonly RecordBatch[];
}

/** An office that leads in epoch 1; the logs of all brokers begin with these records. */
export function newOffice(brokers: readonly number[], records: readonly MetadataRecord[]): Office {
  const elected = { type: 'LeaderChange', leaderId: METADATA_LEADER, voters: [METADATA_LEADER] } as const;
  const batches = [metadataBatch([elected], 0, 'LEADER_CHANGE'), metadataBatch(records, 1)];
  return { logs: brokers.map((broker) => ({ broker, batches })), parked: [], fenced: [] };
}

/** What the office does of its own accord; null: that is the case's. */
export function officeWork(turn: Turn, office: Office, stimulus: Stimulus): Office | null {
  if (stimulus.type === 'closed' || stimulus.type === 'disconnected') {
    const { connection } = stimulus;
    return { ...office, parked: office.parked.filter((fetch) => fetch.connection !== connection) };
  }
  if (stimulus.type !== 'request') return null;
  const { connection, body } = stimulus;
  switch (body.type) {
    case 'ApiVersionsRequest':
      turn.respond(connection, { type: 'ApiVersionsResponse', errorCode: 'NONE' });
      return office;
    case 'FetchRequest':
      return serve(turn, { ...office, parked: [...office.parked, { connection, request: body }] });
    case 'BrokerRegistrationRequest':
      return register(turn, office, connection, body);
    case 'BrokerHeartbeatRequest':
      return heartbeat(turn, office, connection, body);
    default:
      return null;
  }
}

/** Writes to the log of one broker, or of all (null), and lets it be read: what is written is committed. */
export function write(turn: Turn, office: Office, broker: number | null, records: readonly MetadataRecord[]): Office {
  const logs = office.logs.map((log) =>
    broker === null || log.broker === broker
      ? { ...log, batches: [...log.batches, metadataBatch(records, endOf(log.batches))] }
      : log,
  );
  return serve(turn, { ...office, logs });
}

/** Answers the fetches that can be answered. */
function serve(turn: Turn, office: Office): Office {
  const parked = office.parked.filter(({ connection, request }) => {
    const partition = request.topics.find(({ topic }) => topic === CLUSTER_METADATA)?.partitions[0];
    const batches = office.logs.find(({ broker }) => broker === request.replicaId)?.batches;
    if (partition === undefined || batches === undefined) throw new Error('only brokers read the metadata log here');
    const highWatermark = endOf(batches);
    if (partition.currentLeaderEpoch < METADATA_EPOCH)
      turn.respond(connection, metadataAnswer({ errorCode: 'FENCED_LEADER_EPOCH' }));
    else if (partition.fetchOffset >= highWatermark) return true;
    else {
      const records = batches.filter(({ lastOffset }) => lastOffset >= partition.fetchOffset);
      turn.respond(connection, metadataAnswer({ records, highWatermark }));
    }
    return false;
  });
  return { ...office, parked };
}

function endOf(batches: readonly RecordBatch[]): number {
  return (batches.at(-1)?.lastOffset ?? -1) + 1;
}

/** ClusterControlManager.registerBroker: a broker's epoch is the offset of the record. */
function register(turn: Turn, office: Office, connection: ConnectionId, body: BrokerRegistrationRequest): Office {
  const { brokerId, incarnationId, rack } = body;
  const brokerEpoch = Math.max(...office.logs.map(({ batches }) => endOf(batches)));
  turn.respond(connection, { type: 'BrokerRegistrationResponse', errorCode: 'NONE', brokerEpoch });
  const fenced = [...office.fenced, { broker: brokerId, epoch: brokerEpoch }];
  return write(turn, { ...office, fenced }, null, [
    {
      type: 'RegisterBrokerRecord',
      brokerId,
      incarnationId,
      brokerEpoch,
      rack,
      fenced: true,
      inControlledShutdown: false,
    },
  ]);
}

/** BrokerHeartbeatManager.calculateNextBrokerState, for a broker that stays. */
function heartbeat(turn: Turn, office: Office, connection: ConnectionId, body: BrokerHeartbeatRequest): Office {
  const { brokerId, brokerEpoch, currentMetadataOffset, wantFence } = body;
  const known = office.fenced.find(({ broker }) => broker === brokerId);
  const isCaughtUp = currentMetadataOffset >= brokerEpoch;
  const unfences = known !== undefined && isCaughtUp && !wantFence;
  const isFenced = known !== undefined && !unfences;
  turn.respond(connection, {
    type: 'BrokerHeartbeatResponse',
    errorCode: 'NONE',
    isCaughtUp,
    isFenced,
    shouldShutDown: false,
  });
  if (!unfences) return office;
  return write(turn, { ...office, fenced: office.fenced.filter((one) => one !== known) }, null, [
    {
      type: 'BrokerRegistrationChangeRecord',
      brokerId,
      brokerEpoch,
      fenced: false,
      inControlledShutdown: null,
    },
  ]);
}

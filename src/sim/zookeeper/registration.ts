import { brokerRegistered } from '../broker/startup.ts';
import type { BrokerState } from '../broker/state.ts';
import { startController } from '../controller/controller.ts';
import type { ZkOp, ZkResult } from '../protocol/zookeeper.ts';
import { SECOND } from '../time.ts';
import type { Turn } from '../turn.ts';
import { configsNotified, readConfigs } from './configs.ts';
import { brokerData, clusterIdData } from './data.ts';
import { brokerIdPath, CLUSTER_ID_PATH, FEATURE_PATH, PERSISTENT_PATHS } from './paths.ts';
import { ZK_SLOTS, zkRequest } from './requests.ts';

/** A broker whose id is still taken tries again so often: a process supervisor starts it anew. */
const RETRY_INTERVAL = 5 * SECOND;

/** An UUID as Kafka prints it has 22 of these (org.apache.kafka.common.Uuid). */
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A new session: the process's first one is preceded by what a broker does once when it starts (KafkaServer.startup). */
export function sessionBegun(turn: Turn, broker: BrokerState): BrokerState {
  if (broker.zk.startedUp) return register(turn, broker);
  const ops: ZkOp[] = PERSISTENT_PATHS.map((path) => ({
    op: 'create',
    path,
    data: null,
    ephemeral: false,
    sequential: false,
  }));
  return zkRequest(
    turn,
    broker,
    'registration:paths',
    [...ops, { op: 'exists', path: CLUSTER_ID_PATH, watch: false }],
    false,
  );
}

/** Creates /brokers/ids/N in one transaction with its data, as the first version of it (KafkaZkClient.CheckedEphemeral). */
function register(turn: Turn, broker: BrokerState): BrokerState {
  const path = brokerIdPath(broker.brokerId);
  const data = brokerData(turn.nameOf(turn.self), broker.rack, turn.now);
  const ops: readonly ZkOp[] = [
    { op: 'create', path, data: null, ephemeral: true, sequential: false },
    { op: 'setData', path, data, version: 0 },
  ];
  return zkRequest(turn, broker, 'registration:create', ops, true);
}

/** The time is up to try again; without a connection the request waits for one. */
export function retryRegistration(turn: Turn, broker: BrokerState): BrokerState {
  return broker.zk.session.value === 'CLOSED' ? broker : register(turn, broker);
}

/** The answer to a step of the registration. */
export function registrationAnswered(
  turn: Turn,
  broker: BrokerState,
  step: string,
  results: readonly ZkResult[],
): BrokerState {
  switch (step) {
    case 'paths':
      return results.at(-1)?.error === 'Ok' ? readConfigs(turn, broker) : createClusterId(turn, broker);
    case 'clusterId':
      return readConfigs(turn, broker);
    case 'create':
      return created(turn, broker, results);
    case 'owner':
      return ownerRead(turn, broker, results[0]);
    default:
      return broker;
  }
}

function createClusterId(turn: Turn, broker: BrokerState): BrokerState {
  let id = '';
  for (let i = 0; i < 22; i++) id += BASE64URL.charAt(turn.draw(64));
  return zkRequest(
    turn,
    broker,
    'registration:clusterId',
    [{ op: 'create', path: CLUSTER_ID_PATH, data: clusterIdData(id), ephemeral: false, sequential: false }],
    false,
  );
}

/** Configurations have been read: the broker may register. */
export function configsRead(turn: Turn, broker: BrokerState): BrokerState {
  return register(turn, { ...broker, zk: { ...broker.zk, startedUp: true } });
}

function created(turn: Turn, broker: BrokerState, results: readonly ZkResult[]): BrokerState {
  const written = results[1];
  if (written?.error === 'Ok' && written.stat !== null) return registered(turn, broker, written.stat.czxid);
  if (results[0]?.error === 'NodeExists') {
    return zkRequest(
      turn,
      broker,
      'registration:owner',
      [{ op: 'getData', path: brokerIdPath(broker.brokerId), watch: false }],
      false,
    );
  }
  return waitAndRetry(
    turn,
    broker,
    `ZooKeeper to have ${brokerIdPath(broker.brokerId)}; it answers ${results[0]?.error ?? 'nothing'}`,
  );
}

/** The id is taken: by this very session, whose answer was lost, or by one that has not ended yet. */
function ownerRead(turn: Turn, broker: BrokerState, result: ZkResult | undefined): BrokerState {
  const stat = result?.stat ?? null;
  if (stat === null) return register(turn, broker);
  if (stat.ephemeralOwner === broker.zk.sessionId) return registered(turn, broker, stat.czxid);
  return waitAndRetry(
    turn,
    broker,
    `ZooKeeper to end the old session of broker ${broker.brokerId}; ${brokerIdPath(broker.brokerId)} still belongs to it`,
  );
}

function waitAndRetry(turn: Turn, broker: BrokerState, waitingFor: string): BrokerState {
  turn.setTimer(ZK_SLOTS.registration, turn.now + RETRY_INTERVAL);
  if (broker.waitingFor === waitingFor) return broker;
  const state = broker.lifecycle.value;
  turn.emit('BrokerStateChanged', { broker: broker.brokerId, from: state, to: state, waitingFor });
  return { ...broker, waitingFor };
}

/** The broker epoch is the transaction that created the znode (KIP-380). */
function registered(turn: Turn, broker: BrokerState, czxid: number): BrokerState {
  const known = brokerRegistered(turn, { ...broker, brokerEpoch: czxid, waitingFor: null });
  const watching = configsNotified(turn, startController(turn, known));
  return zkRequest(turn, watching, 'registration:feature', [{ op: 'exists', path: FEATURE_PATH, watch: true }], false);
}

/** Every broker watches /feature; nothing is finalised here, so all it does is to watch on. */
export function featureNotified(turn: Turn, broker: BrokerState): BrokerState {
  return zkRequest(turn, broker, 'registration:feature', [{ op: 'exists', path: FEATURE_PATH, watch: true }], false);
}

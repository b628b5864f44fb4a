import type { BrokerState } from '../sim/broker/state.ts';
import { brokerView, type BrokerView } from '../sim/read/brokers.ts';
import { brokerState, nodeOf } from '../sim/read/nodes.ts';
import { partitionView } from '../sim/read/partitions.ts';
import { zookeeperView } from '../sim/read/zookeeper.ts';
import type { World } from '../sim/world.ts';
import { conditionWords } from './columns.ts';
import { isGone } from './partition-state.ts';
import { brokerList, durationText, fact } from './sheet-fact.ts';
import { FALLEN } from './sheet-log.ts';
import type { FactLine, Sheet } from './sheet.ts';
import type { Thing } from './thing.ts';

/** A broker. */
export function brokerSheet(world: World, thing: Extract<Thing, { kind: 'broker' }>): Sheet | null {
  const view = brokerView(world, thing.broker);
  const state = brokerState(world, thing.broker);
  if (view === null || state === null) return null;
  const led = state.hosted.filter((id) => partitionView(world, id).leader === thing.broker);
  const fallen = view.condition === 'starting' || (isGone(view.condition) && view.condition !== 'not started');
  const behind = state.hosted.filter((id) => !partitionView(world, id).isr.includes(thing.broker));
  return {
    thing,
    title: `broker ${thing.broker}`,
    what: `A broker is a Kafka server. It keeps logs, leads some partitions and copies others from their leaders.${fallen ? ` ${FALLEN}` : ''}`,
    state: view.waitingFor === null ? conditionWords(view) : `${conditionWords(view)}, waits for ${view.waitingFor}`,
    fault: view.condition === 'crashed' || view.condition === 'unpowered' || view.condition === 'frozen',
    facts: [
      fact('state', view.lifecycle),
      fact('controller', view.isController ? `yes, epoch ${view.controllerEpoch}` : 'no'),
      ...registrationFacts(world, view, state),
      fact('replicas here', state.hosted.length),
      fact('leads', led.length === 0 ? 'none' : named(world, led)),
      fact('out of sync', behind.length === 0 ? 'none' : named(world, behind)),
      ...(view.rack === null ? [] : [fact('rack', view.rack)]),
    ],
    text: null,
  };
}

/** In ZooKeeper mode its znode; in KRaft mode what the metadata log says of it, and how far it has read that log. */
function registrationFacts(world: World, view: BrokerView, { kraft, brokerEpoch }: BrokerState): readonly FactLine[] {
  if (world.setup.mode === 'zookeeper') {
    const session: Thing = { kind: 'session', broker: view.brokerId };
    return [fact('registered in ZooKeeper', view.registered ? 'yes' : 'no', session)];
  }
  return [
    fact('registration', REGISTRATION_WORDS[view.registration]),
    fact('broker epoch', brokerEpoch < 0 ? 'none' : brokerEpoch),
    fact(
      'metadata applied up to',
      kraft === null || kraft.publishedTo === 0 ? 'nothing' : `offset ${kraft.publishedTo - 1}`,
    ),
  ];
}

const REGISTRATION_WORDS: { readonly [S in BrokerView['registration']]: string } = {
  none: 'none',
  fenced: 'fenced: it may not lead, and clients are not told of it',
  active: 'active',
  'shutting down': 'in controlled shutdown',
};

/** Names of partitions, as many as one reads. */
function named(world: World, ids: readonly number[]): string {
  const names = ids.slice(0, 6).map((id) => partitionView(world, id).name);
  return ids.length > names.length ? `${names.join(', ')} and ${ids.length - names.length} more` : names.join(', ');
}

/** A broker's session with ZooKeeper. */
export function sessionSheet(world: World, thing: Extract<Thing, { kind: 'session' }>): Sheet | null {
  const view = zookeeperView(world);
  const node = world.setup.nodeOfBroker[thing.broker] ?? -1;
  const session = view?.sessions.find(({ client }) => client === node);
  if (view === null) return null;
  const registered = view.ids.includes(thing.broker);
  return {
    thing,
    title: `session of broker ${thing.broker}`,
    what: 'A session lasts as long as ZooKeeper hears from the broker in time. When it ends, ZooKeeper deletes the broker’s ephemeral znodes.',
    state:
      session === undefined
        ? 'no session'
        : `${durationText(Math.max(0, session.expiresAt - world.now))} left, if nothing is heard`,
    fault: false,
    facts: [
      fact('znode', registered ? `/brokers/ids/${thing.broker}` : 'none', { kind: 'broker', broker: thing.broker }),
      ...(session === undefined
        ? []
        : [fact('timeout', durationText(session.timeout)), fact('session id', session.id)]),
    ],
    text: null,
  };
}

/** ZooKeeper. */
export function zooKeeperSheet(world: World, thing: Extract<Thing, { kind: 'zookeeper' }>): Sheet | null {
  const view = zookeeperView(world);
  if (view === null) return null;
  const { status, name } = nodeOf(world, thing.node);
  const server = view.servers.find(({ node }) => node === thing.node);
  const alone = view.servers.length === 1 || server === undefined;
  return {
    thing,
    title: alone ? 'ZooKeeper' : name,
    what: 'ZooKeeper keeps what the cluster must agree on: who is alive, who is the controller, who leads which partition. No record goes through it.',
    state: status,
    fault: status !== 'running',
    facts: [
      ...(alone
        ? []
        : [fact('role in the ensemble', server.role), fact('serves clients', server.serving ? 'yes' : 'no')]),
      fact(
        '/controller',
        view.controller < 0 ? 'nobody' : `broker ${view.controller}`,
        view.controller < 0 ? null : { kind: 'broker', broker: view.controller },
      ),
      fact('/controller_epoch', view.controllerEpoch),
      fact('/brokers/ids', brokerList(view.ids)),
      fact('sessions', view.sessions.length),
    ],
    text: null,
  };
}

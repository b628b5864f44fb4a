import { brokerView } from '../../read/brokers.ts';
import { controllerNow } from '../../read/controller.ts';
import { FIRST_CONTROLLER_ID } from '../../kraft/part.ts';
import { defineFact, remembered } from '../fact.ts';
import { trafficFold, trafficOf } from '../folds/traffic.ts';
import { nodeIdOf } from '../lookup.ts';
import { conditionClauses, counted } from '../say.ts';

const b = [{ name: 'b', kind: 'broker' }] as const;

/** `running`, `starting`, `stopping`, `stopped`, `crashed`, `unpowered`, `frozen` or `not started`. */
export const brokerState = defineFact({
  id: 'brokerState',
  args: b,
  ask: ({ world }, broker) => brokerView(world, broker)?.condition ?? null,
  say: (value, broker) =>
    value === null ? `There is no broker ${broker}.` : `Broker ${broker} ${conditionClauses[value]}.`,
});

/** What a starting broker waits for, in words; null when it waits for nothing. */
export const waitingFor = defineFact({
  id: 'waitingFor',
  args: b,
  ask: ({ world }, broker) => brokerView(world, broker)?.waitingFor ?? null,
  say: (value, broker) =>
    value === null ? `Broker ${broker} waits for nothing.` : `Broker ${broker} waits for ${value}.`,
});

/** The broker whose /controller znode exists; in KRaft mode the node.id of the voter that leads the quorum. -1: nobody. */
export const controller = defineFact({
  id: 'controller',
  args: [],
  ask: ({ world }) => controllerNow(world).id,
  say: (value) =>
    value < 0
      ? 'There is no controller.'
      : value < FIRST_CONTROLLER_ID
        ? `Broker ${value} is the controller.`
        : `Controller ${value} is the active one.`,
});

/** How often a controller has been elected; in KRaft mode the quorum's epoch. */
export const controllerEpoch = defineFact({
  id: 'controllerEpoch',
  args: [],
  ask: ({ world }) => controllerNow(world).epoch,
  say: (value) => `The controller epoch is ${value}.`,
});

/** How many Fetch requests of consumers have reached a broker: consumers read from leaders. */
export const fetchesServedBy = defineFact({
  id: 'fetchesServedBy',
  args: b,
  folds: [trafficFold],
  ask(run, broker) {
    const node = run.world.setup.nodeOfBroker[broker] ?? -1;
    return node < 0 ? null : trafficOf(remembered(run, trafficFold), node).consumerFetches;
  },
  say: (value, broker) =>
    value === null
      ? `There is no broker ${broker}.`
      : `${counted(value, 'Fetch request')} of consumers ${value === 1 ? 'has' : 'have'} reached broker ${broker}.`,
});

/** How many connections a client has opened; the one to a bootstrap address is one of its own. */
export const connections = defineFact({
  id: 'connections',
  args: [{ name: 'client', kind: 'client' }],
  folds: [trafficFold],
  ask(run, name) {
    const node = nodeIdOf(run.world, name, 'producer', 'consumer', 'remote');
    return node < 0 ? null : trafficOf(remembered(run, trafficFold), node).opened;
  },
  say: (value, name) =>
    value === null ? `There is no client ${name}.` : `${name} has opened ${counted(value, 'connection')}.`,
});

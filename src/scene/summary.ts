import { controllerNow } from '../sim/read/controller.ts';
import type { ConsumerView, ProducerView } from '../sim/read/clients.ts';
import { CONDITION_WORDS } from './columns.ts';
import type { BrokerCondition } from '../sim/read/brokers.ts';
import type { ClusterState } from './partition-state.ts';
import { isInternal } from './shape.ts';
import { counted } from './words/phrases.ts';

/** The state of the cluster in a few sentences: what the picture shows at a glance. */
export function summaryOf(
  state: ClusterState,
  producers: readonly ProducerView[],
  consumers: readonly ConsumerView[],
): string {
  return [brokersSentence(state), ...partitionSentences(state), clientsSentence(producers, consumers)]
    .filter((part) => part !== '')
    .join(' ');
}

function brokersSentence({ brokers, world }: ClusterState): string {
  const others = brokers.filter(({ condition }) => condition !== 'running');
  const { id: controller } = controllerNow(world);
  const count = `${brokers.length} ${brokers.length === 1 ? 'broker' : 'brokers'}`;
  const how =
    others.length === 0
      ? 'all running'
      : others.map(({ brokerId, condition }) => brokerClause(brokerId, condition)).join(', ');
  return `${count}, ${how}. ${controller < 0 ? 'No controller.' : brokers.some(({ brokerId }) => brokerId === controller) ? `Broker ${controller} is the controller.` : `Controller ${controller} is the active one.`}`;
}

function brokerClause(brokerId: number, condition: BrokerCondition): string {
  const words = CONDITION_WORDS[condition];
  return `broker ${brokerId} ${condition === 'unpowered' ? 'has' : 'is'} ${words}`;
}

function partitionSentences({ partitions }: ClusterState): string[] {
  const known = partitions.filter(({ replicas, topic }) => replicas.length > 0 && !isInternal(topic));
  if (known.length === 0) return ['No topic yet.'];
  const few = known.length <= 3;
  const leaderless = known.filter(({ leader }) => leader < 0);
  const behind = known.filter(({ isr, replicas }) => isr.length < replicas.length);
  if (few) {
    return known.map(
      ({ name, leader, isr }) =>
        `${name}: ${leader < 0 ? 'no leader' : `leader broker ${leader}`}, in sync ${isr.join(', ') || 'none'}.`,
    );
  }
  return [
    `${known.length} partitions.`,
    leaderless.length > 0 ? `${leaderless.length} without a leader.` : '',
    behind.length > 0 ? `${behind.length} with a replica out of sync.` : 'All replicas in sync.',
  ];
}

function clientsSentence(producers: readonly ProducerView[], consumers: readonly ConsumerView[]): string {
  const waiting = producers.reduce((sum, { buffered, inFlight }) => sum + buffered + inFlight, 0);
  const parts = [
    producers.length > 0
      ? `${producers.length} ${producers.length === 1 ? 'producer' : 'producers'}, ${counted(waiting, 'record')} unanswered`
      : '',
    consumers.length > 0 ? `${consumers.length} ${consumers.length === 1 ? 'consumer' : 'consumers'}` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `${parts.join('; ')}.`;
}

import type { ConsumerState, ProducerState } from '../../sim/client/state.ts';
import { bytesOfText } from '../../lib/bytes.ts';
import { nodesOfKind } from '../../sim/read/clients.ts';
import { nodeOf } from '../../sim/read/nodes.ts';
import { fromMs } from '../../sim/time.ts';
import type { NodeId, PartitionId, World } from '../../sim/world.ts';
import { acksText } from '../clients.ts';
import { partitionName } from '../partition-name.ts';
import { action, asking, choice, entry, plainOptions, wholeNumber, type Doable, type Values } from './action.ts';
import { memberActions } from './group.ts';
import { processActions } from './process.ts';

const NOT_RUNNING = 'its process does not run';

/** What can be done to a producer. */
export function producerActions(world: World, id: NodeId): Doable[] {
  const node = nodeOf(world, id);
  const state = node.state as ProducerState;
  const refused = node.status === 'running' ? null : NOT_RUNNING;
  const topics = world.names.topics.map(({ name }) => name);
  const fields = [
    choice('topic', 'Topic', plainOptions(topics), state.program?.topic ?? topics[0] ?? ''),
    entry('key', 'Key (empty: none)', 'text', ''),
    entry('value', 'Value', 'text', 'hello'),
    entry('partition', 'Partition (empty: the partitioner chooses)', 'text', ''),
  ];
  const send = asking(
    'send',
    'Send a record',
    'The record gets a partition and waits in the accumulator until its batch leaves.',
    fields,
    (values) => sent(node.name, values),
    refused ?? (topics.length === 0 ? 'there is no topic yet' : null),
  );
  const pause = state.paused
    ? action(
        'resume',
        'Let its program go on',
        'The program sends again.',
        [{ type: 'pause', node: node.name, paused: false }],
        refused,
      )
    : action(
        'pause',
        'Pause its program',
        'The program sends nothing more until it goes on. What waits is still sent.',
        [{ type: 'pause', node: node.name, paused: true }],
        refused,
      );
  return [
    send,
    pause,
    setting(
      node.name,
      'acks',
      'Change acks',
      'From then on: 0 waits for nobody, 1 for the leader, all for every in-sync replica.',
      ['0', '1', 'all'],
      acksText(state.settings.acks),
    ),
    setting(
      node.name,
      'linger.ms',
      'Change linger.ms',
      'A batch waits so long for more records before it is sent.',
      ['0', '5', '50', '500', '5000'],
      String(state.settings.linger / 1000),
    ),
    action(
      'flush',
      'Flush',
      'Everything that waits is sent at once, and the program waits for the answers.',
      [{ type: 'flush', node: node.name }],
      refused,
    ),
    ...processActions(node.name, node.name, node.status, 'client'),
  ];
}

function sent(node: string, values: Values): ReturnType<Doable['make']> {
  const text = (values['partition'] ?? '').trim();
  const partition = text === '' ? null : wholeNumber(values, 'partition', 'partition', 0, 100_000);
  if (partition !== null && typeof partition !== 'number') return partition;
  const key = values['key'] ?? '';
  const record = {
    topic: values['topic'] ?? '',
    partition,
    key: key === '' ? null : bytesOfText(key),
    value: bytesOfText(values['value'] ?? ''),
    headers: [],
  };
  return { interventions: [{ type: 'send', node, records: [record] }] };
}

function setting(
  node: string,
  name: string,
  label: string,
  says: string,
  options: readonly string[],
  current: string,
): Doable {
  const all = options.includes(current) ? options : [current, ...options];
  return asking(name, label, says, [choice('value', name, plainOptions(all), current)], (values) => ({
    interventions: [{ type: 'configureClient', node, config: { [name]: values['value'] ?? current } }],
  }));
}

/** What can be done to a consumer. */
export function consumerActions(world: World, id: NodeId): Doable[] {
  const node = nodeOf(world, id);
  const state = node.state as ConsumerState;
  const refused = node.status === 'running' ? null : NOT_RUNNING;
  const partitions = state.assigned.map(({ id: partition }) => ({
    value: String(partition),
    label: partitionName(world, partition),
  }));
  const seek = asking(
    'seek',
    'Seek',
    'Its position moves there. The next record it reads is the one at that offset; nothing is removed or added.',
    [choice('partition', 'Partition', partitions), entry('to', 'Offset, or beginning, or end', 'text', 'beginning')],
    (values) => sought(world, node.name, values),
    refused ?? (partitions.length === 0 ? 'it has no partition yet' : null),
  );
  const pause = state.paused
    ? action(
        'resume',
        'Let its program go on',
        'The program polls again, from its position.',
        [{ type: 'pause', node: node.name, paused: false }],
        refused,
      )
    : action(
        'pause',
        'Pause its program',
        'The program stops calling poll(). Its position stays.',
        [{ type: 'pause', node: node.name, paused: true }],
        refused,
      );
  const slow = asking(
    'processing',
    'Change its work per record',
    'The program works so long on each record before it polls again.',
    [entry('milliseconds', 'Milliseconds', 'number', String(state.processing / 1000))],
    (values) => {
      const milliseconds = wholeNumber(values, 'milliseconds', 'work', 0, 3_600_000);
      return typeof milliseconds === 'number'
        ? { interventions: [{ type: 'setProcessing', node: node.name, processing: fromMs(milliseconds) }] }
        : milliseconds;
    },
  );
  return [
    seek,
    pause,
    slow,
    setting(
      node.name,
      'auto.offset.reset',
      'Change auto.offset.reset',
      'Where it starts when it has no position: at the first record, or after the last.',
      ['earliest', 'latest', 'none'],
      state.settings.autoOffsetReset,
    ),
    ...memberActions(world, node),
    ...processActions(node.name, node.name, node.status, 'client'),
  ];
}

function sought(world: World, node: string, values: Values): ReturnType<Doable['make']> {
  const named = world.names.partitions[Number(values['partition'] ?? '')];
  if (named === undefined) return { complaint: 'partition missing; a position belongs to one; choose one' };
  const text = (values['to'] ?? '').trim();
  const to =
    text === 'beginning' || text === 'end' ? text : wholeNumber(values, 'to', 'offset', 0, Number.MAX_SAFE_INTEGER);
  if (typeof to === 'object') return to;
  return { interventions: [{ type: 'seek', node, topic: named.topic, partition: named.partition, to }] };
}

/** Every reader of a partition can be sent to a record of it. */
export function seekActions(world: World, partition: PartitionId, offset: number): Doable[] {
  const named = world.names.partitions[partition];
  if (named === undefined) return [];
  const readers = nodesOfKind(world, 'consumer').filter((node) =>
    (node.state as ConsumerState).assigned.some(({ id }) => id === partition),
  );
  return readers.map((node) =>
    action(
      `seek-${node.id}`,
      `Seek ${node.name} to offset ${offset}`,
      'The next record that it reads is this one.',
      [{ type: 'seek', node: node.name, topic: named.topic, partition: named.partition, to: offset }],
      node.status === 'running' ? null : NOT_RUNNING,
    ),
  );
}

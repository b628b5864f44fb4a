import type { ConsumerState, ProducerState } from '../sim/client/state.ts';
import { consumerView, producerView } from '../sim/read/clients.ts';
import { nodeOf } from '../sim/read/nodes.ts';
import { leaderOf } from '../sim/read/partitions.ts';
import { replicaOf } from '../sim/read/replicas.ts';
import type { Micros } from '../sim/time.ts';
import type { World } from '../sim/world.ts';
import { partitionName } from './partition-name.ts';
import { acksText } from './clients.ts';
import { durationText, fact } from './sheet-fact.ts';
import { memberFacts } from './sheet-groups.ts';
import type { FactLine, Sheet } from './sheet.ts';
import type { Thing } from './thing.ts';
import { visible } from './tile-text.ts';

/** A producer. */
export function producerSheet(world: World, thing: Extract<Thing, { kind: 'producer' }>): Sheet | null {
  const node = nodeOf(world, thing.node);
  const view = producerView(node);
  const { settings, client } = node.state as ProducerState;
  return {
    thing,
    title: visible(view.name),
    what: 'A producer gives each record a partition, gathers records in batches and sends each batch to the leader of its partition.',
    state: view.status !== 'running' ? view.status : view.paused ? 'paused' : 'running',
    fault: false,
    facts: [
      fact('client', client),
      fact('acks', acksText(view.acks)),
      fact('linger.ms', durationText(settings.linger)),
      fact('waiting in batches', view.buffered),
      fact('sent, not answered', view.inFlight),
      fact('blocked without metadata', view.blocked),
      ...view.queues
        .filter(({ waiting, inFlight }) => waiting.length + inFlight.length > 0)
        .map((queue) => queueFact(world, queue)),
    ],
    text: null,
  };
}

function queueFact(
  world: World,
  { partition, waiting, inFlight }: ReturnType<typeof producerView>['queues'][number],
): FactLine {
  const attempts = Math.max(0, ...[...waiting, ...inFlight].map((batch) => batch.attempts));
  const tried = attempts > 1 ? `, attempt ${attempts}` : '';
  return fact(partitionName(world, partition), `${waiting.length} batches wait, ${inFlight.length} under way${tried}`, {
    kind: 'partition',
    partition,
  });
}

/** A consumer. */
export function consumerSheet(
  world: World,
  thing: Extract<Thing, { kind: 'consumer' }>,
  at: Micros = world.now,
): Sheet | null {
  const node = nodeOf(world, thing.node);
  const view = consumerView(node);
  const { settings, client, processing, group } = node.state as ConsumerState;
  return {
    thing,
    title: visible(view.name),
    what: 'A consumer asks the leaders for records from its position on. Reading removes nothing.',
    state:
      view.failed !== null
        ? `failed: ${view.failed}`
        : view.status !== 'running'
          ? view.status
          : view.paused
            ? 'paused'
            : view.busyUntil > world.now
              ? 'at work on records'
              : 'running',
    fault: view.failed !== null,
    facts: [
      fact('client', client),
      fact('auto.offset.reset', settings.autoOffsetReset),
      fact('work per record', durationText(processing)),
      ...(group === null || group === undefined ? [] : memberFacts(world, group.settings.groupId, node.id, at)),
      ...view.positions.map(({ partition, position, buffered }) => {
        const leader = replicaOf(world, leaderOf(world, partition), partition);
        const lag =
          leader === null || position === null ? '' : `, ${Math.max(0, leader.log.highWatermark - position)} to read`;
        const fetched = buffered > 0 ? `, ${buffered} of them fetched` : '';
        return fact(
          partitionName(world, partition),
          position === null ? 'no position yet' : `position ${position}${lag}${fetched}`,
          { kind: 'partition', partition },
        );
      }),
    ],
    text: null,
  };
}

/** The operator. */
export function adminSheet(thing: Thing): Sheet {
  return {
    thing,
    title: 'admin',
    what: 'The operator’s program. It asks the controller to create topics, to add partitions, to hold elections.',
    state: 'running',
    fault: false,
    facts: [],
    text: null,
  };
}

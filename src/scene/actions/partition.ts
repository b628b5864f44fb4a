import type { Intervention } from '../../sim/intervention.ts';
import { brokerView } from '../../sim/read/brokers.ts';
import { partitionView, topicConfigOf, topicView } from '../../sim/read/partitions.ts';
import { replicaOf } from '../../sim/read/replicas.ts';
import type { PartitionId, World } from '../../sim/world.ts';
import { action, asking, choice, entry, harm, plainOptions, wholeNumber, type Doable } from './action.ts';

/** Elections that an operator can ask for. */
export function partitionActions(world: World, id: PartitionId): Doable[] {
  const view = partitionView(world, id);
  const preferred = view.replicas[0] ?? -1;
  const alive = (broker: number) => brokerView(world, broker)?.condition === 'running';
  const elect = (election: 'PREFERRED' | 'UNCLEAN'): Intervention[] => [
    { type: 'electLeaders', election, topic: view.topic, partition: view.partition },
  ];
  const cannot =
    view.leader === preferred
      ? `broker ${preferred} leads it already`
      : !alive(preferred)
        ? `broker ${preferred} does not run`
        : view.isr.includes(preferred)
          ? null
          : `broker ${preferred} is not in sync`;
  const unclean =
    view.leader >= 0
      ? 'it has a leader'
      : view.replicas.some((broker) => alive(broker))
        ? null
        : 'no broker with a copy runs';
  return [
    action(
      'elect-preferred',
      'Elect the preferred leader',
      `The controller makes broker ${preferred} the leader again, the first in its list of replicas.`,
      elect('PREFERRED'),
      cannot,
    ),
    harm(
      'elect-unclean',
      'Elect a leader from outside the ISR',
      'A replica that was out of sync leads. Committed records that it has not got are lost.',
      elect('UNCLEAN'),
      unclean,
    ),
    reassign(world, id),
    deleteRecords(world, id),
  ];
}

/** Deletes records from the start of a log. */
function deleteRecords(world: World, id: PartitionId): Doable {
  const { topic, partition, leader } = partitionView(world, id);
  const log = replicaOf(world, leader, id)?.log ?? null;
  const [start, committed] = [log?.logStartOffset ?? 0, log?.highWatermark ?? 0];
  return asking(
    'delete-records',
    'Delete its oldest records',
    'The log start offset moves up, on the leader first. Nobody can read what lies below; a consumer that stands there is out of range.',
    [entry('before', 'Delete the records before offset', 'number', String(committed))],
    (values) => {
      const before = wholeNumber(values, 'before', 'offset', start, committed);
      return typeof before === 'number'
        ? { interventions: [{ type: 'deleteRecords', topic, partition, before }] }
        : before;
    },
    log === null ? 'it has no leader' : committed <= start ? 'it has no committed records' : null,
  );
}

/** Moves a partition, or changes how many copies it has. */
function reassign(world: World, id: PartitionId): Doable {
  const { topic, partition, replicas } = partitionView(world, id);
  const known = world.setup.brokerIds;
  return asking(
    'reassign',
    'Move its replicas',
    'New replicas copy the log first; when they are in sync the old ones go. The first broker named is the preferred leader.',
    [entry('replicas', 'Brokers, preferred leader first', 'text', replicas.join(', '))],
    (values) => {
      const given = (values['replicas'] ?? '').split(/[\s,]+/).filter((text) => text !== '');
      const target = given.map(Number);
      const wrong = given.find(
        (_, at) => !known.includes(target[at] as number) || target.indexOf(target[at] as number) !== at,
      );
      if (given.length === 0 || wrong !== undefined)
        return {
          complaint: `replicas ${given.length === 0 ? 'missing' : `"${(wrong ?? '').slice(0, 20)}"`}; they are brokers of the cluster, each once; change them`,
        };
      return { interventions: [{ type: 'reassignPartitions', topic, partition, replicas: target }] };
    },
  );
}

/** What an operator can change about a topic. */
export function topicActions(world: World, topic: string): Doable[] {
  const view = topicView(world, topic);
  const count = view?.partitions.length ?? 0;
  const config = topicConfigOf(world, topic);
  const setting = (
    id: string,
    label: string,
    says: string,
    name: string,
    options: readonly string[],
    otherwise: string,
  ): Doable =>
    asking(id, label, says, [choice('value', name, plainOptions(options), config[name] ?? otherwise)], (values) => ({
      interventions: [
        { type: 'alterConfig', resource: 'topic', name: topic, config: { [name]: values['value'] ?? otherwise } },
      ],
    }));
  const missing = view === null ? 'it has not been created yet' : null;
  const grow = asking(
    'add-partitions',
    'Add partitions',
    'New, empty partitions. What is in the old ones stays there; from now on most keys go elsewhere.',
    [entry('count', 'Partitions in all', 'number', String(count + 1))],
    (values) => {
      const all = wholeNumber(values, 'count', 'partitions', count + 1, 200);
      return typeof all === 'number'
        ? { interventions: [{ type: 'createPartitions', topic, count: all, assignment: null }] }
        : all;
    },
    missing,
  );
  return [
    grow,
    harm(
      'delete-topic',
      'Delete the topic',
      'Its partitions go, once every broker with a copy is there to delete it.',
      [{ type: 'deleteTopic', topic }],
      missing,
    ),
    {
      ...setting(
        'min-insync',
        'Set min.insync.replicas',
        'With fewer in-sync replicas than this, a Produce with acks=all is refused.',
        'min.insync.replicas',
        ['1', '2', '3', '4', '5'],
        '1',
      ),
      refused: missing,
    },
    {
      ...setting(
        'unclean',
        'Allow unclean elections',
        'If no in-sync replica is alive, another one may lead, and committed records may be lost.',
        'unclean.leader.election.enable',
        ['false', 'true'],
        'false',
      ),
      refused: missing,
    },
  ];
}

/** What the operator can create. */
export function adminActions(world: World): Doable[] {
  const brokers = world.setup.brokerIds.length;
  const fields = [
    entry('name', 'Name', 'text', freeName(world)),
    entry('partitions', 'Partitions', 'number', '1'),
    entry('factor', 'Replication factor', 'number', String(Math.min(3, brokers))),
  ];
  const create = asking(
    'create-topic',
    'Create a topic',
    'The controller places its partitions on the brokers and chooses their leaders.',
    fields,
    (values) => {
      const name = (values['name'] ?? '').trim();
      // kafka.common.Topic: what a topic may be called.
      if (!/^[a-zA-Z0-9._-]{1,249}$/.test(name) || name === '.' || name === '..') {
        return {
          complaint: `topic name ${name === '' ? 'missing' : `"${name.slice(0, 30)}"`}; letters, digits, ".", "_" and "-" make one; change it`,
        };
      }
      if (world.names.index[name] !== undefined)
        return { complaint: `topic name "${name.slice(0, 30)}" taken; every topic has its own; choose another` };
      const partitions = wholeNumber(values, 'partitions', 'partitions', 1, 200);
      if (typeof partitions !== 'number') return partitions;
      const replicationFactor = wholeNumber(values, 'factor', 'replication factor', 1, brokers);
      if (typeof replicationFactor !== 'number') return replicationFactor;
      return {
        interventions: [
          { type: 'createTopic', topic: { name, partitions, replicationFactor, assignment: null, config: {} } },
        ],
      };
    },
  );
  return [create];
}

function freeName(world: World): string {
  for (let i = 1; ; i++) if (world.names.index[`topic-${i}`] === undefined) return `topic-${i}`;
}

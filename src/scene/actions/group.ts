import type { ConsumerState } from '../../sim/client/state.ts';
import type { Config } from '../../sim/scenario.ts';
import type { NewConsumer } from '../../sim/intervention.ts';
import { nodesOfKind } from '../../sim/read/clients.ts';
import { groupIdOf } from '../../sim/read/group-sides.ts';
import { fromMs } from '../../sim/time.ts';
import type { NodeRecord, World } from '../../sim/world.ts';
import { action, asking, choice, entry, plainOptions, wholeNumber, type Doable, type Values } from './action.ts';

const NOT_RUNNING = 'its process does not run';

/** A consumer's processing for longer than an hour is no lesson. */
const MOST_MS = 3_600_000;

/** What can be done to a group as a whole: its members have actions of their own. */
export function groupActions(world: World, group: string): Doable[] {
  const members = nodesOfKind(world, 'consumer').filter((node) => groupIdOf(node) === group);
  const model = members.findLast(({ status }) => status === 'running') ?? members.at(-1);
  if (model === undefined) return [];
  const { processing } = model.state as ConsumerState;
  const work = entry('milliseconds', 'Work per record, ms', 'number', String(processing / 1000));
  return [
    asking(
      'add-member',
      'Add a member',
      `A consumer like ${model.name} joins. The group shares its partitions out again.`,
      [entry('name', 'Name', 'text', nextName(world, model.name)), work],
      (values) => added(world, model, values, group),
    ),
    asking(
      'second-group',
      'Add a second group',
      'A consumer of another group subscribes to the same topics. It gets every record too: groups do not share.',
      [entry('group', 'group.id', 'text', nextGroup(world, group)), work],
      (values) => {
        const other = (values['group'] ?? '').trim();
        if (other === '') return { complaint: 'group.id missing; a group is known by it; type one' };
        return added(world, model, { ...values, name: nextName(world, `${other}-1`) }, other);
      },
    ),
  ];
}

function added(world: World, model: NodeRecord, values: Values, group: string): ReturnType<Doable['make']> {
  const { client, config, topics, processing, group: own } = model.state as ConsumerState;
  const name = (values['name'] ?? '').trim();
  if (!/^[\w.-]{1,60}$/.test(name))
    return { complaint: `name "${name.slice(0, 20)}"; letters, digits, dot, dash and underscore make one; change it` };
  if (namesIn(world).includes(name)) return { complaint: `name ${name}; another process has it; choose another` };
  const milliseconds = wholeNumber(values, 'milliseconds', 'work', 0, MOST_MS);
  if (typeof milliseconds !== 'number') return milliseconds;
  const { 'group.instance.id': _own, ...shared } = config;
  const consumer: NewConsumer = {
    name,
    client,
    config: { ...shared, 'group.id': group },
    topics: topics.length > 0 ? topics : world.names.topics.slice(0, 1).map((topic) => topic.name),
    assign: null,
    processing: milliseconds === processing / 1000 ? processing : fromMs(milliseconds),
    ...(own === null ? {} : { commit: own.program.commit, effect: own.program.effect }),
  };
  return { interventions: [{ type: 'addConsumer', consumer }] };
}

function namesIn(world: World): readonly string[] {
  return (['producer', 'consumer', 'broker', 'zookeeper', 'controller', 'admin'] as const).flatMap((kind) =>
    nodesOfKind(world, kind).map(({ name }) => name),
  );
}

/** The name with the next number that is free: `consumer-1` makes `consumer-2`. */
function nextName(world: World, name: string): string {
  const taken = namesIn(world);
  if (!taken.includes(name)) return name;
  const stem = name.replace(/-?\d+$/, '');
  for (let i = 2; ; i++) if (!taken.includes(`${stem}-${i}`)) return `${stem}-${i}`;
}

function nextGroup(world: World, group: string): string {
  const taken = nodesOfKind(world, 'consumer').map(groupIdOf);
  const stem = group.replace(/-?\d+$/, '');
  for (let i = 2; ; i++) if (!taken.includes(`${stem}-${i}`)) return `${stem}-${i}`;
}

/** What a consumer can do as a member of a group; one without a group can become a member. */
export function memberActions(world: World, node: NodeRecord): Doable[] {
  const state = node.state as ConsumerState;
  const refused = node.status === 'running' ? null : NOT_RUNNING;
  const { group } = state;
  if (group === null || group === undefined) return [joins(world, node, state, refused)];
  const topics = asking(
    'subscribe',
    'Change its subscription',
    'subscribe() with these topics in place of the present ones; without any it leaves its group.',
    [entry('topics', 'Topics, commas between', 'text', state.topics.join(', '))],
    (values) => subscribed(world, node.name, values),
    refused,
  );
  const commit = action(
    'commit',
    'Commit now',
    'commitSync(): its positions become the group’s committed offsets. Whoever takes over goes on there.',
    [{ type: 'commit', node: node.name, offsets: null }],
    refused ?? (state.assigned.length === 0 ? 'it has no partition' : null),
  );
  return [topics, commit, configured(node.name, state)];
}

function subscribed(world: World, node: string, values: Values): ReturnType<Doable['make']> {
  const topics = (values['topics'] ?? '')
    .split(',')
    .map((topic) => topic.trim())
    .filter((topic) => topic !== '');
  const unknown = topics.find((topic) => !world.names.topics.some(({ name }) => name === topic));
  if (unknown !== undefined)
    return { complaint: `topic ${unknown.slice(0, 40)}; the cluster has none of that name; create it first` };
  return { interventions: [{ type: 'subscribe', node, topics }] };
}

function joins(world: World, node: NodeRecord, state: ConsumerState, refused: string | null): Doable {
  const groups = nodesOfKind(world, 'consumer').flatMap((other) => groupIdOf(other) ?? []);
  const refusal = state.assign !== null ? 'it has its partitions by assign()' : refused;
  return asking(
    'join',
    'Make it a member of a group',
    'Its consumer is made anew with this group.id: the group says what it reads, and keeps where it is.',
    [entry('group', 'group.id', 'text', groups[0] ?? `${node.name.replace(/-?\d+$/, '')}-group`)],
    (values) => {
      const group = (values['group'] ?? '').trim();
      if (group === '') return { complaint: 'group.id missing; a group is known by it; type one' };
      return { interventions: [{ type: 'configureClient', node: node.name, config: { 'group.id': group } }] };
    },
    refusal,
  );
}

const ASSIGNORS = ['range', 'roundrobin', 'sticky', 'cooperative-sticky'];
const CLASSES: { readonly [short: string]: string } = {
  range: 'org.apache.kafka.clients.consumer.RangeAssignor',
  roundrobin: 'org.apache.kafka.clients.consumer.RoundRobinAssignor',
  sticky: 'org.apache.kafka.clients.consumer.StickyAssignor',
  'cooperative-sticky': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
};

/** Its settings in one form; what was not changed stays. */
function configured(node: string, { group, settings }: ConsumerState): Doable {
  const now = group?.settings;
  const ms = (micros: number | undefined): string => String((micros ?? 0) / 1000);
  const times: Config = {
    'session.timeout.ms': ms(now?.sessionTimeout),
    'heartbeat.interval.ms': ms(now?.heartbeatInterval),
    'max.poll.interval.ms': ms(now?.maxPollInterval),
    'max.poll.records': String(settings.maxPollRecords),
    'auto.commit.interval.ms': ms(now?.autoCommitInterval),
  };
  const assignor = (now?.assignors ?? []).join(',');
  const assignors = ASSIGNORS.includes(assignor) ? ASSIGNORS : [assignor, ...ASSIGNORS];
  const others: Config = {
    'enable.auto.commit': String(now?.autoCommit ?? true),
    'group.instance.id': now?.instanceId ?? '',
    ...(now?.protocol === 'consumer' ? {} : { 'partition.assignment.strategy': assignor }),
  };
  const options: { readonly [name: string]: readonly string[] } = {
    'enable.auto.commit': ['true', 'false'],
    'partition.assignment.strategy': assignors,
  };
  const fields = [
    ...Object.entries(times).map(([name, value]) => entry(name, name, 'number', value)),
    ...Object.entries(others).map(([name, value]) =>
      options[name] === undefined
        ? entry(name, name, 'text', value)
        : choice(name, name, plainOptions(options[name]), value),
    ),
  ];
  return asking(
    'configure',
    'Change its configuration',
    'Its consumer is made anew, as when its program is started again without having closed: who it was counts until its session is over.',
    fields,
    (values) => {
      const config: { [name: string]: string } = {};
      for (const [name, value] of Object.entries(times)) {
        const number = wholeNumber(values, name, name, name === 'auto.commit.interval.ms' ? 0 : 1, 2_147_483_647);
        if (typeof number !== 'number') return number;
        if (String(number) !== value) config[name] = String(number);
      }
      for (const [name, value] of Object.entries(others)) {
        const typed = (values[name] ?? value).trim();
        if (typed !== value) config[name] = CLASSES[typed] ?? typed;
      }
      if (Object.keys(config).length === 0) return { complaint: 'nothing is changed; change a value first' };
      return { interventions: [{ type: 'configureClient', node, config }] };
    },
  );
}

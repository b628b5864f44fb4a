import { vecGet } from '../../lib/vec.ts';
import { entryOf } from '../broker/groups/entries.ts';
import type { GroupEntry } from '../broker/groups/state.ts';
import type { ConsumerState } from '../client/state.ts';
import type { TopicPartitions } from '../protocol/group.ts';
import type { NodeId, NodeRecord, PartitionId, ProcessStatus, World } from '../world.ts';
import { nodesOfKind } from './clients.ts';
import { memberViews, type MemberView } from './group-members.ts';
import { groupTimers, pollTimer, type GroupTimerView } from './group-timers.ts';
import { coordinatorOf, groupsOf } from './groups.ts';
import { brokerNode, brokerState, partitionIdOf } from './nodes.ts';

/** A group from both sides: what its coordinator has of it, and what the processes of its members believe. */
export interface GroupSides {
  readonly groupId: string;
  /** The broker that coordinates it; -1: nobody does at the moment, or nobody has asked yet. */
  readonly coordinator: number;
  /** Is there a __consumer_offsets? Without it nobody has ever asked for a coordinator. */
  readonly begun: boolean;
  /** The coordinator has yet to read what __consumer_offsets says. */
  readonly loading: boolean;
  readonly protocol: 'classic' | 'consumer' | null;
  /** Kafka's word for its state; empty: no coordinator knows the group. */
  readonly state: string;
  /** The generation; with the consumer protocol the group epoch. -1: nobody knows. */
  readonly generation: number;
  readonly assignor: string | null;
  /** Processes first, in the order in which they joined the cluster; then whom the coordinator counts without a process. */
  readonly members: readonly MemberSides[];
  readonly timers: readonly GroupTimerView[];
  readonly committed: readonly { readonly partition: PartitionId; readonly offset: number }[];
}

export interface MemberSides {
  /** -1: the coordinator counts it, and no process is it (any more). */
  readonly node: NodeId;
  readonly name: string;
  readonly status: ProcessStatus;
  /** Empty: it has none yet. */
  readonly memberId: string;
  readonly instanceId: string | null;
  /** As the coordinator has it; null: it does not count it as a member. */
  readonly counted: MemberView | null;
  readonly leads: boolean;
  /** What the coordinator says it may read. */
  readonly assigned: readonly PartitionId[];
  /** What it believes to have. */
  readonly owned: readonly PartitionId[];
  /** Of what it has: what it is about to give up, or has to. */
  readonly revoking: readonly PartitionId[];
  /** Where it stands, after its own word; empty without a process. */
  readonly believes: string;
  /** The generation or epoch that it believes in; -1: none. */
  readonly epoch: number;
  /** False after assign(): it only commits in the group's name. */
  readonly subscribed: boolean;
}

/** Every group that a consumer is configured for or a coordinator knows: by their first consumers, then by id. */
export function groupSidesOf(world: World): readonly GroupSides[] {
  const groups: { readonly groupId: string; readonly nodes: NodeRecord[] }[] = [];
  for (const node of nodesOfKind(world, 'consumer')) {
    const groupId = groupIdOf(node);
    if (groupId === null) continue;
    const known = groups.find((group) => group.groupId === groupId);
    if (known === undefined) groups.push({ groupId, nodes: [node] });
    else known.nodes.push(node);
  }
  for (const { groupId } of groupsOf(world))
    if (!groups.some((group) => group.groupId === groupId)) groups.push({ groupId, nodes: [] });
  return groups.map(({ groupId, nodes }) => sidesOf(world, groupId, nodes));
}

/** One of them; null where nobody has heard of it. */
export function groupSides(world: World, groupId: string): GroupSides | null {
  const nodes = nodesOfKind(world, 'consumer').filter((node) => groupIdOf(node) === groupId);
  const found = sidesOf(world, groupId, nodes);
  return nodes.length === 0 && found.state === '' ? null : found;
}

/** group.id of a consumer; null: it has none. */
export function groupIdOf(node: NodeRecord): string | null {
  return node.kind === 'consumer' ? ((node.state as ConsumerState).group?.settings.groupId ?? null) : null;
}

function sidesOf(world: World, groupId: string, nodes: readonly NodeRecord[]): GroupSides {
  const elected = coordinatorOf(world, groupId);
  const coordinator = elected ?? -1;
  const status = brokerNode(world, coordinator)?.status;
  const state = status === 'running' || status === 'frozen' ? brokerState(world, coordinator) : null;
  const shards = state?.groups.shards ?? [];
  const entry = state === null ? null : entryOf(state.groups.groups, groupId);
  const group = entry?.group ?? null;
  const settings = state?.config.groups ?? null;
  const members = membersOf(world, entry, settings === null || entry === null ? [] : memberViews(entry), nodes);
  return {
    groupId,
    coordinator: state === null ? -1 : coordinator,
    begun: elected !== null,
    loading: entry === null && shards.some((shard) => shard.state === 'LOADING'),
    protocol: group?.protocol ?? null,
    state: group?.state ?? (entry === null ? '' : 'Empty'),
    generation: group === null ? -1 : group.protocol === 'classic' ? group.generation : group.groupEpoch,
    assignor: group?.protocol === 'classic' ? group.protocolName : null,
    members,
    timers: [
      ...(entry === null || state === null ? [] : groupTimers(entry, state.config.groups, members)),
      ...nodes.flatMap((node) => pollTimer(node) ?? []),
    ],
    committed: entry === null ? [] : committedIn(world, entry),
  };
}

function membersOf(
  world: World,
  entry: GroupEntry | null,
  views: readonly MemberView[],
  nodes: readonly NodeRecord[],
): MemberSides[] {
  const rest = views.slice();
  const take = (is: (view: MemberView) => boolean): MemberView | null => {
    const at = rest.findIndex(is);
    return at < 0 ? null : (rest.splice(at, 1)[0] ?? null);
  };
  // Those whose process knows its member id first: what is left by a name may be an earlier life of the process.
  const known = nodes.map((node) => {
    const memberId = (node.state as ConsumerState).group?.member.memberId ?? '';
    return memberId === '' ? null : take((view) => view.memberId === memberId);
  });
  const leader = entry?.group?.protocol === 'classic' ? entry.group.leaderId : null;
  const processes = nodes.map((node, i) => {
    const lives = node.status === 'running' || node.status === 'frozen';
    const counted = known[i] ?? (lives ? null : take((view) => isFormer(view, node)));
    return processSides(world, node, counted, leader);
  });
  return [...processes, ...rest.map((view) => goneSides(world, view, leader))];
}

/** Has this process, which is dead and has forgotten its member id, been that member? */
function isFormer({ clientId, instanceId }: MemberView, node: NodeRecord): boolean {
  const own = (node.state as ConsumerState).group?.settings.instanceId ?? null;
  return own === null ? instanceId === null && clientId === node.name : instanceId === own;
}

function processSides(world: World, node: NodeRecord, counted: MemberView | null, leader: string | null): MemberSides {
  const state = node.state as ConsumerState;
  const { group } = state;
  const member = group?.member;
  const owned = state.assigned.map(({ id }) => id);
  const assigned = idsOf(world, counted?.assigned ?? []);
  const asked = idsOf(world, counted?.revoking ?? []);
  const target = member?.protocol === 'consumer' ? (member.target?.partitions ?? null) : null;
  const wanted = target === null ? null : idsOf(world, target);
  const goes = (id: PartitionId): boolean =>
    group?.revoking === true || asked.includes(id) || (wanted !== null && !wanted.includes(id));
  return {
    node: node.id,
    name: node.name,
    status: node.status,
    memberId: counted?.memberId ?? member?.memberId ?? '',
    instanceId: group?.settings.instanceId ?? null,
    counted,
    leads: counted !== null && counted.memberId === leader,
    assigned,
    owned,
    revoking: owned.filter(goes),
    believes: member?.state ?? '',
    epoch: member === undefined ? -1 : member.protocol === 'consumer' ? member.epoch : member.generationId,
    subscribed: group?.subscribed ?? false,
  };
}

function goneSides(world: World, counted: MemberView, leader: string | null): MemberSides {
  return {
    node: -1,
    name: counted.clientId,
    status: 'down',
    memberId: counted.memberId,
    instanceId: counted.instanceId,
    counted,
    leads: counted.memberId === leader,
    assigned: idsOf(world, counted.assigned),
    owned: [],
    revoking: [],
    believes: '',
    epoch: -1,
    subscribed: true,
  };
}

function committedIn(world: World, { offsets }: GroupEntry): GroupSides['committed'] {
  const found: { readonly partition: PartitionId; readonly offset: number }[] = [];
  for (const { topic, partitions } of offsets) {
    for (let number = 0; number < partitions.length; number++) {
      const committed = vecGet(partitions, number) ?? null;
      const partition = partitionIdOf(world, topic, number);
      if (committed !== null && partition >= 0) found.push({ partition, offset: committed.offset });
    }
  }
  return found;
}

function idsOf(world: World, topics: readonly TopicPartitions[]): PartitionId[] {
  return topics
    .flatMap(({ topic, partitions }) => partitions.map((partition) => partitionIdOf(world, topic, partition)))
    .filter((id) => id >= 0);
}

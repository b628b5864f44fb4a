import type { PartitionsByTopic } from '../state.ts';
import { addTo, byCodeUnits, inOrder, noLists } from '../partitions.ts';
import type { GroupSpec } from './assignor.ts';
import { MemberBalancer } from './member-balancer.ts';

/** How often all topics are balanced at most: UniformHeterogeneousAssignmentBuilder.MAX_ITERATION_COUNT. */
const ROUNDS = 16;

interface Topic {
  readonly name: string;
  readonly subscribers: number[];
  /** The member that has each partition, by its place in the list of members; -1: nobody yet. */
  readonly owners: Int32Array;
}

/**
 * Different subscriptions (org.apache.kafka.coordinator.group.assignor.UniformHeterogeneousAssignmentBuilder): members keep what they still
 * subscribe to; what nobody has goes to the subscriber that has least; then topic by topic the fullest subscriber gives to the emptiest until
 * none of them could be evened out. All topics must be there.
 */
export function assignHeterogeneous(spec: GroupSpec): Record<string, PartitionsByTopic> {
  const sizes = new Int32Array(spec.members.length);
  const topics = topicsOf(spec);
  keepPrevious(spec, topics, sizes);

  const ordered = Object.values(topics).sort(byPartitionsPerSubscriber);
  const balancer = new MemberBalancer(sizes);
  for (const topic of ordered) fill(topic, balancer, sizes);
  balance(
    ordered.filter(({ subscribers }) => subscribers.length >= 2),
    balancer,
    sizes,
  );
  return collect(spec, ordered);
}

type Topics = Record<string, Topic>;

function topicsOf({ members, partitionCounts }: GroupSpec): Topics {
  const topics = Object.create(null) as Topics;
  members.forEach(({ topics: names }, member) => {
    for (const name of names) {
      const known = topics[name];
      if (known !== undefined) known.subscribers.push(member);
      else {
        const owners = new Int32Array(partitionCounts[name] ?? 0).fill(-1);
        topics[name] = { name, subscribers: [member], owners };
      }
    }
  });
  return topics;
}

function keepPrevious({ members }: GroupSpec, topics: Topics, sizes: Int32Array): void {
  members.forEach(({ topics: names, previous }, member) => {
    for (const name of names) {
      const owners = topics[name]?.owners;
      if (owners === undefined) continue;
      for (const partition of previous[name] ?? []) {
        if (owners[partition] !== -1) continue;
        owners[partition] = member;
        sizes[member] = (sizes[member] as number) + 1;
      }
    }
  });
}

/** Topics with many partitions to each subscriber first: they leave the least choice. */
function byPartitionsPerSubscriber(a: Topic, b: Topic): number {
  const order = b.owners.length * a.subscribers.length - a.owners.length * b.subscribers.length;
  return order || a.subscribers.length - b.subscribers.length || byCodeUnits(a.name, b.name);
}

function fill({ subscribers, owners }: Topic, balancer: MemberBalancer, sizes: Int32Array): void {
  if (!owners.includes(-1)) return;
  balancer.begin(subscribers);
  for (let partition = 0; partition < owners.length; partition += 1)
    if (owners[partition] === -1) give(owners, partition, balancer.takeLeast(), sizes);
}

function give(owners: Int32Array, partition: number, member: number, sizes: Int32Array): void {
  const before = owners[partition] as number;
  if (before !== -1) sizes[before] = (sizes[before] as number) - 1;
  owners[partition] = member;
  sizes[member] = (sizes[member] as number) + 1;
}

/** Round after round, until a whole round has moved nothing. */
function balance(topics: readonly Topic[], balancer: MemberBalancer, sizes: Int32Array): void {
  let lastMoved = -1;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let index = 0; index < topics.length; index += 1) {
      if (index === lastMoved) return;
      const moved = balanceTopic(topics[index] as Topic, balancer, sizes);
      if (moved || lastMoved === -1) lastMoved = index;
    }
  }
}

/** From the fullest subscriber that has something of the topic to the emptiest. @returns whether a partition moved */
function balanceTopic({ subscribers, owners }: Topic, balancer: MemberBalancer, sizes: Int32Array): boolean {
  if (balancer.begin(subscribers) <= 1) return false;
  const held: number[][] = Array.from(sizes, () => []);
  owners.forEach((owner, partition) => held[owner]?.push(partition));
  let moved = false;
  while (!balancer.isBalanced()) {
    const partition = giveAway(balancer, held);
    if (partition === -1) break;
    const receiver = balancer.takeLeast();
    if (balancer.isBalanced()) break;
    give(owners, partition, receiver, sizes);
    moved = true;
  }
  return moved;
}

/** The last partition of the fullest member that has one of this topic; -1: nobody has. */
function giveAway(balancer: MemberBalancer, held: readonly number[][]): number {
  for (;;) {
    const giver = balancer.takeMost();
    if (giver === -1) return -1;
    const partition = held[giver]?.pop();
    if (partition !== undefined) return partition;
    balancer.excludeMost();
  }
}

function collect({ members }: GroupSpec, topics: readonly Topic[]): Record<string, PartitionsByTopic> {
  const lists = members.map(noLists);
  for (const { name, owners } of topics) {
    owners.forEach((owner, partition) => {
      const own = lists[owner];
      if (own !== undefined) addTo(own, name, partition);
    });
  }
  const assignment: Record<string, PartitionsByTopic> = {};
  members.forEach(({ memberId }, index) => {
    assignment[memberId] = inOrder(lists[index] ?? noLists());
  });
  return assignment;
}

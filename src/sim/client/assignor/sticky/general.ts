import type { StickyRules } from '../assignor.ts';
import { wishesOf, type Layout } from '../layout.ts';
import type { Claims } from './claims.ts';
import { keepAsIn28, keepSubscribed, type Kept } from './kept.ts';
import { balanceScore, changeLoad, dropLoad, loadsOf, type Loads } from './loads.ts';
import { betterToMove, noMovements, noteMovement, type Movements } from './movements.ts';
import { reassignOrder } from './reassign-order.ts';

/** A general assignment under way. */
interface Work {
  readonly layout: Layout;
  /** The members subscribed to each topic. */
  readonly candidates: readonly (readonly number[])[];
  /** Is a member subscribed to a topic? At member x topics + topic. */
  readonly wants: Uint8Array;
  /** Who has each partition; -1: nobody. */
  readonly ownerOf: Int32Array;
  /** Who had it in an earlier generation and is subscribed to it; -1: nobody. */
  readonly previous: Int32Array;
  readonly loads: Loads;
  readonly movements: Movements;
  /** What isBalanced said since something last moved; null: not asked. */
  balanced: boolean | null;
}

/**
 * The way for members that are subscribed to different topics (AbstractStickyAssignor.GeneralAssignmentBuilder): everybody keeps what it
 * may, the rest goes to whoever has least, and then partitions move, those of topics with the fewest candidates first, until no move makes
 * it more even.
 * @param rules of earlier assignors; missing: those of today
 * @returns each member's partitions
 */
export function assignGeneral(layout: Layout, claims: Claims, rules?: StickyRules): readonly (readonly number[])[] {
  const wants = wishesOf(layout);
  const kept = rules !== undefined ? keepAsIn28(layout, wants) : keepSubscribed(layout, claims, wants);
  const { ownerOf, revocationRequired } = kept;
  const work = begin(layout, wants, kept);
  const order = partitionOrder(work);
  const initializing = work.loads.sizes.every((size) => size === 0);

  // Settled before anything is handed out.
  const byOwners = rules !== undefined && rules !== '2.8' && claims.equal && !initializing;
  const moves = byOwners ? reassignOrder(layout, kept, rules) : order;
  const unassigned = moves.filter((partition) => ownerOf[partition] === -1);
  for (const partition of unassigned) {
    const member = leastLoaded(work, partition);
    ownerOf[partition] = member;
    changeLoad(work.loads, member, 1);
  }

  for (const member of fixedMembers(work)) dropLoad(work.loads, member);
  const before = ownerOf.slice();
  const scoreBefore = balanceScore(work.loads);
  const mayMove = (partition: number) => (work.candidates[topicOf(layout, partition)] as readonly number[]).length > 1;
  // New partitions move first, unless something has to be revoked anyway.
  if (!revocationRequired) reassign(work, unassigned.filter(mayMove));
  const moved = reassign(work, moves.filter(mayMove));
  const worse = !initializing && moved && balanceScore(work.loads) >= scoreBefore;
  return listsOf(layout, worse ? before : ownerOf);
}

function topicOf(layout: Layout, partition: number): number {
  return layout.topicOf[partition] as number;
}

function begin(layout: Layout, wants: Uint8Array, { ownerOf, previous }: Kept): Work {
  const candidates: number[][] = layout.topics.map(() => []);
  layout.subscribed.forEach((topics, member) => {
    for (const topic of topics) candidates[topic]?.push(member);
  });
  const sizes: number[] = layout.members.map(() => 0);
  for (const owner of ownerOf) if (owner >= 0) sizes[owner] = (sizes[owner] as number) + 1;
  return {
    layout,
    candidates,
    wants,
    ownerOf,
    previous,
    loads: loadsOf(sizes),
    movements: noMovements(layout),
    balanced: null,
  };
}

/** Partitions of the topics with the fewest candidates first (TopicComparator). */
function partitionOrder({ layout, candidates }: Work): number[] {
  const topics = layout.topics.map((_, topic) => topic);
  topics.sort((a, b) => (candidates[a]?.length ?? 0) - (candidates[b]?.length ?? 0) || a - b);
  const order: number[] = [];
  for (const topic of topics) {
    const end = layout.firsts[topic + 1] as number;
    for (let partition = layout.firsts[topic] as number; partition < end; partition++) order.push(partition);
  }
  return order;
}

/** The member with the fewest partitions among those subscribed to a partition's topic. */
function leastLoaded({ layout, loads, wants }: Work, partition: number): number {
  const topic = topicOf(layout, partition);
  for (const member of loads.sorted) if (wants[member * layout.topics.length + topic] === 1) return member;
  return -1;
}

/** Members that have all they may have, and of topics that nobody else wants: nothing can change for them. */
function fixedMembers({ layout, candidates, loads }: Work): number[] {
  return layout.members
    .map((_, member) => member)
    .filter((member) => {
      const topics = layout.subscribed[member] as readonly number[];
      const most = topics.reduce(
        (sum, at) => sum + (layout.firsts[at + 1] as number) - (layout.firsts[at] as number),
        0,
      );
      return (loads.sizes[member] as number) >= most && topics.every((at) => (candidates[at]?.length ?? 0) < 2);
    });
}

/** Moves partitions for as long as that makes it more even; says whether any moved. */
function reassign(work: Work, partitions: readonly number[]): boolean {
  const { layout, loads, ownerOf, previous, candidates } = work;
  let moved = false;
  for (let again = true; again;) {
    again = false;
    for (const partition of partitions) {
      if (isBalanced(work)) break;
      const size = loads.sizes[ownerOf[partition] as number] as number;
      const earlier = previous[partition] as number;
      let target = -1;
      if (earlier >= 0 && size > (loads.sizes[earlier] as number) + 1) target = earlier;
      else if (hasLess(loads, candidates[topicOf(layout, partition)] as readonly number[], size - 1))
        target = leastLoaded(work, partition);
      if (target < 0) continue;
      move(work, partition, target);
      moved = true;
      again = true;
    }
  }
  return moved;
}

function hasLess({ sizes }: Loads, members: readonly number[], limit: number): boolean {
  for (const member of members) if ((sizes[member] as number) < limit) return true;
  return false;
}

function move(work: Work, wanted: number, to: number): void {
  const { layout, loads, ownerOf, movements } = work;
  const partition = betterToMove(layout, movements, wanted, ownerOf[wanted] as number, to);
  const from = ownerOf[partition] as number;
  noteMovement(movements, partition, from, to);
  if (from !== to) {
    ownerOf[partition] = to;
    changeLoad(loads, to, 1);
    changeLoad(loads, from, -1);
  }
  work.balanced = null;
}

/**
 * Is there no partition that would make it more even with another candidate? Kafka looks at every pair of a member and a partition; the
 * answer is the same when in each topic the least candidate is held against the fullest owner.
 */
function isBalanced(work: Work): boolean {
  return (work.balanced ??= isEven(work));
}

function isEven({ layout, candidates, loads, ownerOf }: Work): boolean {
  const { sizes, sorted } = loads;
  if (sorted.length === 0) return true;
  if ((sizes[sorted[0] as number] as number) >= (sizes[sorted[sorted.length - 1] as number] as number) - 1) return true;
  for (let topic = 0; topic < layout.topics.length; topic++) {
    const members = candidates[topic] as readonly number[];
    if (members.length < 2) continue;
    let least = sizes[members[0] as number] as number;
    for (const member of members) least = Math.min(least, sizes[member] as number);
    const end = layout.firsts[topic + 1] as number;
    for (let partition = layout.firsts[topic] as number; partition < end; partition++)
      if ((sizes[ownerOf[partition] as number] as number) > least + 1) return false;
  }
  return true;
}

function listsOf(layout: Layout, ownerOf: Int32Array): readonly (readonly number[])[] {
  const lists: number[][] = layout.members.map(() => []);
  ownerOf.forEach((owner, partition) => lists[owner]?.push(partition));
  return lists;
}

import { pastOf, stoodStill, type GroupPast, type Move, type Rebalance } from '../sim/facts/folds/rebalances.ts';
import type { GroupSides } from '../sim/read/group-sides.ts';
import { nameOfNode } from '../sim/read/nodes.ts';
import type { Micros } from '../sim/time.ts';
import type { World } from '../sim/world.ts';
import { hueOf } from './hue.ts';
import { partitionName } from './partition-name.ts';
import type { Thing } from './thing.ts';
import { clockText } from '../sim/clock-text.ts';
import { duration, quoted } from './words/phrases.ts';
import { whyWords } from './words/group-words.ts';

/** A rebalance to be read: who stopped, for how long, what moved. */
export interface RebalanceView {
  /** `This rebalance` while it runs, `The last rebalance` when it is over. */
  readonly title: string;
  /** One sentence: when it began, why, how long it took. */
  readonly sentence: string;
  readonly over: boolean;
  readonly moves: readonly MoveView[];
  /** What there is no room to list. */
  readonly hidden: number;
}

export interface MoveView {
  readonly partition: string;
  readonly thing: Thing;
  readonly hue: number;
  /** `consumer-1 → consumer-2`, `stays with consumer-1`, `nobody reads it yet`. */
  readonly who: string;
  /** Is it read by another than before? */
  readonly moved: boolean;
  /** `1.2 s`; empty: it did not stop. */
  readonly stopped: string;
  /** Does it still stand still? */
  readonly still: boolean;
  /** The same as a share of the longest stop, in hundredths: the length of its bar. */
  readonly share: number;
}

/** More partitions than this are counted. */
const MOST_MOVES = 40;

/** The rebalance of a group that is under way, else its last one; null: there was none, or nobody remembers. */
export function rebalanceOf(
  world: World,
  { groupId, protocol }: GroupSides,
  past: readonly GroupPast[],
  at: Micros,
): RebalanceView | null {
  const rebalance = pastOf(past, groupId)?.rebalance ?? null;
  if (rebalance === null) return null;
  const open = rebalance.moves.some(({ stoppedAt }) => stoppedAt !== null);
  const over = rebalance.endedAt !== null && !open;
  const longest = Math.max(1, ...rebalance.moves.map((move) => stoodStill(move, at)));
  const moves = rebalance.moves
    .slice(0, MOST_MOVES)
    .sort((a, b) => a.partition - b.partition)
    .map((move) => moveView(world, move, longest, at));
  return {
    title: over ? 'The last rebalance' : 'This rebalance',
    sentence: sentenceOf(rebalance, protocol, at),
    over,
    moves,
    hidden: Math.max(0, rebalance.moves.length - MOST_MOVES),
  };
}

function sentenceOf(rebalance: Rebalance, protocol: GroupSides['protocol'], at: Micros): string {
  const { startedAt, endedAt, why, generation, moves } = rebalance;
  const took = duration(Math.max(0, (endedAt ?? at) - startedAt));
  const word = protocol === 'consumer' ? 'epoch' : 'generation';
  const moved = moves.filter(({ from, to }) => from >= 0 && to >= 0 && from !== to).length;
  const stopped = moves.filter((move) => stoodStill(move, at) > 0).length;
  const began = `It began at ${clockText(startedAt)}: ${whyWords(why)}.`;
  const ended =
    endedAt === null ? `It has run for ${took}.` : `After ${took} the group was at rest in ${word} ${generation}.`;
  const sum = `${stopped === 0 ? 'No partition' : `${stopped} ${stopped === 1 ? 'partition' : 'partitions'}`} stopped, ${moved} moved.`;
  return `${began} ${ended} ${sum}`;
}

function moveView(world: World, move: Move, longest: Micros, at: Micros): MoveView {
  const { partition, from, to, stoppedAt } = move;
  const still = stoodStill(move, at);
  const name = (node: number) => quoted(nameOfNode(world, node), 40);
  const who =
    to < 0
      ? from < 0
        ? 'nobody reads it'
        : `${name(from)} stopped reading it`
      : from < 0
        ? `${name(to)}, nobody before`
        : from === to
          ? `stays with ${name(from)}`
          : `${name(from)} → ${name(to)}`;
  return {
    partition: partitionName(world, partition),
    thing: { kind: 'partition', partition },
    hue: hueOf(partition),
    who,
    moved: from >= 0 && to >= 0 && from !== to,
    stopped: still === 0 && stoppedAt === null ? '' : duration(still),
    still: stoppedAt !== null,
    share: Math.round((100 * still) / longest),
  };
}

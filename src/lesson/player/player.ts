import { initialOf, move, type Kept } from '../../sim/machine.ts';
import type { LessonStep } from '../lesson.ts';
import { freshStep, playerMachine, type PlayerContext, type PlayerEvent, type PlayerPhase } from './machine.ts';

/** Where a learner is in a lesson. JSON only. */
export type Player = Kept<PlayerPhase, PlayerContext>;

/** What has to be done because of a player's move, in order. */
export type PlayerCommand = 'enterStep' | 'startRun' | 'keepAnswer' | 'keepDone';

export interface PlayerMove {
  readonly player: Player;
  readonly commands: readonly PlayerCommand[];
  /** False when the event has no place in the present phase; the player is then the same. */
  readonly changed: boolean;
}

/**
 * A player at the beginning of a lesson.
 * @param asks for each step, how many picks its question wants; 0: it asks nothing
 * @param step where to begin: the place kept from an earlier visit; everything before it counts as begun
 * @param furthest the furthest step that has been begun before
 */
export function newPlayer(asks: readonly number[], step = 0, furthest = step): Player {
  const first = Math.min(Math.max(0, Math.trunc(step)), Math.max(0, asks.length - 1));
  const context: PlayerContext = { step: first, furthest: Math.max(first, furthest), asks, ...freshStep(asks, first) };
  const { value } = initialOf<PlayerPhase, PlayerContext>(playerMachine, context);
  return { value: (asks[first] ?? 0) > 0 ? 'predicting' : value, context };
}

/** One move of a player. */
export function movePlayer(player: Player, event: PlayerEvent): PlayerMove {
  const { kept, actions, changed } = move<PlayerPhase, PlayerContext>(playerMachine, player, event);
  return { player: kept, commands: actions.map(({ type }) => type as PlayerCommand), changed };
}

/** May the step be run now? The reason why not, in words; null when it may. */
export function whyNotRun(player: Player): string | null {
  switch (player.value) {
    case 'reading':
      return null;
    case 'predicting':
      return whatIsMissing(player.context.picks);
    case 'running':
      return 'The step is running.';
    default:
      return 'The step has run.';
  }
}

function whatIsMissing(picks: PlayerContext['picks']): string | null {
  if (!picks.includes(null)) return null;
  return picks.length === 1
    ? 'Choose an answer first, or skip the question.'
    : 'Pick one in every row first, or skip the question.';
}

/** How many picks a step's question wants; 0 when it asks nothing. */
export function picksOf({ question }: LessonStep): number {
  return question === null ? 0 : (question.table?.rows.length ?? 1);
}

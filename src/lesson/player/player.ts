import { initialOf, move, type Kept } from '../../sim/machine.ts';
import { playerMachine, type PlayerContext, type PlayerEvent, type PlayerPhase } from './machine.ts';

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
 * @param asks for each step, whether it asks something
 * @param step where to begin: the place kept from an earlier visit; everything before it counts as begun
 */
export function newPlayer(asks: readonly boolean[], step = 0): Player {
  const first = Math.min(Math.max(0, Math.trunc(step)), Math.max(0, asks.length - 1));
  const context: PlayerContext = { step: first, furthest: first, asks, choice: null, confidence: null, skipped: false };
  const { value } = initialOf<PlayerPhase, PlayerContext>(playerMachine, context);
  return { value: asks[first] === true ? 'predicting' : value, context };
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
      return player.context.choice === null ? 'Choose an answer first, or skip the question.' : null;
    case 'running':
      return 'The step is running.';
    default:
      return 'The step has run.';
  }
}

import { setup } from 'xstate';
import { assert } from '../../lib/assert.ts';
import { initialOf, move, type Kept } from '../machine.ts';

/** What a broker's controller module is doing: another broker is the controller; it stands for election; it reads ZooKeeper; it acts. */
export type ControllerPhase = 'STANDBY' | 'ELECTING' | 'LOADING' | 'ACTIVE';

export type PhaseStimulus =
  | { readonly type: 'elect' }
  | { readonly type: 'lost' }
  | { readonly type: 'won' }
  | { readonly type: 'loaded' }
  | { readonly type: 'resign' };

/** KafkaController's way from elect() over onControllerFailover() to onControllerResignation(). */
export const phaseMachine = setup({ types: { events: {} as PhaseStimulus } }).createMachine({
  id: 'controllerPhase',
  initial: 'STANDBY',
  states: {
    STANDBY: { on: { elect: 'ELECTING' } },
    ELECTING: { on: { won: 'LOADING', lost: 'STANDBY', resign: 'STANDBY' } },
    LOADING: { on: { loaded: 'ACTIVE', resign: 'STANDBY' } },
    ACTIVE: { on: { resign: 'STANDBY' } },
  },
});

export const STANDBY: Kept<ControllerPhase> = initialOf(phaseMachine, null);

/** The phase after a stimulus, which must mean something in it. */
export function nextPhase(kept: Kept<ControllerPhase>, type: PhaseStimulus['type']): Kept<ControllerPhase> {
  const moved = move<ControllerPhase, null>(phaseMachine, kept, { type });
  assert(moved.changed, () => `a controller in phase ${kept.value} must know what to do on ${type}`);
  return moved.kept;
}

import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { assert } from '../lib/assert.ts';

/**
 * The one file that knows how XState is run. A World keeps only `{ value, context }` of a machine; a transition rebuilds the
 * snapshot around it. Machines are flat and pure: no `after`, no `invoke`, no `spawn`; their actions are named, empty and typed,
 * and come back as commands for the node that owns the machine.
 */
export interface Kept<V extends string = string, C = null> {
  readonly value: V;
  readonly context: C;
}

export interface Moved<V extends string, C> {
  readonly kept: Kept<V, C>;
  readonly actions: readonly { readonly type: string; readonly params: unknown }[];
  /** False when the state had no transition for the stimulus, or its guards refused. */
  readonly changed: boolean;
}

interface Scope {
  readonly self: unknown;
  readonly logger: () => void;
  readonly id: string;
  readonly sessionId: string;
  readonly defer: () => void;
  readonly emit: () => void;
  readonly stopChild: () => void;
  readonly system: unknown;
  readonly actionExecutor: (action: { readonly type: string; readonly params: unknown }) => void;
}

let collected: { type: string; params: unknown }[] = [];

/** Inert and reused: nothing in it keeps state between transitions but the list of actions of the current one. */
const scope: Scope = {
  self: { _parent: undefined, send: () => undefined },
  logger: () => undefined,
  id: 'inert',
  sessionId: 'inert',
  defer: () => undefined,
  emit: () => undefined,
  stopChild: () => undefined,
  system: { _sendInspectionEvent: () => undefined, _relay: () => undefined },
  actionExecutor: (action) => {
    assert(!action.type.startsWith('xstate.'), () => `machine actions must be the machine's own; found ${action.type}`);
    collected.push({ type: action.type, params: action.params ?? null });
  },
};

/** The state a machine starts in. */
export function initialOf<V extends string, C>(machine: AnyStateMachine, context: C): Kept<V, C> {
  const value = machine.config.initial;
  assert(typeof value === 'string', `machine ${machine.id} must name its initial state`);
  return { value: value as V, context };
}

/**
 * One transition.
 * @returns the same `kept` when nothing changed; the actions in order
 */
export function move<V extends string, C>(
  machine: AnyStateMachine,
  kept: Kept<V, C>,
  stimulus: AnyEventObject,
): Moved<V, C> {
  collected = [];
  const snapshot = machine.resolveState({ value: kept.value, context: kept.context });
  const next = machine.transition(snapshot, stimulus, scope as never) as AnyMachineSnapshot;
  const actions = collected;
  const value = next.value as V;
  // XState gives a machine without context an empty one.
  const context = kept.context === null ? kept.context : (next.context as C);
  const changed = value !== kept.value || context !== kept.context;
  return { kept: changed ? { value, context } : kept, actions, changed: changed || actions.length > 0 };
}

import { assert } from '../lib/assert.ts';
import type { Vec } from '../lib/vec.ts';
import type { Draft } from './draft.ts';
import { KernelTurn } from './kernel-turn.ts';
import type { Behaviour, Stimulus } from './turn.ts';
import type { NodeId, NodeKind, NodeRecord, Seq, TimerSlot } from './world.ts';

/** What each kind of node does. A kind that is loaded later (KRaft's controllers) is added by the facade. */
export type Behaviours = { readonly [K in NodeKind]?: Behaviour<never> };

/** Lets one node react to one stimulus and carries out its commands. */
export function deliverStimulus(
  draft: Draft,
  behaviours: Behaviours,
  id: NodeId,
  stimulus: Stimulus,
  cause: Seq,
): void {
  const node = draft.node(id);
  deliverTo(draft, behaviours, node, node.timers, stimulus, cause);
}

/** The same for a node whose timers have just changed: the record is written once, with what the turn makes of them. */
export function deliverTo(
  draft: Draft,
  behaviours: Behaviours,
  node: NodeRecord,
  timers: Vec<TimerSlot>,
  stimulus: Stimulus,
  cause: Seq,
): void {
  const behaviour = behaviours[node.kind] as Behaviour<unknown> | undefined;
  assert(behaviour !== undefined, () => `a node of kind ${node.kind} needs a behaviour`);
  const turn = draft.lentTurn ?? new KernelTurn(draft, node, timers, cause);
  if (turn === draft.lentTurn) turn.begin(node, timers, cause);
  draft.lentTurn = null;
  const state = behaviour.handle(turn, node.state, stimulus);
  turn.finish(state, behaviour);
  if (draft.desks !== null) draft.lentTurn = turn;
}

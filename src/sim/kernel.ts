import { assert } from '../lib/assert.ts';
import { heapPop, type HeapNode } from '../lib/heap.ts';
import { vecGet, vecSet } from '../lib/vec.ts';
import { arrive, checkOverdue, serve } from './delivery.ts';
import { deliverTo, type Behaviours } from './dispatch.ts';
import { Draft } from './draft.ts';
import { applyIntervention, startProcess } from './faults.ts';
import type { Intervention } from './intervention.ts';
import type { Micros } from './time.ts';
import type { TraceEntry } from './trace/entry.ts';
import type { AgendaItem, Glimpse, NodeRecord, World } from './world.ts';

export interface Step {
  readonly world: World;
  readonly entries: readonly TraceEntry[];
}

/**
 * Takes the next item from the agenda that means something and returns the World after it. Pure: the same World gives the same
 * step. Items that stand for a timer since set anew, or for a connection since closed, are passed over without a step.
 * @param until items later than this stay on the agenda
 * @returns null when nothing is planned up to `until`
 */
export function step(world: World, behaviours: Behaviours, until: Micros = Number.MAX_SAFE_INTEGER): Step | null {
  if (world.agenda === null || world.agenda.item.at > until) return null;
  const draft = new Draft(world);
  return takeNext(draft, behaviours, until) ? { world: draft.seal(), entries: draft.entries } : null;
}

/**
 * Takes up to `most` such steps, and only then makes a World: the very one that as many calls of {@link step} come to, for about
 * three quarters of the time.
 * @param until items later than this stay on the agenda
 * @param visit sees each step's entries and what there is after it; to be looked at, not to be kept
 * @returns the same World when nothing is planned up to `until`
 */
export function run(
  world: World,
  behaviours: Behaviours,
  until: Micros,
  most: number,
  visit: (entries: readonly TraceEntry[], after: Glimpse) => void,
): World {
  const draft = new Draft(world, true);
  while (draft.steps - world.steps < most && takeNext(draft, behaviours, until)) visit(draft.endStep(), draft);
  return draft.steps === world.steps ? world : draft.seal();
}

/** Takes one step in a draft; false, and the draft as it was, when there is none up to `until`. */
function takeNext(draft: Draft, behaviours: Behaviours, until: Micros): boolean {
  const { agenda, now, nextOrder } = draft;
  let passedOver: NodeRecord[] | null = null;
  for (let next = agenda; next !== null && next.item.at <= until; next = draft.agenda) {
    const { item }: HeapNode<AgendaItem> = next;
    draft.agenda = heapPop(next);
    // What has lost its meaning is still there when a run stops: it may lie before an intervention that was made since.
    draft.now = Math.max(now, item.at);
    const timersOf = item.kind === 'timer' ? draft.node(item.node) : null;
    if (carryOut(draft, behaviours, item)) {
      assert(item.at >= now, 'time must not run backwards');
      draft.steps += 1;
      return true;
    }
    if (timersOf !== null && timersOf !== draft.node(timersOf.id)) (passedOver ??= []).push(timersOf);
  }
  // What was passed over since the last step counts with the next one only.
  draft.agenda = agenda;
  draft.now = now;
  draft.nextOrder = nextOrder;
  if (passedOver !== null) for (const node of passedOver.reverse()) draft.setNode(node);
  return false;
}

/** An intervention made while the run is paused at `at`: a step of its own, before anything else planned for that instant. */
export function interveneNow(world: World, behaviours: Behaviours, at: Micros, intervention: Intervention): Step {
  assert(at >= world.now, 'an intervention must not be made in the past of its World');
  const draft = new Draft(world);
  draft.now = at;
  draft.steps += 1;
  applyIntervention(draft, behaviours, intervention);
  return { world: draft.seal(), entries: draft.entries };
}

/** Carries out one agenda item. Returns false when it had lost its meaning. */
function carryOut(draft: Draft, behaviours: Behaviours, item: AgendaItem): boolean {
  switch (item.kind) {
    case 'packet': {
      const connection = draft.connection(item.connection);
      if (connection === null) return false;
      const receiver = draft.node(item.toServer ? connection.server : connection.client);
      if (receiver.status === 'frozen' && item.packet.kind !== 'connect') keepForLater(draft, receiver, item);
      else arrive(draft, behaviours, item);
      return true;
    }
    case 'start':
      startProcess(draft, behaviours, item.node, -1);
      return true;
    case 'timer':
      return fireTimer(draft, behaviours, item);
    case 'overdue': {
      const connection = draft.connection(item.connection);
      if (connection === null || connection.overdueCheck !== item.at) return false;
      const client = draft.node(connection.client);
      if (client.status === 'frozen') keepForLater(draft, client, item);
      else checkOverdue(draft, behaviours, item.connection);
      return true;
    }
    case 'serve': {
      const connection = draft.connection(item.connection);
      const packet = connection?.waiting[0];
      if (
        connection === null ||
        packet === undefined ||
        connection.serving !== null ||
        connection.serverSide !== 'open'
      )
        return false;
      const server = draft.node(connection.server);
      if (server.status === 'frozen') {
        keepForLater(draft, server, item);
        return true;
      }
      draft.open(item.connection).waiting = connection.waiting.slice(1);
      serve(draft, behaviours, connection, packet);
      return true;
    }
    case 'intervention':
      applyIntervention(draft, behaviours, item.intervention);
      return true;
  }
}

/** A frozen process takes nothing in; its machine keeps it. */
function keepForLater(draft: Draft, node: NodeRecord, item: AgendaItem): void {
  draft.setNode({ ...node, inbox: [...node.inbox, item] });
}

function fireTimer(
  draft: Draft,
  behaviours: Behaviours,
  item: Extract<AgendaItem, { readonly kind: 'timer' }>,
): boolean {
  const node = draft.node(item.node);
  const timer = vecGet(node.timers, item.slot);
  if (timer === undefined || node.incarnation !== item.incarnation || timer.armed !== item.at) return false;
  const due = timer.deadline !== null && timer.deadline <= draft.now;
  // One that is not due is armed anew, as for any process: its item may be older than an intervention that froze the process.
  if (node.status === 'frozen' && due) {
    keepForLater(draft, node, item);
    return true;
  }
  const rearm = timer.deadline !== null && !due;
  const armed = rearm ? timer.deadline : null;
  const timers = vecSet(node.timers, item.slot, { deadline: due ? null : timer.deadline, armed, cause: timer.cause });
  if (rearm)
    draft.plan({
      kind: 'timer',
      at: timer.deadline,
      order: draft.nextOrder++,
      node: item.node,
      slot: item.slot,
      incarnation: item.incarnation,
    });
  if (due) deliverTo(draft, behaviours, node, timers, { type: 'timer', slot: item.slot }, timer.cause);
  else draft.setNode({ ...node, timers });
  return due;
}

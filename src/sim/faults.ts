import { assert, present } from '../lib/assert.ts';
import { emptyVec, vecForEach, vecGet, vecSet } from '../lib/vec.ts';
import { breakClient, breakServer } from './delivery.ts';
import { changeDisk, dropUnsent } from './disk.ts';
import { deliverStimulus, type Behaviours } from './dispatch.ts';
import type { Draft } from './draft.ts';
import { closeAll, connectionsOf } from './hangup.ts';
import type { CrashKind, Intervention } from './intervention.ts';
import { addClient } from './newcomers.ts';
import { release } from './network.ts';
import type { Behaviour } from './turn.ts';
import type { AgendaItem, Link, NodeId, NodeRecord, Seq } from './world.ts';

/** The node of that name; null when there is none. */
export function findNode(draft: Draft, name: string): NodeRecord | null {
  let found: NodeRecord | null = null;
  vecForEach(draft.nodes, (node) => {
    if (node.name === name) found = node;
  });
  return found;
}

/** Carries out an intervention. What cannot be done to a node in its state (stopping a dead one) changes nothing but is on the trace. */
export function applyIntervention(draft: Draft, behaviours: Behaviours, intervention: Intervention): void {
  const seq = draft.emit(-1, 'Intervened', { intervention }, []);
  if (!canBeDone(draft, intervention)) return;
  switch (intervention.type) {
    case 'crash':
      return crash(draft, behaviours, nodeNamed(draft, intervention.node), intervention.kind, seq);
    case 'start':
      return start(draft, behaviours, nodeNamed(draft, intervention.node), seq);
    case 'stop': {
      const node = nodeNamed(draft, intervention.node);
      if (node.status !== 'running') return;
      const stopping = draft.emit(node.id, 'ProcessStopping', {}, [seq]);
      return deliverStimulus(draft, behaviours, node.id, { type: 'stop' }, stopping);
    }
    case 'freeze': {
      const node = nodeNamed(draft, intervention.node);
      if (node.status !== 'running') return;
      draft.emit(node.id, 'ProcessFroze', {}, [seq]);
      return draft.setNode({ ...node, status: 'frozen' });
    }
    case 'thaw':
      return thaw(draft, nodeNamed(draft, intervention.node), seq);
    case 'cutLink':
      return changeLink(
        draft,
        intervention.from,
        intervention.to,
        (link) => ({ cut: true, extra: link.extra, since: draft.now }),
        seq,
      );
    case 'slowLink':
      return changeLink(
        draft,
        intervention.from,
        intervention.to,
        (link) => ({ cut: link.cut, extra: intervention.extra, since: draft.now }),
        seq,
      );
    case 'healLink':
      return changeLink(
        draft,
        intervention.from,
        intervention.to,
        () => ({ cut: false, extra: 0, since: draft.now }),
        seq,
      );
    case 'resetLink':
      return resetBetween(
        draft,
        behaviours,
        nodeNamed(draft, intervention.from).id,
        nodeNamed(draft, intervention.to).id,
        seq,
      );
    case 'partitionNetwork':
      return betweenIslands(draft, intervention.islands, (from, to) =>
        changeLink(draft, from, to, (link) => ({ cut: true, extra: link.extra, since: draft.now }), seq),
      );
    case 'healNetwork':
      return healAll(draft, seq);
    case 'slowDisk':
      return changeDisk(draft, nodeNamed(draft, intervention.node), intervention.extra, seq);
    case 'healDisk':
      return changeDisk(draft, nodeNamed(draft, intervention.node), 0, seq);
    case 'addProducer':
    case 'addConsumer': {
      const node = addClient(draft, behaviours, intervention);
      return start(draft, behaviours, node, seq);
    }
    case 'createTopic':
    case 'createPartitions':
    case 'deleteTopic':
    case 'reassignPartitions':
    case 'electLeaders':
    case 'deleteRecords':
    case 'alterConfig':
      return deliverStimulus(draft, behaviours, draft.setup.adminNode, { type: 'intervention', intervention }, seq);
    case 'leaveOut':
      return draft.keepOnly((item) => item.kind !== 'intervention' || item.at !== draft.now);
    case 'configureClient':
    case 'setProgram':
    case 'setProcessing':
    case 'send':
    case 'flush':
    case 'seek':
    case 'subscribe':
    case 'commit':
    case 'pause': {
      const node = nodeNamed(draft, intervention.node);
      if (node.status === 'running')
        deliverStimulus(draft, behaviours, node.id, { type: 'intervention', intervention }, seq);
      return;
    }
  }
}

/** Are the nodes there that it names? A conditioned script, or a recording, may name one before it joins, or let it join twice. */
function canBeDone(draft: Draft, intervention: Intervention): boolean {
  if (intervention.type === 'addProducer') return findNode(draft, intervention.producer.name) === null;
  if (intervention.type === 'addConsumer') return findNode(draft, intervention.consumer.name) === null;
  if ('node' in intervention) return findNode(draft, intervention.node) !== null;
  return (
    !('from' in intervention) ||
    (findNode(draft, intervention.from) !== null && findNode(draft, intervention.to) !== null)
  );
}

function nodeNamed(draft: Draft, name: string): NodeRecord {
  return present(findNode(draft, name), `an intervention names ${name}`);
}

function crash(draft: Draft, behaviours: Behaviours, node: NodeRecord, kind: CrashKind, cause: Seq): void {
  if (node.status === 'down' || node.status === 'off') return;
  const seq = draft.emit(node.id, 'ProcessCrashed', { kind }, [cause]);
  const behaviour = behaviours[node.kind] as Behaviour<unknown> | undefined;
  assert(behaviour !== undefined, () => `a node of kind ${node.kind} needs a behaviour`);
  const status = kind === 'power' ? 'off' : 'down';
  const state = behaviour.crash(node.state, kind);
  draft.setNode({ ...node, status, incarnation: node.incarnation + 1, timers: emptyVec(), inbox: [], state });
  if (node.disk !== null) dropUnsent(draft, node.id);
  closeAll(draft, node.id, kind === 'power' ? 'silent' : 'reset', seq);
}

function start(draft: Draft, behaviours: Behaviours, node: NodeRecord, cause: Seq): void {
  if (node.status === 'running' || node.status === 'frozen') return;
  const incarnation = node.incarnation + 1;
  draft.setNode({ ...node, status: 'running', incarnation, timers: emptyVec(), inbox: [] });
  const seq = draft.emit(node.id, 'ProcessStarted', { incarnation }, cause < 0 ? [] : [cause]);
  deliverStimulus(draft, behaviours, node.id, { type: 'start' }, seq);
}

/** Starts a process at the beginning of a run. */
export function startProcess(draft: Draft, behaviours: Behaviours, id: NodeId, cause: Seq): void {
  start(draft, behaviours, draft.node(id), cause);
}

/**
 * A frozen process goes on: first what its sockets hold, then its overdue timers and requests (NetworkClient.poll handles what has
 * been received before it looks for timeouts).
 */
function thaw(draft: Draft, node: NodeRecord, cause: Seq): void {
  if (node.status !== 'frozen') return;
  draft.emit(node.id, 'ProcessThawed', {}, [cause]);
  const { inbox } = node;
  let { timers } = node;
  for (const item of inbox)
    if (item.kind === 'packet' || item.kind === 'serve')
      draft.plan({ ...item, at: draft.now, order: draft.nextOrder++ });
  for (const item of inbox) {
    if (item.kind === 'timer') {
      const timer = vecGet(timers, item.slot);
      if (timer === undefined || timer.armed !== item.at) continue;
      timers = vecSet(timers, item.slot, { deadline: timer.deadline, armed: draft.now, cause: timer.cause });
      draft.plan({ ...item, at: draft.now, order: draft.nextOrder++ });
    } else if (item.kind === 'overdue') {
      const connection = draft.connection(item.connection);
      if (connection === null || connection.overdueCheck !== item.at) continue;
      draft.open(item.connection).overdueCheck = draft.now;
      draft.plan({ ...item, at: draft.now, order: draft.nextOrder++ });
    }
  }
  draft.setNode({ ...node, status: 'running', inbox: [], timers });
}

/** Calls `cut` for each pair of nodes on different islands, each way. Names of nodes that are not there count for nothing. */
function betweenIslands(
  draft: Draft,
  islands: readonly (readonly string[])[],
  cut: (from: string, to: string) => void,
): void {
  islands.forEach((island, at) => {
    for (const from of island)
      islands.forEach((other, index) => {
        if (index === at || findNode(draft, from) === null) return;
        for (const to of other) if (to !== from && findNode(draft, to) !== null) cut(from, to);
      });
  });
}

/** Every link that differs from the default becomes as it was. */
function healAll(draft: Draft, cause: Seq): void {
  for (let id = 0; id < draft.nodes.length; id++) {
    const { name, links } = draft.node(id);
    links.forEach((link, to) => {
      if (link !== null)
        changeLink(draft, name, draft.node(to).name, () => ({ cut: false, extra: 0, since: draft.now }), cause);
    });
  }
}

/** Changes one direction of a link; healing lets what was held up go on. */
function changeLink(draft: Draft, fromName: string, toName: string, change: (link: Link) => Link, cause: Seq): void {
  const from = nodeNamed(draft, fromName);
  const to = nodeNamed(draft, toName).id;
  const before = from.links[to] ?? { cut: false, extra: 0, since: 0 };
  const after = change(before);
  if (after.cut === before.cut && after.extra === before.extra) return;
  const links = from.links.slice();
  while (links.length <= to) links.push(null);
  links[to] = after.cut || after.extra > 0 ? after : null;
  draft.setNode({ ...from, links });
  draft.emit(from.id, 'LinkChanged', { to, cut: after.cut, extra: after.extra }, [cause]);
  if (!before.cut && after.cut) stallUnderWay(draft, from.id, to);
  if (before.cut && !after.cut) {
    connectionsOf(draft, from.id, (connection) => {
      if (connection.client === from.id && connection.server === to) release(draft, draft.open(connection.id), true);
      else if (connection.server === from.id && connection.client === to)
        release(draft, draft.open(connection.id), false);
    });
  }
}

/** What is under way on a link that is cut does not arrive until the link heals: it leaves the agenda, in its order. */
function stallUnderWay(draft: Draft, from: NodeId, to: NodeId): void {
  const held: Extract<AgendaItem, { readonly kind: 'packet' }>[] = [];
  draft.keepOnly((item) => {
    if (item.kind !== 'packet') return true;
    const connection = draft.connection(item.connection);
    if (connection === null) return true;
    const [sender, receiver] = item.toServer
      ? [connection.client, connection.server]
      : [connection.server, connection.client];
    if (sender !== from || receiver !== to) return true;
    held.push(item);
    return false;
  });
  held.sort((a, b) => a.at - b.at || a.order - b.order);
  for (const item of held) {
    const connection = draft.open(item.connection);
    if (item.toServer) connection.stalledToServer = [...connection.stalledToServer, item.packet];
    else connection.stalledToClient = [...connection.stalledToClient, item.packet];
  }
}

/** Loss: TCP breaks on both sides at once, and what was under way is gone. */
function resetBetween(draft: Draft, behaviours: Behaviours, a: NodeId, b: NodeId, cause: Seq): void {
  connectionsOf(draft, a, (found) => {
    if (!(found.client === b || found.server === b) || found.client === found.server) return;
    const clientFrozen = draft.node(found.client).status !== 'running';
    const serverFrozen = draft.node(found.server).status !== 'running';
    if (found.serverSide === 'open' && !serverFrozen) breakServer(draft, behaviours, found, cause);
    const left = draft.connection(found.id);
    if (left !== null && left.clientSide !== 'closed' && !clientFrozen)
      breakClient(draft, behaviours, left, 'reset', cause);
  });
}

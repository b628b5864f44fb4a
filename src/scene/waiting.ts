import { vecForEach, vecGet, vecToArray } from '../lib/vec.ts';
import type { BrokerState, Channel } from '../sim/broker/state.ts';
import { nameOfNode } from '../sim/read/nodes.ts';
import type { NodeId, World } from '../sim/world.ts';
import { around } from './box.ts';
import { hasTiles, type Frame, type RowFrame } from './frame.ts';
import type { WaitingMark } from './marks.ts';
import { routeOf } from './route.ts';
import { textWidth } from './text.ts';
import type { Thing } from './thing.ts';

/** A request that waits at a broker, and where its way ended. */
interface Waiter {
  readonly key: string;
  readonly kind: 'fetch' | 'produce';
  readonly thing: Thing;
  readonly from: string;
  readonly texts: readonly string[];
  readonly at: { readonly x: number; readonly y: number };
  readonly room: number;
  /** Where it came from: from the left or the right of the column, or straight from above or below. */
  readonly arrival: 'left' | 'right' | 'upright';
  /** -1: it stands above the lane that it came by, 1: below. */
  readonly outwards: -1 | 1;
  readonly words: boolean;
}

/**
 * Requests that have arrived and are not answered yet: a Fetch waits at the leader until there is something to read, a Produce with
 * acks=all until the high watermark has passed its records. Those that wait at one place stand there as one.
 */
export function waitingOf(frame: Frame, world: World): WaitingMark[] {
  if (!frame.words) return [];
  const places = new Map<string, Waiter[]>();
  for (const { broker, node } of frame.columns) {
    const record = vecGet(world.nodes, node);
    if (record === undefined || record.status === 'down' || record.status === 'off') continue;
    for (const channel of vecToArray((record.state as BrokerState).channels)) {
      const waiter = waiterOf(frame, world, broker, node, channel);
      if (waiter === null) continue;
      const place = places.get(waiter.key);
      if (place === undefined) places.set(waiter.key, [waiter]);
      else place.push(waiter);
    }
  }
  return [...places.values()].map((waiters) => markOf(frame, waiters));
}

function waiterOf(frame: Frame, world: World, broker: number, node: NodeId, channel: Channel): Waiter | null {
  const { parked, session } = channel;
  const connection = vecGet(world.connections, channel.connection) ?? null;
  if (parked === null || connection === null) return null;
  const partitions =
    parked.kind !== 'fetch'
      ? parked.waits.filter(({ done }) => !done).map(({ partition }) => partition)
      : (session?.partitions ?? []).map(({ id }) => id);
  const only = partitions.length === 1 ? partitions[0] : undefined;
  const row: RowFrame | null =
    only === undefined ? null : (frame.rows.find(({ partition }) => partition === only) ?? null);
  const route = routeOf(frame, connection.client, node, row);
  if (route === null || row?.level === 'heat') return null;
  const end = route.points.at(-1) ?? { x: 0, y: 0 };
  const before = route.points.at(-2) ?? end;
  const middle =
    row === null
      ? (frame.columns.find((column) => column.node === node)?.box.y ?? end.y)
      : row.header.y + row.header.height / 2;
  const thing: Thing =
    row === null || only === undefined ? { kind: 'broker', broker } : { kind: 'replica', partition: only, broker };
  return {
    key: `${node} ${Math.round(end.x)},${Math.round(end.y)}`,
    kind: parked.kind === 'fetch' ? 'fetch' : 'produce',
    thing,
    from: nameOfNode(world, connection.client),
    texts: textsOf(channel),
    at: end,
    room: 0.74 * route.room - 2 * frame.metrics.token.pad,
    arrival: end.x === before.x ? 'upright' : end.x > before.x ? 'left' : 'right',
    outwards: (end.x === before.x ? before.y < end.y : end.y < middle) ? -1 : 1,
    words: row === null || hasTiles(row.level),
  };
}

function textsOf({ parked, session }: Channel): string[] {
  if (parked?.kind === 'produce') {
    const needed = parked.waits.find(({ done }) => !done)?.requiredOffset;
    return needed === undefined ? ['Produce'] : [`waits for HW ${needed}`, `for HW ${needed}`, 'waits'];
  }
  if (parked?.kind === 'deleteRecords') return ['DeleteRecords waits', 'waits'];
  const only = session?.partitions.length === 1 ? session.partitions[0] : undefined;
  return only === undefined ? ['Fetch'] : [`Fetch ${only.request.fetchOffset}`, 'Fetch'];
}

function markOf(frame: Frame, waiters: readonly Waiter[]): WaitingMark {
  const first = waiters[0] as Waiter;
  const { token, small } = frame.metrics;
  const text = first.words
    ? (textsFor(waiters).find((one) => textWidth(one, small, 'regular') <= first.room) ?? '')
    : '';
  const width = text === '' ? small : textWidth(text, small, 'regular') + 2 * token.pad;
  const height = text === '' ? small : token.height;
  // Beside the lane that it came by, so that what comes later has its way.
  const upright = first.arrival === 'upright';
  const away = upright ? height / 2 + 2 : text === '' ? 0 : token.height + 4;
  const beside = upright ? 0 : (first.arrival === 'left' ? -1 : 1) * (width / 2);
  return {
    key: first.key,
    thing: first.thing,
    box: around({ x: first.at.x + beside, y: first.at.y + first.outwards * away }, width, height),
    text,
    side: first.arrival === 'left' ? 'right' : 'left',
    label: `${waiters.map(({ from, texts: [words = ''] }) => `${words} of ${from}`).join(', ')} waits here`,
  };
}

function textsFor(waiters: readonly Waiter[]): readonly string[] {
  const [first] = waiters;
  if (first === undefined || waiters.length === 1) return first?.texts ?? [];
  const count = waiters.length;
  const alike = waiters.every(({ kind }) => kind === first.kind);
  return [alike ? `${first.kind === 'fetch' ? 'Fetch' : 'Produce'} ×${count}` : `${count} wait`, `×${count}`];
}

/** A text that is the same as long as nothing has come to wait or has stopped waiting. */
export function waitingSignature(world: World): readonly unknown[] {
  const parts: unknown[] = [];
  vecForEach(world.nodes, (node) => {
    if (node.kind === 'broker') parts.push((node.state as BrokerState).channels, node.status);
  });
  return parts;
}

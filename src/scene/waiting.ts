import { vecForEach, vecGet } from '../lib/vec.ts';
import type { BrokerState, Channel } from '../sim/broker/state.ts';
import { nameOfNode } from '../sim/read/nodes.ts';
import type { NodeId, World } from '../sim/world.ts';
import { around } from './box.ts';
import type { Frame, RowFrame } from './frame.ts';
import type { WaitingMark } from './marks.ts';
import { pointAt, routeOf } from './route.ts';
import { textWidth } from './text.ts';
import type { Thing } from './thing.ts';

/** A request that waits at a broker, and where its way ended. */
interface Waiter {
  readonly key: string;
  readonly thing: Thing;
  readonly from: string;
  readonly texts: readonly string[];
  readonly at: { readonly x: number; readonly y: number };
  readonly room: number;
  readonly fromLeft: boolean;
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
    for (const channel of (record.state as BrokerState).channels) {
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
    parked.kind === 'produce'
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
  const thing: Thing = row === null || only === undefined ? { kind: 'broker', broker } : { kind: 'replica', partition: only, broker };
  return {
    key: `${parked.kind} ${node} ${Math.round(end.x)},${Math.round(end.y)}`,
    thing,
    from: nameOfNode(world, connection.client),
    texts: textsOf(channel),
    at: end,
    room: 0.74 * route.room - 2 * frame.metrics.token.pad,
    fromLeft: end.x > before.x,
    outwards: end.y < middle ? -1 : 1,
    words: row === null || row.level === 'tiles' || row.level === 'compact',
  };
}

function textsOf({ parked, session }: Channel): string[] {
  if (parked?.kind === 'produce') {
    const needed = parked.waits.find(({ done }) => !done)?.requiredOffset;
    return needed === undefined ? ['Produce'] : [`waits for HW ${needed}`, `for HW ${needed}`, 'waits'];
  }
  const only = session?.partitions.length === 1 ? session.partitions[0] : undefined;
  return only === undefined ? ['Fetch'] : [`Fetch ${only.request.fetchOffset}`, 'Fetch'];
}

function markOf(frame: Frame, waiters: readonly Waiter[]): WaitingMark {
  const first = waiters[0] as Waiter;
  const { metrics } = frame;
  const several = waiters.length > 1;
  const texts = several ? [`${first.texts.at(-1) ?? ''} ×${waiters.length}`, `×${waiters.length}`] : first.texts;
  const text = first.words ? (texts.find((one) => textWidth(one, metrics.small, 'regular') <= first.room) ?? '') : '';
  const width = text === '' ? metrics.small : textWidth(text, metrics.small, 'regular') + 2 * metrics.token.pad;
  const height = text === '' ? metrics.small : metrics.token.height;
  const away = text === '' ? 0 : first.outwards * (metrics.token.height + 4);
  const route = { key: first.key, points: [first.at, first.at], lengths: [0, 0], room: 0 };
  const side = first.fromLeft ? -1 : 1;
  const at = pointAt(route, 1, 0, 0);
  return {
    key: first.key,
    thing: first.thing,
    box: around({ x: at.x + (side * width) / 2, y: at.y + away }, width, height),
    text,
    side: first.fromLeft ? 'right' : 'left',
    label: `${waiters.map(({ from, texts: [words = ''] }) => `${words} of ${from}`).join(', ')} waits here`,
  };
}

/** A text that is the same as long as nothing has come to wait or has stopped waiting. */
export function waitingSignature(world: World): readonly unknown[] {
  const parts: unknown[] = [];
  vecForEach(world.nodes, (node) => {
    if (node.kind === 'broker') parts.push((node.state as BrokerState).channels, node.status);
  });
  return parts;
}

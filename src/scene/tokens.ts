import { inFlightOf, type PacketView } from '../sim/read/in-flight.ts';
import { nameOfNode } from '../sim/read/nodes.ts';
import type { Micros } from '../sim/time.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import { vecGet } from '../lib/vec.ts';
import type { Link, World } from '../sim/world.ts';
import type { Frame } from './frame.ts';
import { hueOf } from './hue.ts';
import type { RouteMark, TokenLook, TokenMark } from './marks.ts';
import { sameItems } from './kept.ts';
import { isPing, wordsOf } from './packet-text.ts';
import { roundedPath } from './path.ts';
import { pointAt, routeOf, type Route } from './route.ts';
import { textWidth } from './text.ts';
import { bundled, uncrowded, WORDED } from './token-bundles.ts';
import type { Choice } from './viewport.ts';

/** A packet with everything about its token that does not depend on the instant. */
export interface Prepared {
  readonly packet: PacketView;
  readonly route: Route;
  readonly look: TokenLook;
  /** For a packet that moves no more: how far it got, 0 to 1. Null: it moves. */
  readonly rests: number | null;
  /** The longest that a hop on this link takes. */
  readonly hop: Micros;
}

/** What is under way in a World, with the tokens that are already known taken over by their keys. */
export function preparedTokens(
  world: World,
  frame: Frame,
  choice: Choice,
  known: ReadonlyMap<string, Prepared>,
): Prepared[] {
  const prepared: Prepared[] = [];
  for (const packet of inFlightOf(world)) {
    if (isPing(packet) && !choice.pings) continue;
    const before = known.get(packet.key);
    const same = before !== undefined && before.packet.arrivesAt === packet.arrivesAt;
    const token = same
      ? before
      : prepare(world, frame, choice, packet, packet.arrivesAt === null ? heldAt(world, packet) : null, 'moving');
    if (token !== null) prepared.push(token);
  }
  return prepared;
}

/** What was lost in a step: it is in flight in the World before and received by nobody. */
export function lostTokens(
  before: World,
  world: World,
  entries: readonly TraceEntry[],
  frame: Frame,
  choice: Choice,
): Prepared[] {
  const lost = entries.flatMap((entry) => (entry.type === 'PacketLost' ? [entry.args] : []));
  if (lost.length === 0) return [];
  const left = new Set(inFlightOf(world).map(({ key }) => key));
  const gone = inFlightOf(before).filter(
    ({ key, connection, to }) => !left.has(key) && lost.some((one) => one.connection === connection && one.to === to),
  );
  return gone.flatMap(
    (packet) =>
      prepare(before, frame, choice, packet, packet.arrivesAt === null ? heldAt(before, packet) : 1, 'lost') ?? [],
  );
}

function prepare(
  world: World,
  frame: Frame,
  choice: Choice,
  packet: PacketView,
  rests: number | null,
  fate: 'moving' | 'lost',
): Prepared | null {
  const words = wordsOf(world, packet, choice.label);
  const row =
    words.partition === null ? null : (frame.rows.find(({ partition }) => partition === words.partition) ?? null);
  const route = routeOf(frame, packet.from, packet.to, row);
  if (route === null) return null;
  const { metrics } = frame;
  const small = !frame.words || row?.level === 'heat';
  const most = 0.66 * route.room - 2 * metrics.token.pad;
  const face = words.carries ? 'mono' : 'regular';
  const text =
    small || words.shape === 'sign'
      ? ''
      : (words.texts.find((one) => textWidth(one, metrics.small, face) <= most) ?? '');
  const dot = metrics.small * (words.shape === 'sign' ? 0.7 : 0.9);
  const width =
    text === ''
      ? dot
      : Math.max(metrics.token.height * 1.3, textWidth(text, metrics.small, face) + 2 * metrics.token.pad);
  return {
    packet,
    route,
    rests,
    hop: hopOf(world, packet),
    look: {
      key: packet.key,
      thing: { kind: 'packet', key: packet.key },
      shape: words.shape,
      width,
      height: text === '' ? dot : metrics.token.height,
      text,
      hue: words.carries && words.partition !== null ? hueOf(words.partition) : null,
      carries: words.carries,
      count: 1,
      fate: fate === 'lost' ? 'lost' : rests === null ? 'moving' : 'held',
      label: `${words.label} from ${nameOfNode(world, packet.from)} to ${nameOfNode(world, packet.to)}`,
    },
  };
}

/**
 * Where a cut link caught a packet: as far as it had come by then. What was sent after the cut stands at its beginning.
 */
function heldAt(world: World, packet: PacketView): number {
  const link = linkOf(world, packet);
  const hop = hopOf(world, packet);
  if (link === null || hop <= 0) return HELD_ABOUT;
  return Math.min(0.9, Math.max(0.05, (link.since - packet.sentAt) / hop));
}

function linkOf(world: World, packet: PacketView): Link | null {
  return vecGet(world.nodes, packet.from)?.links[packet.to] ?? null;
}

function hopOf(world: World, packet: PacketView): Micros {
  const { latency, jitter } = world.setup.network;
  return latency + jitter + (linkOf(world, packet)?.extra ?? 0);
}

/** The tokens at an instant: each as far along its way as it has come between its sending and its arrival. */
export function tokensAt(prepared: readonly Prepared[], at: Micros, frame: Frame): TokenMark[] {
  const marks = bundled(
    prepared.map((token) => {
      const { route, look } = token;
      const part = partAt(token, at);
      return { route, part, look, at: pointAt(route, part, look.width, look.height) };
    }),
  );
  return uncrowded(marks, frame.metrics.small);
}

function partAt({ packet, rests, hop }: Prepared, at: Micros): number {
  if (rests !== null) return rests;
  const arrives = packet.arrivesAt ?? at;
  const whole = arrives - packet.sentAt;
  if (whole <= 0) return 1;
  // A healed link lets go what it held: it goes on from about where it stood, as long as a hop takes.
  if (hop > 0 && whole > 2 * hop) return HELD_ABOUT + (1 - HELD_ABOUT) * share(at - (arrives - hop), hop);
  return share(at - packet.sentAt, whole);
}

const HELD_ABOUT = 0.4;

function share(passed: Micros, whole: Micros): number {
  return Math.min(1, Math.max(0, passed / whole));
}

/** The lines along which something travels, each once; in a crowd only those of the first. */
export function routesOf(prepared: readonly Prepared[], frame: Frame): RouteMark[] {
  const seen = new Map<string, RouteMark>();
  for (const { route } of prepared) {
    if (seen.size >= WORDED) break;
    if (seen.has(route.key)) continue;
    const [before, tip] = route.points.slice(-2);
    if (before === undefined || tip === undefined) continue;
    const turn = tip.x > before.x ? 0 : tip.x < before.x ? 180 : tip.y > before.y ? 90 : -90;
    seen.set(route.key, { key: route.key, path: roundedPath(route.points, frame.metrics.radius), tip, turn });
  }
  return [...seen.values()];
}

/** Makes the tokens of one instant after another: what is known of a packet is kept while it is under way. */
export function tokenMaker() {
  let known: ReadonlyMap<string, Prepared> = new Map();
  let inputs: readonly unknown[] = [];
  let prepared: readonly Prepared[] = [];
  let routes: readonly RouteMark[] = [];
  return (
    world: World,
    before: World | null,
    entries: readonly TraceEntry[],
    frame: Frame,
    choice: Choice,
    at: Micros,
  ) => {
    const now = [world, before, entries, frame, choice];
    if (!sameItems(inputs, now)) {
      const reusable = inputs[3] === frame && inputs[4] === choice ? known : new Map<string, Prepared>();
      const moving = preparedTokens(world, frame, choice, reusable);
      prepared = before === null ? moving : [...moving, ...lostTokens(before, world, entries, frame, choice)];
      routes = routesOf(prepared, frame);
      known = new Map(moving.map((token) => [token.packet.key, token]));
      inputs = now;
    }
    return { tokens: tokensAt(prepared, at, frame), routes };
  };
}

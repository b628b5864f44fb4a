import type { ZooKeeperView } from '../sim/read/zookeeper.ts';
import type { Micros } from '../sim/time.ts';
import type { NodeId } from '../sim/world.ts';
import type { Frame } from './frame.ts';
import type { Box } from './box.ts';
import type { SessionMark, ZooKeeperMark, ZooKeeperServerMark } from './marks.ts';
import { drainingArc } from './path.ts';
import { textWidth } from './text.ts';
import { keyOf, type Thing } from './thing.ts';

/** ZooKeeper's box: whom it has registered, and who is the controller. */
export function zooKeeperMark(frame: Frame, view: ZooKeeperView): ZooKeeperMark | null {
  const box = frame.zookeeper;
  if (box === null) return null;
  const { metrics } = frame;
  const thing: Thing = { kind: 'zookeeper', node: view.servers[0]?.node ?? 0 };
  const alone = view.servers.length === 1;
  const serving = view.servers.filter((server) => server.serving).length;
  const x = box.x + metrics.token.pad + 4;
  const textX = x + textWidth('/brokers/ids ', metrics.small, 'mono');
  const controller = view.controller < 0 ? 'nobody' : `broker ${view.controller}`;
  const epoch = view.controllerEpoch > 0 ? ` · epoch ${view.controllerEpoch}` : '';
  const { first, second } = linesOfBox(frame);
  const note = serving > 0 ? '' : alone ? 'down' : 'no quorum';
  const noteX = x + textWidth('ZooKeeper', metrics.title, 'bold') + 8;
  const servers = alone ? [] : serverMarks(frame, box, view, noteX + textWidth(note, metrics.small, 'bold'));
  return {
    key: keyOf(thing),
    thing,
    box,
    up: serving > 0,
    note,
    noteX,
    fault: alone && serving === 0,
    servers,
    lines: [
      { path: '/controller', text: controller + epoch, at: { x, y: first }, textX },
      { path: '/brokers/ids', text: view.ids.length === 0 ? 'none' : '', at: { x, y: second }, textX },
    ],
    label: `ZooKeeper${note === '' ? '' : ` ${note}`}: controller ${controller}${epoch}; registered brokers ${view.ids.join(', ') || 'none'}`,
  };
}

const SIGNS = { leader: '★', follower: '', looking: '?', down: '×' } as const;
const SAYS = {
  leader: 'leads the ensemble',
  follower: 'follows the leader',
  looking: 'looks for a leader and serves nobody',
  down: 'does not run',
} as const;

/** Each server of an ensemble with its role, in the line of the box's title, from the right. @param first where the room for them begins */
function serverMarks(frame: Frame, box: Box, view: ZooKeeperView, first: number): ZooKeeperServerMark[] {
  const { metrics } = frame;
  const height = metrics.small * 1.5;
  const right = box.x + box.width - metrics.token.pad - 1;
  // Title and note keep their room; a pane that is about to be laid out may be narrower than anything.
  const room = (right - 8 - first) / view.servers.length - 3;
  const width = Math.max(metrics.small, Math.min(metrics.small * 2.3, room));
  const y = box.y + metrics.token.pad + 2 + metrics.title * 0.36 - height / 2;
  return view.servers.map((server, at) => {
    const role = server.up && server.role !== 'alone' ? server.role : 'down';
    const thing: Thing = { kind: 'zookeeper', node: server.node };
    const x = right - (view.servers.length - at) * (width + 3);
    return {
      key: keyOf(thing),
      thing,
      box: { x, y, width, height },
      role,
      text: `${at + 1}${SIGNS[role]}`,
      label: `${server.name} ${SAYS[role]}`,
    };
  });
}

function linesOfBox(frame: Frame): { readonly first: number; readonly second: number } {
  const { metrics } = frame;
  const box = frame.zookeeper ?? { x: 0, y: 0, width: 0, height: 0 };
  const top = box.y + metrics.title + metrics.token.pad + 4;
  const space = (box.y + box.height - top) / 2;
  return { first: top + space * 0.42, second: top + space * 1.34 };
}

/** Each registered broker in its ring: what is left of the ring is the time until ZooKeeper gives its session up. */
export function sessionsOf(
  frame: Frame,
  view: ZooKeeperView,
  nodeOfBroker: readonly NodeId[],
  at: Micros,
): SessionMark[] {
  const box = frame.zookeeper;
  if (box === null || view.ids.length === 0) return [];
  const { metrics } = frame;
  const radius = metrics.small * 0.92;
  const y = linesOfBox(frame).second;
  const start = box.x + metrics.token.pad + 4 + textWidth('/brokers/ids ', metrics.small, 'mono') + radius;
  const end = box.x + box.width - metrics.token.pad;
  const word = textWidth('00.0 s', metrics.small, 'regular') + 6;
  const texts = view.ids.map((broker) => leftText(view, nodeOfBroker[broker] ?? -1, at));
  const running = texts.filter((text) => text !== '').length;
  const spare = end - start - view.ids.length * (2 * radius + 6);
  const withWords = running * word <= spare;
  let x = start;
  const marks: SessionMark[] = [];
  view.ids.forEach((broker, i) => {
    const text = withWords ? (texts[i] ?? '') : '';
    if (x + radius > end) return;
    marks.push(sessionMark(view, broker, nodeOfBroker[broker] ?? -1, at, { x, y }, radius, text));
    x += 2 * radius + 6 + (text === '' ? 0 : word);
  });
  return marks;
}

/** A session is quiet while its broker answers in time: pings come at a third of the timeout. */
const SILENT_BELOW = 0.6;

function leftText(view: ZooKeeperView, node: NodeId, at: Micros): string {
  const session = view.sessions.find(({ client }) => client === node);
  if (session === undefined) return '';
  const left = Math.max(0, session.expiresAt - at);
  return left / session.timeout < SILENT_BELOW ? secondsText(left) : '';
}

/** Microseconds as seconds with one digit behind the point. */
export function secondsText(left: Micros): string {
  return `${(Math.ceil(left / 100_000) / 10).toFixed(1)} s`;
}

function sessionMark(
  view: ZooKeeperView,
  broker: number,
  node: NodeId,
  at: Micros,
  place: SessionMark['at'],
  radius: number,
  text: string,
): SessionMark {
  const thing: Thing = { kind: 'session', broker };
  const session = view.sessions.find(({ client }) => client === node);
  const left = session === undefined ? 0 : Math.max(0, session.expiresAt - at) / session.timeout;
  return {
    key: keyOf(thing),
    thing,
    box: { x: place.x - radius, y: place.y - radius, width: 2 * radius, height: 2 * radius },
    broker,
    at: place,
    radius,
    arc: session === undefined ? '' : drainingArc(Math.round(left * 200) / 200, radius - 3, radius),
    text,
    label:
      session === undefined
        ? `broker ${broker} is registered`
        : `broker ${broker} is registered; its session has ${secondsText(session.expiresAt - at)} left`,
  };
}

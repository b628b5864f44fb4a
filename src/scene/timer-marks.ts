import { brokerIdOf, nodeOf } from '../sim/read/nodes.ts';
import { addBatches, addLags, addSessions, type TimerView } from '../sim/read/timers.ts';
import type { Micros } from '../sim/time.ts';
import type { World } from '../sim/world.ts';
import type { Frame } from './frame.ts';
import type { CellMark, ClientMark, TimerMark } from './marks.ts';
import { drainingArc } from './path.ts';
import { textWidth } from './text.ts';
import { secondsText } from './zookeeper-mark.ts';

/** A follower is behind for a moment with every record; its ring appears when that lasts. */
const LAG_SHOWN_BELOW = 0.9;

/** Shorter timers than this are over before they can be read. */
const LEAST_TOTAL: Micros = 20_000;

/** In KRaft mode a broker's session is drawn once its heartbeats stay away: one in time comes before so much of it has passed. */
const SESSION_SHOWN_BELOW = 0.6;

/** The timers of a World that are drawn, for a producer one; sessions with ZooKeeper stand in its box. */
export function timersDrawn(frame: Frame, world: World): TimerView[] {
  const timers: TimerView[] = [];
  if (world.setup.mode === 'kraft') addSessions(world, timers);
  for (const { node } of frame.columns) addLags(world, nodeOf(world, node), timers);
  for (const { node } of frame.producers.boxes) {
    const batches: TimerView[] = [];
    addBatches(world.now, nodeOf(world, node), batches);
    const first = soonest(batches);
    if (first !== null) timers.push(first);
  }
  return timers.filter(({ total }) => total >= LEAST_TOTAL);
}

/** The one whose time is up first. */
function soonest(timers: readonly TimerView[]): TimerView | null {
  let first: TimerView | null = null;
  for (const timer of timers)
    if (timer.total >= LEAST_TOTAL && (first === null || timer.deadline < first.deadline)) first = timer;
  return first;
}

/** Rings that drain round what the timer guards: a follower's place in the ISR, a batch's delivery. */
export function timerMarks(
  frame: Frame,
  world: World,
  timers: readonly TimerView[],
  cells: readonly CellMark[],
  clients: readonly ClientMark[],
  at: Micros,
): TimerMark[] {
  const marks: TimerMark[] = [];
  const taken = new Set<string>();
  for (const timer of timers) {
    const left = Math.max(0, timer.deadline - at);
    if (timer.kind === 'lag' && left / timer.total > LAG_SHOWN_BELOW) continue;
    if (timer.kind === 'session' && left / timer.total > SESSION_SHOWN_BELOW) continue;
    const mark =
      timer.kind === 'lag'
        ? atCell(frame, world, timer, cells, left)
        : timer.kind === 'session'
          ? atColumn(frame, timer, left)
          : atClient(frame, timer, clients, left);
    const place = mark === null ? '' : `${mark.at.x},${mark.at.y}`;
    if (mark === null || taken.has(place)) continue;
    taken.add(place);
    marks.push(mark);
  }
  return marks;
}

function atCell(
  frame: Frame,
  world: World,
  timer: TimerView,
  cells: readonly CellMark[],
  left: Micros,
): TimerMark | null {
  const broker = brokerIdOf(world, timer.about);
  const cell = cells.find(({ key }) => key === `replica:${timer.partition}:${broker}`);
  if (cell === undefined || cell.level === 'heat') return null;
  const { small, cell: lines } = frame.metrics;
  const radius = small * 0.55;
  const role = textWidth(cell.roleText, small, 'bold') + lines.pad + 6;
  const text = secondsText(left);
  const label = `in ${text} the leader drops broker ${broker} from the in-sync replicas, unless it catches up`;
  const arc = arcOf(timer, left, radius);
  if (cell.level === 'dense' || cell.level === 'bars') {
    // Where a leader has its star.
    const at = { x: cell.box.x + lines.pad + small * 0.45, y: cell.bar?.signAt.y ?? cell.roleY };
    return { key: timer.key, at, radius, arc, text: '', label };
  }
  const words = textWidth(text, small, 'regular') + 6;
  const older = textWidth(cell.older, small, 'regular') + 2 * lines.pad;
  const fits = cell.box.width - role - older >= 2 * radius + words;
  const x = cell.box.x + cell.box.width - role - (fits ? words : 0) - radius;
  return {
    key: timer.key,
    at: { x, y: cell.roleY },
    radius,
    arc,
    text: fits ? text : '',
    label,
  };
}

/** Below a broker's title, at the right. */
function atColumn(frame: Frame, timer: TimerView, left: Micros): TimerMark | null {
  const column = frame.columns.find(({ node }) => node === timer.about);
  if (column === undefined) return null;
  const { small, columnTitle, cell } = frame.metrics;
  const radius = small * 0.5;
  const text = secondsText(left);
  const end = column.box.x + column.box.width - 1.5 * cell.pad;
  return {
    key: timer.key,
    at: { x: end - textWidth(text, small, 'regular') - 6 - radius, y: column.box.y + columnTitle * 0.84 },
    radius,
    arc: arcOf(timer, left, radius),
    text,
    label: `in ${text} the active controller fences broker ${column.broker}, unless it hears from it`,
  };
}

function atClient(frame: Frame, timer: TimerView, clients: readonly ClientMark[], left: Micros): TimerMark | null {
  const client = clients.find(({ key }) => key === `producer:${timer.about}`);
  if (client === undefined) return null;
  const { small, title, token } = frame.metrics;
  const radius = small * 0.55;
  const text = secondsText(left);
  const note = client.note === '' ? 0 : textWidth(client.note, small, 'bold') + 8;
  const x = client.box.x + client.box.width - token.pad - 4 - note - textWidth(text, small, 'regular') - 6 - radius;
  const does = timer.kind === 'linger' ? 'the batch leaves' : 'the batch fails, unless it is acknowledged';
  return {
    key: timer.key,
    at: { x, y: client.box.y + token.pad + 4 + title * 0.3 },
    radius,
    arc: arcOf(timer, left, radius),
    text,
    label: `in ${text} ${does}`,
  };
}

function arcOf(timer: TimerView, left: Micros, radius: number): string {
  return drainingArc(Math.round((left * 100) / timer.total) / 100, radius - Math.max(2, radius * 0.42), radius);
}

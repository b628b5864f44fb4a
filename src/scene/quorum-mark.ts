import { nodeOf } from '../sim/read/nodes.ts';
import { quorumOf, type QuorumView, type VoterView } from '../sim/read/quorum.ts';
import type { World } from '../sim/world.ts';
import type { Box } from './box.ts';
import { barOf, scaleOn } from './cell-bar.ts';
import type { Frame } from './frame.ts';
import type { BarMark, QuorumMark, VoterMark } from './marks.ts';
import type { Metrics } from './metrics.ts';
import { textWidth } from './text.ts';
import { keyOf, type Thing } from './thing.ts';
import { windowOf, withTiles } from './quorum-tiles.ts';
import { barSpan } from './window.ts';

/** The quorum of KRaft's controllers: one box for each voter, with its role, its epoch and its copy of the metadata log. */
export function quorumMark(frame: Frame, world: World): QuorumMark | null {
  const view = quorumOf(world);
  if (frame.quorum === null || view === null) return null;
  const { metrics, columns } = frame;
  const ends = view.voters.map(({ logEndOffset }) => logEndOffset);
  const tiles = windowOf(frame.quorum, world, view, metrics);
  const least = Math.min(...view.voters.map((voter) => committedTo(voter)));
  const span = barSpan(0, least, Math.max(...ends));
  return {
    key: 'quorum',
    box: frame.quorum.box,
    title: view.voters.length === 1 ? 'controller' : 'controllers',
    note: noteOf(view),
    leads: view.leaderId >= 0,
    voters: frame.quorum.voters.flatMap(({ id, box }) => {
      const voter = view.voters.find((one) => one.id === id);
      if (voter === undefined) return [];
      const combined = columns.some(({ node }) => node === voter.node);
      const begun = nodeOf(world, voter.node).incarnation > 0;
      const mark = voterMark(voter, view, box, span, { combined, begun }, metrics);
      return [tiles === null ? mark : withTiles(mark, voter, world, tiles, metrics)];
    }),
  };
}

function noteOf(view: QuorumView): string {
  if (view.leaderId < 0) return 'nobody leads';
  return `${view.leaderId} is active · epoch ${view.epoch}`;
}

function voterMark(
  voter: VoterView,
  view: QuorumView,
  box: Box,
  span: { readonly from: number; readonly to: number },
  { combined, begun }: { readonly combined: boolean; readonly begun: boolean },
  metrics: Metrics,
): VoterMark {
  const thing: Thing = { kind: 'controller', node: voter.node };
  const { small } = metrics;
  const alive = voter.status === 'running';
  const inner = box.width - 2 * INSET;
  // Where there is room for three lines the epoch has one of its own; else only another epoch than the others' is said.
  const roomy = box.height >= 3.7 * small;
  const full = alive ? voter.role : begun ? STATUS_WORDS[voter.status] : 'not started';
  const apart = !roomy && alive && voter.epoch !== view.epoch ? ` e${voter.epoch}` : '';
  const x = box.x + INSET;
  const roleRoom = inner - textWidth(`${voter.id} `, small, 'bold');
  const beside = fitting([`${full}${apart}`, full], roleRoom, metrics);
  // A word that has no room beside the id has a line for itself, and is never cut: where that is too low, a sign tells who has no leader.
  const alone = beside === '' && box.height >= 3.1 * small && textWidth(full, small, 'regular') <= inner;
  const sign = alone ? `e${voter.epoch}` : alive && !SETTLED.includes(voter.role) ? '?' : '';
  const three = roomy || alone;
  const step = box.height / (three ? 3 : 2);
  return {
    key: keyOf(thing),
    thing,
    box,
    id: String(voter.id),
    role: beside === '' ? fitting([sign], roleRoom, metrics) : beside,
    fault: !alive && begun && voter.status !== 'frozen' && !combined,
    epoch: alone ? full : roomy ? fitting([`epoch ${voter.epoch}`, `e${voter.epoch}`], inner, metrics) : '',
    look: voter.status === 'frozen' || !begun ? 'uncertain' : alive ? 'running' : 'gone',
    leads: voter.id === view.leaderId,
    roleAt: { x, y: box.y + step * (three ? 0.56 : 0.53) },
    epochAt: { x, y: box.y + step * 1.5 },
    bar: logBar(voter, { x, y: box.y + box.height - step * (three ? 0.53 : 0.5), width: inner }, span, metrics),
    log: null,
    label: labelOf(voter, view, alive ? voter.role : full),
  };
}

/** How far a voter's log is committed, as far as it knows; one that has no process has only its log, and knows nothing. */
function committedTo({ status, logEndOffset, highWatermark }: VoterView): number {
  return status === 'down' || status === 'off' ? logEndOffset : Math.min(logEndOffset, Math.max(0, highWatermark));
}

/** The metadata log of a voter on a scale that is the same for all of them. */
function logBar(
  voter: VoterView,
  line: { readonly x: number; readonly y: number; readonly width: number },
  { from, to }: { readonly from: number; readonly to: number },
  { small }: Metrics,
): BarMark {
  const numbers = textWidth(String(to), small, 'mono');
  const height = Math.round(small * 0.7);
  const track = { x: line.x, y: line.y - height / 2, width: Math.max(1, line.width - numbers - 6), height };
  const log = { logStartOffset: 0, logEndOffset: voter.logEndOffset, highWatermark: committedTo(voter) };
  const textAt = { x: line.x + line.width, y: line.y };
  const bar = barOf(scaleOn(track, from, to), log, from);
  const known = voter.status === 'running' || voter.status === 'frozen';
  return { ...bar, highWatermark: known ? bar.highWatermark : null, textAt, signAt: textAt };
}

const INSET = 6;

/** Whoever has another role has no leader. */
const SETTLED: readonly VoterView['role'][] = ['Leader', 'Follower'];

const STATUS_WORDS: { readonly [S in VoterView['status']]: string } = {
  running: 'running',
  frozen: 'frozen',
  down: 'down',
  off: 'no power',
};

function labelOf(voter: VoterView, view: QuorumView, state: string): string {
  const { id, epoch, logEndOffset, highWatermark } = voter;
  const active = id === view.leaderId ? ', the active controller' : '';
  const log = `its metadata log ends at offset ${logEndOffset}, high watermark ${Math.max(0, highWatermark)}`;
  return `controller ${id}, ${state} in epoch ${epoch}${active}; ${log}`;
}

/** The first of the texts that has room; empty if none has. */
function fitting(texts: readonly string[], room: number, metrics: Metrics): string {
  return texts.find((text) => textWidth(text, metrics.small, 'regular') <= room) ?? '';
}

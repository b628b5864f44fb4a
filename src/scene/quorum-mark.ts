import { quorumOf, type QuorumView, type VoterView } from '../sim/read/quorum.ts';
import type { World } from '../sim/world.ts';
import type { Box } from './box.ts';
import type { Frame } from './frame.ts';
import type { QuorumMark, VoterMark } from './marks.ts';
import type { Metrics } from './metrics.ts';
import { textWidth } from './text.ts';
import { keyOf, type Thing } from './thing.ts';

/** The quorum of KRaft's controllers: one box for each voter, with its role, its epoch and how far its copy of the log goes. */
export function quorumMark(frame: Frame, world: World): QuorumMark | null {
  const view = quorumOf(world);
  if (frame.quorum === null || view === null) return null;
  const { metrics } = frame;
  return {
    key: 'quorum',
    box: frame.quorum.box,
    title: view.voters.length === 1 ? 'controller' : 'controllers',
    note: noteOf(view),
    fault: view.leaderId < 0,
    voters: frame.quorum.voters.flatMap(({ id, box }) => {
      const voter = view.voters.find((one) => one.id === id);
      return voter === undefined ? [] : [voterMark(voter, view, box, metrics)];
    }),
  };
}

function noteOf(view: QuorumView): string {
  if (view.leaderId < 0) return 'nobody leads';
  return `${view.leaderId} is active · epoch ${view.epoch}`;
}

function voterMark(voter: VoterView, view: QuorumView, box: Box, metrics: Metrics): VoterMark {
  const thing: Thing = { kind: 'controller', node: voter.node };
  const alive = voter.status === 'running';
  const role = alive ? voter.role : STATUS_WORDS[voter.status];
  const inner = box.width - 2 * INSET;
  const end = fitting(
    [`log end ${voter.logEndOffset}`, `end ${voter.logEndOffset}`, `${voter.logEndOffset}`],
    inner,
    metrics,
  );
  const epoch = fitting([`epoch ${voter.epoch}`, `e${voter.epoch}`], inner, metrics);
  // Where there are three lines' room the epoch has one of its own.
  const lines = box.height >= 3.6 * metrics.small ? [epoch, end] : [end];
  const x = box.x + INSET;
  const step = box.height / (lines.length + 1);
  return {
    key: keyOf(thing),
    thing,
    box,
    id: String(voter.id),
    role: fitting(
      [role, alive ? SHORT[voter.role] : role, ''],
      inner - textWidth(`${voter.id} `, metrics.small, 'bold'),
      metrics,
    ),
    lines,
    look: voter.status === 'frozen' ? 'uncertain' : alive ? 'running' : 'gone',
    leads: voter.id === view.leaderId,
    at: [0, ...lines.keys()].map((_, i) => ({ x, y: box.y + step * (i + 0.5) })),
    label: labelOf(voter, view),
  };
}

const INSET = 6;

/** Kafka's names of the roles, where there is no room for them. */
const SHORT: { readonly [R in VoterView['role']]: string } = {
  Unattached: 'Unatt.',
  Prospective: 'Prosp.',
  Candidate: 'Cand.',
  Follower: 'Foll.',
  Leader: 'Lead.',
  Resigned: 'Resig.',
};

const STATUS_WORDS: { readonly [S in VoterView['status']]: string } = {
  running: 'running',
  frozen: 'frozen',
  down: 'down',
  off: 'no power',
};

function labelOf(voter: VoterView, view: QuorumView): string {
  const { id, status, role, epoch, logEndOffset } = voter;
  const state = status === 'running' ? role : STATUS_WORDS[status];
  const active = id === view.leaderId ? ', the active controller' : '';
  return `controller ${id}, ${state} in epoch ${epoch}${active}; its metadata log ends at offset ${logEndOffset}`;
}

/** The first of the texts that has room; the last if none has. */
function fitting(texts: readonly string[], room: number, metrics: Metrics): string {
  return texts.find((text) => textWidth(text, metrics.small, 'regular') <= room) ?? texts.at(-1) ?? '';
}

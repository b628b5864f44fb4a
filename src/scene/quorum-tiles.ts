import { metadataLogOf, type QuorumView, type VoterView } from '../sim/read/quorum.ts';
import { loggedFrom } from '../sim/read/whole-log.ts';
import type { World } from '../sim/world.ts';
import type { QuorumFrame } from './frame.ts';
import type { VoterLogMark, VoterMark } from './marks-keepers.ts';
import { metadataPart } from './metadata/part.ts';
import type { Metrics } from './metrics.ts';
import { slotsIn, VOTER_INSET, voterTile } from './quorum-slots.ts';
import { clip, textWidth } from './text.ts';
import { keyOf, type Thing } from './thing.ts';

/** The offsets that the voters' logs show, for all of them alike. */
export interface TileWindow {
  readonly from: number;
  readonly slots: number;
}

/** The records at the end of the longest log; null where there is no room for tiles, or nobody who could name them. */
export function windowOf(frame: QuorumFrame, world: World, view: QuorumView, metrics: Metrics): TileWindow | null {
  const { box } = frame.voters[0] ?? {};
  if (box === undefined || metrics.layout === 'narrow' || metadataPart() === null) return null;
  const slots = slotsIn(box.width, metrics);
  if (slots === 0 || box.height < leastHeight(metrics)) return null;
  const starts = view.voters.map(({ node }) => metadataLogOf(world, node)?.logStartOffset ?? 0);
  const end = Math.max(...view.voters.map(({ logEndOffset }) => logEndOffset));
  return { from: Math.max(Math.min(...starts), end - slots), slots };
}

function leastHeight({ small }: Metrics): number {
  return roleHeight(small) + bandHeight(small) + 1.15 * small + BOTTOM;
}

const roleHeight = (small: number): number => 1.12 * small;
const bandHeight = (small: number): number => Math.round(0.3 * small);
const BOTTOM = 3;

/** The voter with its last records in place of the bar. */
export function withTiles(
  mark: VoterMark,
  voter: VoterView,
  world: World,
  { from, slots }: TileWindow,
  metrics: Metrics,
): VoterMark {
  const { box } = mark;
  const { small } = metrics;
  const log = metadataLogOf(world, voter.node);
  const part = metadataPart();
  if (log === null || part === null) return mark;
  const { width, gap, sign } = voterTile(metrics);
  // What is left over is shared by the line of the role and the tiles.
  const role = roleHeight(small) + 0.35 * Math.max(0, box.height - leastHeight(metrics));
  const roleY = box.y + role * 0.54 + 1;
  const bandTop = box.y + role + 1;
  const top = bandTop + bandHeight(small);
  const height = box.y + box.height - BOTTOM - top;
  const left = box.x + VOTER_INSET + sign;
  const x = (offset: number): number => left + (offset - from) * (width + gap);
  const known = voter.status === 'running' || voter.status === 'frozen';
  const committedTo = known ? Math.max(0, voter.highWatermark) : log.logEndOffset;
  const shown = loggedFrom(log, from, slots).filter(({ offset }) => offset < from + slots);
  const tiles = shown.map((logged) => {
    const thing: Thing = { kind: 'metadata', node: voter.node, offset: logged.offset };
    const committed = logged.offset < committedTo;
    const { type, says } = part.meaning(logged);
    const state = known ? `, ${committed ? 'committed' : 'not committed'}` : '';
    return {
      key: keyOf(thing),
      thing,
      box: { x: x(logged.offset), y: top, width, height },
      text: clip(part.recordName(logged), width - 3, small, 'mono'),
      committed,
      label: `offset ${logged.offset} of the metadata log of controller ${voter.id}, ${type}: ${says}${state}, epoch ${logged.leaderEpoch}`,
    };
  });
  const inWindow = known && committedTo >= from && committedTo <= from + slots;
  const lines: VoterLogMark = {
    tiles,
    bands: bandsOf(
      shown.map(({ offset, leaderEpoch }) => ({ epoch: leaderEpoch, x: x(offset), y: bandTop + 1, width })),
    ),
    older:
      log.logStartOffset < from && log.logEndOffset > log.logStartOffset
        ? { x: left - sign / 2 - 1, y: top + height / 2 }
        : null,
    line: inWindow ? { x: x(committedTo) - gap / 2, top: bandTop - 1, bottom: top + height + 1 } : null,
    end: { text: endText(mark, voter.logEndOffset, metrics), at: { x: signX(mark, metrics), y: roleY } },
  };
  return { ...mark, epoch: '', roleAt: { x: mark.roleAt.x, y: roleY }, log: lines };
}

/** Where the sign of the leader, or of a fault, begins on a voter's first line. */
function signX({ box }: VoterMark, { small }: Metrics): number {
  return box.x + box.width - 1.75 * small;
}

/** The log end offset, between the role and the sign. */
function endText(mark: VoterMark, end: number, metrics: Metrics): string {
  const { small } = metrics;
  const role = textWidth(`${mark.id} `, small, 'bold') + textWidth(mark.role, small, 'regular');
  const room = signX(mark, metrics) - mark.roleAt.x - role - 0.5 * small;
  return [`end ${end}`, `${end}`].find((text) => textWidth(text, small, 'regular') <= room) ?? '';
}

function bandsOf(tiles: VoterLogMark['bands']): VoterLogMark['bands'] {
  const bands: VoterLogMark['bands'][number][] = [];
  for (const tile of tiles) {
    const last = bands.at(-1);
    if (last?.epoch === tile.epoch) bands[bands.length - 1] = { ...last, width: tile.x + tile.width - last.x };
    else bands.push(tile);
  }
  return bands;
}

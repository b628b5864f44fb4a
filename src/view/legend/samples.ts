import { metricsOf } from '../../scene/metrics.ts';
import type {
  BarMark,
  CellMark,
  ClientMark,
  GroupMark,
  LinkMark,
  PositionMark,
  QuorumMark,
  TileMark,
  TimerMark,
  TokenLook,
  TokenMark,
  WaitingMark,
} from '../../scene/marks.ts';
import { drainingArc } from '../../scene/path.ts';

/** The sizes that the legend's signs are drawn in. */
export const metrics = metricsOf({ width: 1000, height: 700, layout: 'page' });

const { tile } = metrics;
const step = tile.width + tile.gap;
const none = { kind: 'topic', topic: '' } as const;

/** A cell of the legend: tiles from offset 7 on, drawn by what draws the picture's. */
export function cellSample(role: CellMark['role'], parts: Partial<CellMark> = {}): CellMark {
  const texts: { readonly [R in CellMark['role']]: string } = {
    leader: 'leader',
    follower: 'follower',
    outOfSync: 'out of sync',
    none: 'no role yet',
  };
  return {
    key: `legend ${role}`,
    thing: none,
    box: { x: 2, y: 2, width: 128, height: 70 },
    label: '',
    level: 'tiles',
    hue: 0,
    role,
    roleText: texts[role],
    roleY: 2 + metrics.cell.role * 0.62,
    dead: false,
    older: '',
    apart: null,
    newer: '',
    tiles: [tileSample(0, 'C', true, 26), tileSample(1, 'D', role === 'leader', 26)],
    bands: [],
    lines: [],
    bar: null,
    ...parts,
  };
}

/** A tile at a place of the row. */
export function tileSample(place: number, text: string, committed: boolean, y: number, gone = false): TileMark {
  const box = { x: 12 + place * step, y, width: tile.width, height: tile.height };
  return {
    key: `${place}`,
    thing: none,
    box,
    label: '',
    offset: 7 + place,
    offsetText: String(7 + place),
    text,
    large: true,
    committed,
    gone,
  };
}

/** Three tiles with their named lines. */
export function linesSample(): CellMark {
  const line = (kind: 'logStart' | 'highWatermark' | 'logEnd', place: number, name: string) => {
    const x = 12 + place * step - tile.gap / 2;
    return {
      kind,
      x,
      top: kind === 'highWatermark' ? 1 : 4,
      bottom: kind === 'highWatermark' ? 48 : 43,
      name,
      nameAt: { x, y: 56 },
    } as const;
  };
  return cellSample('follower', {
    tiles: [tileSample(0, 'C', true, 4), tileSample(1, 'D', true, 4), tileSample(2, 'E', false, 4)],
    lines: [line('logStart', 0, 'start'), line('highWatermark', 2, 'HW'), line('logEnd', 3, 'end')],
  });
}

/** Tiles of two leader epochs. */
export function epochsSample(): CellMark {
  return cellSample('follower', {
    tiles: [tileSample(0, 'C', true, 18), tileSample(1, 'D', true, 18), tileSample(2, 'E', true, 18)],
    bands: [
      { epoch: 5, x: 12, y: 9, width: 2 * step - tile.gap, from: 22 },
      { epoch: 6, x: 12 + 2 * step, y: 9, width: tile.width, from: 22 + 2 * step },
    ],
  });
}

/** What a group's coordinator writes. */
export function commitsSample(): CellMark {
  return cellSample('leader', {
    tiles: ['0:22', 'gen8'].map((text, i) => ({ ...tileSample(i, text, true, 4), large: false })),
  });
}

/** A log as a bar. */
export const barSample: BarMark = {
  track: { x: 22, y: 9, width: 92, height: 11 },
  committed: { x: 22, y: 9, width: 66, height: 11 },
  uncommitted: { x: 88, y: 9, width: 14, height: 11 },
  cut: false,
  highWatermark: 88,
  text: '38',
  textAt: { x: 136, y: 14 },
  signAt: { x: 10, y: 14 },
};

/** A triangle on the boundary between two tiles. */
export function positionSample(committed: boolean, both = false): PositionMark {
  const at = { x: 12 + step - tile.gap / 2, y: 43 };
  return {
    key: 'position',
    consumer: 0,
    reader: 0,
    partition: 0,
    offset: 8,
    committed,
    both,
    at,
    size: metrics.cell.marks,
    off: null,
    name: '',
  };
}

/** Something under way. */
export function tokenSample(
  shape: TokenLook['shape'],
  text: string,
  hue: number | null,
  fate: TokenLook['fate'] = 'moving',
): TokenMark {
  return {
    at: { x: 36, y: 14 },
    look: {
      key: `${shape} ${text}`,
      thing: none,
      shape,
      width: hue === null ? 54 : 28,
      height: metrics.token.height,
      text,
      hue,
      carries: hue !== null,
      count: 1,
      fate,
      label: '',
    },
  };
}

export const waitingSample: WaitingMark = {
  key: 'waiting',
  thing: none,
  box: { x: 4, y: 4, width: 62, height: metrics.token.height },
  label: '',
  text: 'Fetch 8',
  side: 'left',
};

export const timerSample: TimerMark = {
  key: 'timer',
  at: { x: 16, y: 14 },
  radius: 10,
  arc: drainingArc(0.62, 6, 10),
  text: '11.2 s',
  label: '',
};

/** A link that is not as it should be. */
export function linkSample(state: LinkMark['state']): LinkMark {
  return {
    key: state,
    thing: none,
    box: { x: 0, y: 0, width: 0, height: 0 },
    label: '',
    state,
    path: 'M4,12H96',
    at: { x: 50, y: 12 },
    text: state === 'cut' ? 'cut' : '+200 ms',
    ground: { x: 20, y: 21.5, width: 60, height: 14 },
    width: state === 'cut' ? 1.5 : 4,
  };
}

/** A group's ground. */
export const groupSample: GroupMark = {
  key: 'group',
  thing: none,
  box: { x: 2, y: 2, width: 140, height: 78 },
  label: '',
  name: 'app',
  nameAt: { x: 12, y: 17 },
  nameSize: 14,
  state: 'Stable',
  stateAt: { x: 132, y: 17 },
  stateEnds: true,
  facts: '',
  factsAt: { x: 0, y: 0 },
  note: '',
  noteAt: { x: 0, y: 0 },
  look: 'stable',
  reader: 0,
  more: null,
};

/** A member with a partition that it reads, one that it gives up, and one that it waits for. */
export const memberSample: ClientMark = {
  key: 'member',
  thing: none,
  box: { x: 10, y: 26, width: 124, height: 50 },
  label: '',
  kind: 'member',
  name: 'app-1',
  note: '',
  noteEnd: 0,
  look: 'running',
  fault: false,
  lines: [],
  chips: [
    { key: '0', hue: 0, box: { x: 20, y: 52, width: 24, height: 19 }, text: 'P0', after: '', filled: true },
    {
      key: '1',
      hue: 1,
      box: { x: 49, y: 52, width: 24, height: 19 },
      text: 'P1',
      after: '',
      filled: false,
      struck: true,
    },
    { key: '2', hue: 2, box: { x: 78, y: 52, width: 24, height: 19 }, text: 'P2', after: '', filled: false },
  ],
  reader: 0,
  aside: '',
};

/** A controller with the end of its metadata log: the last record is not committed yet. */
export function quorumSample(): QuorumMark {
  const width = 42;
  const tiles = ['★101', 'topic', 'p0★2'].map((text, i) => ({
    key: text,
    thing: none,
    box: { x: 11 + i * (width + 3), y: 45, width, height: 15 },
    label: '',
    text,
    committed: i < 2,
  }));
  const line = { x: 99.5, top: 40, bottom: 61 };
  return {
    key: 'quorum',
    box: { x: 0, y: 0, width: 152, height: 68 },
    title: 'controllers',
    note: '',
    leads: true,
    voters: [
      {
        key: 'voter',
        thing: none,
        box: { x: 4, y: 24, width: 144, height: 40 },
        label: '',
        id: '101',
        role: 'Leader',
        fault: false,
        epoch: '',
        look: 'running',
        leads: true,
        roleAt: { x: 10, y: 32 },
        epochAt: { x: 0, y: 0 },
        bar: { ...barSample, highWatermark: null },
        log: {
          tiles,
          bands: [{ epoch: 1, x: 11, y: 41, width: 3 * width + 6 }],
          older: null,
          line,
          end: { text: 'end 3', at: { x: 129, y: 32 } },
        },
      },
    ],
  };
}

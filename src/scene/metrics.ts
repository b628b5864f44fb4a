import type { Layout, Viewport } from './viewport.ts';

/**
 * Sizes of one layout in CSS pixels. The floor of the type is `small`: nothing is ever written smaller; where it does not fit,
 * the picture says less (zoom by meaning), not the same in smaller letters.
 */
export interface Metrics {
  readonly layout: Layout;
  /** Where room is short: less air, and groups as small tables. The type is no smaller. */
  readonly tight: boolean;
  /** Type sizes: the floor, running text, names of nodes and partitions, values on tiles. */
  readonly small: number;
  readonly text: number;
  readonly title: number;
  readonly value: number;
  /** Thin and strong strokes. */
  readonly hair: number;
  readonly strong: number;
  /** A tile is wider than `width`, up to `most`, where many stand side by side all the same. */
  readonly tile: { readonly width: number; readonly most: number; readonly height: number; readonly gap: number };
  /** A cell's lines from top to bottom: role, epochs, tiles, triangles, names of boundaries. */
  readonly cell: {
    readonly role: number;
    readonly epochs: number;
    readonly marks: number;
    readonly names: number;
    readonly pad: number;
  };
  readonly token: { readonly height: number; readonly pad: number };
  readonly radius: number;
  /** Left and right edge of the picture. */
  readonly margin: number;
  /** Its upper and lower edge. */
  readonly rim: number;
  readonly header: number;
  /** The narrow gutter before the first and after the last column. */
  readonly edge: number;
  /** Least and most room between two columns in which tokens carry words. */
  readonly gutter: { readonly least: number; readonly most: number };
  readonly columnPad: number;
  readonly columnTitle: number;
  readonly rowGap: number;
  readonly corridor: { readonly least: number; readonly most: number };
  readonly client: { readonly width: number; readonly height: number };
  readonly zookeeper: { readonly width: number; readonly height: number };
  /** A group's box: its first line, its rim, and its members, from the least width with all they say to the most, or with little. */
  readonly group: {
    readonly head: number;
    readonly pad: number;
    readonly member: {
      readonly least: number;
      readonly most: number;
      readonly slim: number;
      readonly height: number;
      /** The height where there is room for all: less than `height` puts it on one line. */
      readonly full: number;
      /** In a table: a line for each. */
      readonly line: { readonly least: number; readonly most: number; readonly height: number; readonly gap: number };
    };
  };
  /** Rows as compact tiles: the tile's height, the line below it, the space above and below. */
  readonly compact: { readonly tile: number; readonly foot: number; readonly pad: number };
  /** The same for rows of one line of text: below it there is room for triangles alone. */
  readonly dense: { readonly tile: number; readonly foot: number; readonly pad: number };
  /** Triangles of dense rows and of bars. */
  readonly smallMarks: number;
  /** Rows as bars and as heat cells. */
  readonly bar: { readonly least: number; readonly most: number };
  readonly heat: number;
  readonly topicLine: number;
}

const PAGE: Metrics = {
  layout: 'page',
  tight: false,
  small: 11,
  text: 12,
  title: 14,
  value: 14,
  hair: 1,
  strong: 2.5,
  tile: { width: 36, most: 56, height: 36, gap: 5 },
  cell: { role: 21, epochs: 13, marks: 12, names: 15, pad: 8 },
  token: { height: 20, pad: 8 },
  radius: 8,
  margin: 16,
  rim: 16,
  header: 116,
  edge: 20,
  gutter: { least: 72, most: 108 },
  columnPad: 8,
  columnTitle: 42,
  rowGap: 10,
  corridor: { least: 44, most: 64 },
  client: { width: 208, height: 58 },
  zookeeper: { width: 292, height: 76 },
  group: {
    head: 29,
    pad: 8,
    member: {
      least: 178,
      most: 280,
      slim: 100,
      height: 50,
      full: 50,
      line: { least: 176, most: 280, height: 24, gap: 3 },
    },
  },
  compact: { tile: 24, foot: 15, pad: 5 },
  dense: { tile: 17, foot: 10, pad: 2 },
  smallMarks: 9,
  bar: { least: 26, most: 38 },
  heat: 16,
  topicLine: 28,
};

const STAGE: Metrics = {
  layout: 'stage',
  tight: false,
  small: 22,
  text: 22,
  title: 28,
  value: 28,
  hair: 1.5,
  strong: 4,
  tile: { width: 64, most: 100, height: 60, gap: 8 },
  cell: { role: 34, epochs: 25, marks: 18, names: 27, pad: 12 },
  token: { height: 36, pad: 12 },
  radius: 12,
  margin: 24,
  rim: 24,
  header: 216,
  edge: 28,
  gutter: { least: 128, most: 168 },
  columnPad: 14,
  columnTitle: 64,
  rowGap: 14,
  corridor: { least: 52, most: 104 },
  client: { width: 380, height: 88 },
  zookeeper: { width: 560, height: 124 },
  group: {
    head: 46,
    pad: 10,
    member: {
      least: 430,
      most: 620,
      slim: 196,
      height: 84,
      full: 46,
      line: { least: 360, most: 620, height: 40, gap: 4 },
    },
  },
  compact: { tile: 44, foot: 27, pad: 6 },
  dense: { tile: 28, foot: 14, pad: 2 },
  smallMarks: 13,
  bar: { least: 44, most: 72 },
  heat: 32,
  topicLine: 48,
};

const NARROW: Metrics = {
  ...PAGE,
  layout: 'narrow',
  margin: 12,
  rim: 12,
  header: 0,
  edge: 60,
  columnPad: 10,
  rowGap: 14,
  corridor: { least: 14, most: 14 },
  client: { width: 300, height: 58 },
};

const TIGHT_PAGE: Metrics = {
  ...PAGE,
  tight: true,
  cell: { role: 20, epochs: 13, marks: 12, names: 14, pad: 6 },
  rim: 8,
  columnTitle: 34,
  rowGap: 6,
  corridor: { least: 34, most: 64 },
  zookeeper: { ...PAGE.zookeeper, height: 68 },
  compact: { tile: 24, foot: 14, pad: 4 },
  bar: { least: 24, most: 38 },
  topicLine: 24,
};

const TIGHT_STAGE: Metrics = {
  ...STAGE,
  tight: true,
  cell: { role: 32, epochs: 25, marks: 18, names: 25, pad: 8 },
  rim: 8,
  columnPad: 11,
  columnTitle: 44,
  rowGap: 6,
  corridor: { least: 40, most: 104 },
  zookeeper: { ...STAGE.zookeeper, height: 116 },
  compact: { tile: 40, foot: 25, pad: 4 },
  dense: { tile: 25, foot: 12, pad: 1 },
  smallMarks: 12,
  bar: { least: 36, most: 72 },
  topicLine: 42,
  group: {
    ...STAGE.group,
    head: 42,
    member: { ...STAGE.group.member, line: { ...STAGE.group.member.line, height: 36, gap: 3 } },
  },
};

/** The sizes of a layout. */
export function metricsOf(viewport: Viewport): Metrics {
  return viewport.layout === 'stage' ? STAGE : viewport.layout === 'narrow' ? NARROW : PAGE;
}

/** The same where they leave too little room for what is to be shown. */
export function tightMetricsOf(viewport: Viewport): Metrics {
  return viewport.layout === 'stage' ? TIGHT_STAGE : viewport.layout === 'narrow' ? NARROW : TIGHT_PAGE;
}

/** The height of a cell that shows tiles. */
export function tilesHeight(metrics: Metrics): number {
  const { role, epochs, marks, names, pad } = metrics.cell;
  return role + epochs + metrics.tile.height + marks + names + pad;
}

/** The height of a cell that shows compact or dense tiles. */
export function smallTilesHeight({ tile, foot, pad }: Metrics['compact']): number {
  return tile + foot + 2 * pad;
}

/** The height of the tiles of a compact or dense cell so high. */
export function smallTileIn(height: number, { foot, pad }: Metrics['compact']): number {
  return height - foot - 2 * pad;
}

/** Is a tile so high that its offset stands below its value? */
export function hasOffsets(tileHeight: number, { tile }: Metrics): boolean {
  return tileHeight >= 0.85 * tile.height;
}

/** Room for the leader's star beside a compact row or a bar. */
export function signWidth(metrics: Metrics): number {
  return metrics.small * 1.5;
}

/** So many tiles side by side are enough: what is left of a wide cell makes them wider. */
const ENOUGH_TILES = 10;

/** The sizes with tiles as wide as a column of that width lets them be. */
export function withTilesFor(metrics: Metrics, column: number): Metrics {
  const { tile, columnPad, cell } = metrics;
  const inner = column - 2 * (columnPad + cell.pad);
  const width = Math.floor((inner + tile.gap) / ENOUGH_TILES) - tile.gap;
  return { ...metrics, tile: { ...tile, width: Math.max(tile.width, Math.min(tile.most, width)) } };
}

/** From one tile's left edge to the next one's. */
export function pitch(metrics: Metrics): number {
  return metrics.tile.width + metrics.tile.gap;
}

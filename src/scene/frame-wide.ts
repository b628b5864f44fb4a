import { range } from 'd3-array';

import type { NodeId } from '../sim/world.ts';
import type { Box } from './box.ts';
import { gapAfter, linesOf } from './frame-rows.ts';
import type { BandFrame, ColumnFrame, Frame, Level, Place, QuorumFrame, RowFrame, TopicFrame } from './frame.ts';
import { groupsPart } from './groups/part.ts';
import { metricsOf, pitch, signWidth, type Metrics } from './metrics.ts';
import { quorumFrame } from './quorum-frame.ts';
import type { Shape } from './shape.ts';
import type { Choice, Viewport } from './viewport.ts';

/** The fewest tiles that are worth drawing as tiles, and the least width of a bar with its numbers. */
const LEAST_TILES = 3;
const LEAST_BAR = 8;

/** Rows below, columns beside one another: the page's and the stage's layout. */
export function wideFrame(shape: Shape, viewport: Viewport, choice: Choice): Frame {
  const metrics = metricsOf(viewport);
  const { margin, columnPad, columnTitle } = metrics;
  const across = columnsAcross(shape.brokers.length, viewport.width, metrics);
  const top = margin;
  const bandHeight = Math.max(metrics.client.height, metrics.zookeeper.height);
  const right = across.left + shape.brokers.length * (across.column + across.gutter) - across.gutter;
  const { alone } = shape;
  const groups =
    shape.groups.length === 0 ? undefined : groupsPart()?.band(shape.groups, alone.length, across.left, right, metrics);
  const belowHeight = Math.max(alone.length > 0 ? metrics.client.height : 0, groups?.height ?? 0);
  const fixed = top + bandHeight + columnTitle + columnPad + belowHeight + margin;
  const room = viewport.height - fixed - 2 * metrics.corridor.least;
  const lines = linesOf(shape, choice, metrics, room, across.level);

  let used = 0;
  for (const line of lines) used += line.height + (line.kind === 'row' ? gapAfter(line.level, metrics) : 0);
  const corridor = Math.min(metrics.corridor.most, metrics.corridor.least + Math.max(0, room - used) / 3);
  const columnsTop = top + bandHeight + corridor;
  const columnsHeight = columnTitle + used + columnPad;
  const columnsBottom = columnsTop + columnsHeight;

  const columns: ColumnFrame[] = shape.brokers.map(({ broker, node }, i) => ({
    broker,
    node,
    box: {
      x: across.left + i * (across.column + across.gutter),
      y: columnsTop,
      width: across.column,
      height: columnsHeight,
    },
  }));
  const { rows, topics } = placed(lines, columns, columnsTop + columnTitle, viewport, metrics);

  const keeper = { x: right - metrics.zookeeper.width, y: top, width: metrics.zookeeper.width, height: bandHeight };
  const zookeeper = shape.zookeepers.length === 0 ? null : keeper;
  const quorum = quorumFrame(shape, keeper, metrics);
  const aboveRight = zookeeper === null && quorum === null ? right : keeper.x - metrics.edge;
  const producers = band(shape.producers, across.left, aboveRight, top, bandHeight, metrics);
  const consumers = band(
    alone,
    groups?.right ?? across.left,
    right,
    columnsBottom + corridor,
    metrics.client.height,
    metrics,
    2.2,
  );

  const placedGroups = groups?.placed(columnsBottom + corridor) ?? NO_GROUPS;
  const gutters = [{ x: across.left - metrics.edge / 2, width: metrics.edge }];
  columns.forEach(({ box }, i) => {
    const last = i === columns.length - 1;
    const width = last ? metrics.margin : across.gutter;
    gutters.push({ x: box.x + box.width + width / 2, width });
  });
  return {
    viewport,
    metrics,
    width: viewport.width,
    height: viewport.height,
    used: belowHeight > 0 ? columnsBottom + corridor + belowHeight + margin : columnsBottom + corridor,
    columns,
    rows,
    topics,
    zookeeper,
    quorum,
    producers,
    consumers,
    ...placedGroups,
    corridors: { top: top + bandHeight + corridor / 2, bottom: columnsBottom + corridor / 2 },
    gutters,
    words: across.gutter >= metrics.gutter.least,
    places: placesOf(
      shape,
      columns,
      zookeeper ?? quorum,
      producers,
      consumers,
      adminBox(metrics, top, bandHeight),
      placedGroups,
    ),
  };
}

export const NO_GROUPS: Pick<Frame, 'groups' | 'moreGroups'> = { groups: [], moreGroups: null };

/** The operator stands at the left of the producers, in the column of headings. */
export function adminBox(metrics: Metrics, top: number, height: number): Box {
  const size = metrics.title + 12;
  return { x: metrics.margin, y: top + height - size, width: metrics.header - metrics.edge, height: size };
}

interface Across {
  readonly left: number;
  readonly column: number;
  readonly gutter: number;
  readonly level: Level;
}

/** The width of columns and gutters: gutters give way before tiles do. */
function columnsAcross(count: number, width: number, metrics: Metrics): Across {
  const left = metrics.margin + metrics.header + metrics.edge;
  const room = width - left - metrics.margin;
  const preferred = Math.min(metrics.gutter.most, Math.max(metrics.gutter.least, Math.round(width * 0.09)));
  const inner = 2 * (metrics.columnPad + metrics.cell.pad);
  const tiles = LEAST_TILES * pitch(metrics) - metrics.tile.gap + inner;
  const bar = LEAST_BAR * metrics.small + inner;
  const columnAt = (gutter: number) => Math.floor((room - gutter * (count - 1)) / Math.max(1, count));
  const slotsAt = (gutter: number) => Math.floor((columnAt(gutter) - inner + metrics.tile.gap) / pitch(metrics));
  // The widest gutter that costs no tile.
  const wanted = range(metrics.gutter.least, preferred + 1, 2)
    .reverse()
    .find((g) => slotsAt(g) >= slotsAt(metrics.gutter.least));
  const tries = [wanted ?? preferred, metrics.gutter.least, 28, 14, 6];
  const gutter = tries.find((g) => columnAt(g) >= tiles) ?? tries.find((g) => columnAt(g) >= bar) ?? 4;
  const column = columnAt(gutter);
  const level: Level = column >= tiles ? 'tiles' : column >= bar ? 'bars' : 'heat';
  return { left, column, gutter, level };
}

function placed(
  lines: ReturnType<typeof linesOf>,
  columns: readonly ColumnFrame[],
  top: number,
  viewport: Viewport,
  metrics: Metrics,
): { rows: RowFrame[]; topics: TopicFrame[] } {
  const rows: RowFrame[] = [];
  const topics: TopicFrame[] = [];
  let y = top;
  for (const line of lines) {
    if (line.kind === 'topic') {
      const beside = line.height === 0;
      topics.push({
        topic: line.topic.name,
        internal: line.topic.internal,
        folded: line.folded,
        pinned: false,
        partitions: line.topic.partitions.length,
        hidden: line.hidden,
        box: {
          x: metrics.margin,
          y: beside ? y - metrics.columnTitle : y,
          width: beside ? metrics.header : viewport.width - 2 * metrics.margin,
          height: beside ? metrics.columnTitle : line.height,
        },
      });
      y += line.height;
      continue;
    }
    const cells = columns.map(({ box }) => ({
      x: box.x + metrics.columnPad,
      y,
      width: box.width - 2 * metrics.columnPad,
      height: line.height,
    }));
    const header = { x: metrics.margin, y, width: metrics.header, height: line.height };
    rows.push({
      partition: line.partition,
      topic: line.topic.name,
      level: line.level,
      header,
      cells,
      slots: slotsOf(line.level, cells[0]?.width ?? 0, metrics),
    });
    y += line.height + gapAfter(line.level, metrics);
  }
  return { rows, topics };
}

/** How many tiles stand side by side in a cell of that width. */
export function slotsOf(level: Level, width: number, metrics: Metrics): number {
  if (level === 'bars' || level === 'heat') return 0;
  const room = width - 2 * metrics.cell.pad - (level === 'compact' ? signWidth(metrics) : 0);
  return Math.floor((room + metrics.tile.gap) / pitch(metrics));
}

/** Boxes of equal width side by side, as many as have room. */
export function band(
  nodes: readonly NodeId[],
  left: number,
  right: number,
  y: number,
  height: number,
  metrics: Metrics,
  stretch = 1,
): BandFrame {
  const label = { x: metrics.margin, y: y + metrics.title + 6 };
  if (nodes.length === 0) return { label, boxes: [], more: null };
  const gap = metrics.edge;
  const least = Math.min(metrics.client.width * 0.8, right - left);
  const most = Math.max(1, Math.floor((right - left + gap) / (least + gap)));
  const shown = nodes.length <= most ? nodes.length : most - 1;
  const slots = nodes.length <= most ? Math.max(1, nodes.length) : most;
  const width = Math.min(metrics.client.width * stretch, (right - left + gap) / slots - gap);
  const boxes = nodes
    .slice(0, shown)
    .map((node, i) => ({ node, box: { x: left + i * (width + gap), y, width, height } }));
  const more =
    shown === nodes.length
      ? null
      : { count: nodes.length - shown, box: { x: left + shown * (width + gap), y, width, height } };
  return { label, boxes, more };
}

/** Clients without a box of their own stand where the count of them is. */
export function placesOf(
  shape: Shape,
  columns: readonly ColumnFrame[],
  keeper: Box | QuorumFrame | null,
  producers: BandFrame,
  consumers: BandFrame,
  admin: Box,
  { groups, moreGroups }: Pick<Frame, 'groups' | 'moreGroups'>,
): (Place | null)[] {
  const places: (Place | null)[] = [];
  const put = (node: NodeId, place: Place) => {
    while (places.length <= node) places.push(null);
    places[node] = place;
  };
  columns.forEach(({ node, box }, column) => put(node, { box, side: 'column', column }));
  if (keeper !== null && 'voters' in keeper) {
    // With combined roles a voter is a broker, and stands in its column.
    for (const { node, box } of keeper.voters) if (places[node] == null) put(node, { box, side: 'above', column: -1 });
  } else if (keeper !== null) {
    for (const node of shape.zookeepers) put(node, { box: keeper, side: 'above', column: -1 });
  }
  const clients = (nodes: readonly NodeId[], { boxes, more }: BandFrame, side: Place['side']) => {
    nodes.forEach((node, i) => {
      const box = boxes[i]?.box ?? more?.box;
      if (box !== undefined) put(node, { box, side, column: -1 });
    });
  };
  clients(shape.producers, producers, 'above');
  clients(shape.alone, consumers, 'below');
  shape.groups.forEach(({ nodes }, i) => {
    const frame = groups[i];
    for (const node of nodes) {
      const own = frame?.members.find((member) => member.node === node)?.box ?? frame?.more?.box ?? moreGroups?.box;
      // Ways end at the group's edge: its first line is not crossed.
      if (own !== undefined) put(node, { box: { ...own, y: frame?.box.y ?? own.y }, side: 'below', column: -1 });
    }
  });
  put(shape.admin, { box: admin, side: 'above', column: -1 });
  return places;
}

import { adminBox, NO_GROUPS, placesOf } from './frame-bands.ts';
import type { Box } from './box.ts';
import type { BandFrame, ColumnFrame, Frame, RowFrame } from './frame.ts';
import { groupsPart } from './groups/part.ts';
import { metricsOf, pitch, tilesHeight, type Metrics } from './metrics.ts';
import { quorumFrame, stackedKeeperHeight } from './keeper-frame.ts';
import type { Shape } from './shape.ts';
import type { Choice, Viewport } from './viewport.ts';

/** A pane that is about to be laid out may be narrower than anything. */
const LEAST_WIDTH = 160;

/** One partition; each broker a card below the other, with one lane at their left for what is under way. */
export function narrowFrame(shape: Shape, viewport: Viewport, choice: Choice): Frame {
  const metrics = metricsOf(viewport);
  const left = metrics.margin + metrics.edge;
  const width = Math.max(LEAST_WIDTH, viewport.width - left - metrics.margin);
  const gap = metrics.rowGap;
  const all = shape.topics.flatMap((topic) => topic.partitions.map((partition) => ({ topic, partition })));
  const shown = all.find(({ partition }) => partition === choice.partition) ?? all[0] ?? null;

  let y = metrics.margin;
  const take = (height: number): Box => {
    const box = { x: left, y, width, height };
    y += height + gap;
    return box;
  };
  const zookeeper = shape.zookeepers.length === 0 ? null : take(metrics.zookeeper.height);
  const quorum =
    shape.voters.length === 0 ? null : quorumFrame(shape, take(stackedKeeperHeight(shape, width, metrics)), metrics);
  const producers = stacked(shape.producers, take, metrics, metrics.zookeeper.height);
  const header = take(metrics.small * 5);
  const cellHeight = tilesHeight(metrics);
  const columns: ColumnFrame[] = shape.brokers.map(({ broker, node }) => ({
    broker,
    node,
    box: take(metrics.columnTitle + (shown === null ? 0 : cellHeight + metrics.columnPad)),
  }));
  const groups = groupsPart()?.stack(shape.groups, width, take, metrics) ?? NO_GROUPS.groups;
  const consumers = stacked(shape.alone, take, metrics, metrics.client.height);

  const inner = width - 2 * (metrics.columnPad + metrics.cell.pad);
  const rows: RowFrame[] =
    shown === null
      ? []
      : [
          {
            partition: shown.partition,
            topic: shown.topic.name,
            state: shown.topic.state,
            level: 'tiles',
            header,
            cells: columns.map(({ box }) => ({
              x: box.x + metrics.columnPad,
              y: box.y + metrics.columnTitle,
              width: box.width - 2 * metrics.columnPad,
              height: cellHeight,
            })),
            slots: Math.floor((inner + metrics.tile.gap) / pitch(metrics)),
          },
        ];
  const lane = { x: metrics.margin + metrics.edge / 2, width: metrics.edge };
  const admin = adminBox(metrics, 0, 0);
  const below = { groups, moreGroups: null };
  const places = placesOf(shape, columns, zookeeper ?? quorum, producers, consumers, admin, below).map((place) =>
    place === null ? null : { ...place, side: 'lane' as const },
  );
  places[shape.admin] = null;
  // Here ways come from the left, past no first line.
  for (const { node, box } of groups.flatMap(({ members }) => members))
    places[node] = { box, side: 'lane', column: -1 };
  return {
    viewport,
    metrics,
    width: viewport.width,
    height: y,
    used: y,
    columns,
    rows,
    topics: [],
    zookeeper,
    quorum,
    producers,
    consumers,
    ...below,
    corridors: { top: 0, bottom: 0, height: 0 },
    gutters: [lane],
    words: true,
    places,
  };
}

function stacked(nodes: readonly number[], take: (height: number) => Box, metrics: Metrics, height: number): BandFrame {
  if (nodes.length === 0) return { label: { x: 0, y: 0 }, boxes: [], more: null };
  const most = 3;
  const boxes = nodes.slice(0, most).map((node) => ({ node, box: take(height) }));
  const more = nodes.length <= most ? null : { count: nodes.length - most, box: take(metrics.title * 2) };
  return { label: { x: 0, y: 0 }, boxes, more };
}

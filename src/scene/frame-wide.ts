import type { Box } from './box.ts';
import { columnsAcross, type Across } from './frame-across.ts';
import { adminBox, band, NO_GROUPS, placesOf } from './frame-bands.ts';
import { attemptsFor, cutLines, fittingLines, gapAfter, heightOf, type Line } from './frame-rows.ts';
import type { ColumnFrame, Frame, Level, RowFrame, TopicFrame } from './frame.ts';
import { groupsPart, type GroupBand } from './groups/part.ts';
import { metricsOf, pitch, signWidth, tightMetricsOf, withTilesFor, type Metrics } from './metrics.ts';
import { keeperBox, quorumFrame } from './keeper-frame.ts';
import type { Shape } from './shape.ts';
import type { Choice, Viewport } from './viewport.ts';

/** How densely a picture is set, and what that leaves for the rows. */
interface Plan {
  readonly metrics: Metrics;
  readonly groups: GroupBand | null;
  /** The height of what stands above the columns, and below them. */
  readonly above: number;
  readonly below: number;
  /** Height for the lines of the matrix. */
  readonly room: number;
}

/**
 * Rows below, columns beside one another: the page's and the stage's layout. Records are shown as fully as there is room for; before they
 * say less, air and the boxes of members give way.
 */
export function wideFrame(shape: Shape, viewport: Viewport, choice: Choice): Frame {
  const across = columnsAcross(shape.brokers.length, viewport.width, metricsOf(viewport));
  const right = across.left + shape.brokers.length * (across.column + across.gutter) - across.gutter;
  const { plan, lines } = chosen(shape, viewport, choice, across, right);
  const { metrics, groups, above, below, room } = plan;
  const { rim, columnPad, columnTitle } = metrics;
  const { alone } = shape;

  const used = heightOf(lines, metrics);
  const corridor = Math.min(metrics.corridor.most, metrics.corridor.least + Math.max(0, room - used) / 3);
  const columnsTop = rim + above + corridor;
  const columnsHeight = columnTitle + used + columnPad;
  const columnsBottom = columnsTop + columnsHeight;
  const belowTop = columnsBottom + corridor;

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

  const keeper = keeperBox(shape, { left: across.left, right }, rim, above, metrics);
  const zookeeper = shape.zookeepers.length === 0 ? null : keeper;
  const quorum = quorumFrame(shape, keeper, metrics);
  const aboveRight = zookeeper === null && quorum === null ? right : keeper.x - metrics.edge;
  const producers = band(shape.producers, across.left, aboveRight, rim, above, metrics);
  const aloneLeft = groups?.right ?? across.left;
  const consumers = band(alone, aloneLeft, right, belowTop, metrics.client.height, metrics, 2.2);

  const placedGroups = groups?.placed(belowTop) ?? NO_GROUPS;
  const gutters = [{ x: across.left - metrics.edge / 2, width: metrics.edge }];
  columns.forEach(({ box }, i) => {
    const last = i === columns.length - 1;
    const width = last ? metrics.margin : across.gutter;
    gutters.push({ x: box.x + box.width + width / 2, width });
  });
  const admin = adminBox(metrics, rim, above);
  return {
    viewport,
    metrics,
    width: viewport.width,
    height: viewport.height,
    used: below > 0 ? belowTop + below + rim : belowTop,
    columns,
    rows,
    topics,
    zookeeper,
    quorum,
    producers,
    consumers,
    ...placedGroups,
    corridors: { top: rim + above + corridor / 2, bottom: columnsBottom + corridor / 2, height: corridor },
    gutters,
    words: across.gutter >= metrics.gutter.least,
    places: placesOf(shape, columns, zookeeper ?? quorum, producers, consumers, admin, placedGroups),
  };
}

function planOf(
  shape: Shape,
  { height }: Viewport,
  left: number,
  right: number,
  metrics: Metrics,
  heads?: number,
): Plan {
  const { alone } = shape;
  const band = shape.groups.length === 0 ? null : groupsPart();
  const groups = band?.band(shape.groups, alone.length, left, right, metrics, heads) ?? null;
  const above = Math.max(metrics.client.height, metrics.zookeeper.height);
  const below = Math.max(alone.length > 0 ? metrics.client.height : 0, groups?.height ?? 0);
  const fixed = 2 * (metrics.rim + metrics.corridor.least) + above + metrics.columnTitle + metrics.columnPad + below;
  return { metrics, groups, above, below, room: height - fixed };
}

/** The fullest lines for which there is room, with as much air as they leave. */
function chosen(
  shape: Shape,
  viewport: Viewport,
  choice: Choice,
  { left, column, level: most }: Across,
  right: number,
): { readonly plan: Plan; readonly lines: readonly Line[] } {
  const roomy = planOf(shape, viewport, left, right, withTilesFor(metricsOf(viewport), column));
  const least = withTilesFor(tightMetricsOf(viewport), column);
  const plans = [roomy, planOf(shape, viewport, left, right, least)];
  // Before a log says less, what groups say of themselves is put on fewer lines.
  if (shape.groups.length > 0) plans.push(...[2, 1].map((heads) => planOf(shape, viewport, left, right, least, heads)));
  for (const attempt of attemptsFor(choice, most)) {
    for (const plan of plans) {
      const lines = fittingLines(shape, choice, plan.metrics, plan.room, attempt);
      if (lines !== null) return { plan, lines };
    }
  }
  const tight = plans.at(-1) as Plan;
  return { plan: tight, lines: cutLines(shape, choice, tight.metrics, tight.room) };
}

function placed(
  lines: readonly Line[],
  columns: readonly ColumnFrame[],
  top: number,
  viewport: Viewport,
  metrics: Metrics,
): { rows: RowFrame[]; topics: TopicFrame[] } {
  const rows: RowFrame[] = [];
  const topics: TopicFrame[] = [];
  let y = top;
  let asides = 0;
  for (const line of lines) {
    if (line.kind === 'topic') {
      topics.push({
        topic: line.topic.name,
        internal: line.topic.internal,
        folded: line.folded,
        pinned: false,
        partitions: line.topic.partitions.length,
        hidden: line.hidden,
        place: line.place,
        state: line.topic.state,
        box: topicBox(line, y, asides, viewport, metrics),
      });
      if (line.place === 'outside') asides++;
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
      state: line.topic.state,
      level: line.level,
      header,
      cells,
      slots: slotsOf(line.level, cells[0]?.width ?? 0, metrics),
    });
    y += line.height + gapAfter(line.level, metrics);
  }
  return { rows, topics };
}

/** Where a topic is named: beside the brokers' names, on a line of its own, or below the columns, where only copies on their way are. */
function topicBox(
  { place, height }: Extract<Line, { kind: 'topic' }>,
  y: number,
  outside: number,
  viewport: Viewport,
  metrics: Metrics,
): Box {
  const { margin, columnTitle, columnPad, header, small, edge } = metrics;
  if (place === 'beside') return { x: margin, y: y - columnTitle, width: header, height: columnTitle };
  if (place === 'line') return { x: margin, y, width: viewport.width - 2 * margin, height };
  const lineHeight = small + 8;
  return { x: margin, y: y + columnPad + outside * lineHeight, width: header + edge, height: lineHeight };
}

/** How many tiles stand side by side in a cell of that width. */
export function slotsOf(level: Level, width: number, metrics: Metrics): number {
  if (level === 'bars' || level === 'heat') return 0;
  const room = width - 2 * metrics.cell.pad - (level === 'tiles' ? 0 : signWidth(metrics));
  return Math.floor((room + metrics.tile.gap) / pitch(metrics));
}

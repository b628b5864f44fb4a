import { range } from 'd3-array';

import type { Box } from '../box.ts';
import type { GroupFrame } from '../frame.ts';
import type { Metrics } from '../metrics.ts';
import type { GroupShape } from '../shape.ts';
import { headOf } from './head.ts';
import type { GroupBand } from './part.ts';

/** More lines of members would take the matrix its room: boxes, and the low lines of a table. */
const MOST_LINES = 2;
const MOST_TABLE_LINES = 4;
/** The narrow layout shows so many members of a group, each on a line of its own. */
const MOST_STACKED = 6;

/** How a member is shown: a box with all that it says, a box with little, or a line of a table. */
type Way = 'full' | 'slim' | 'line';

/** How the members of all groups stand: in so many lines, in so many columns each. */
interface Plan {
  readonly way: Way;
  readonly lines: number;
  /** For each group that has a box. */
  readonly columns: readonly number[];
}

/**
 * Groups side by side: with all that members say where there is room, else slim ones, then in two lines; then members are counted, and at
 * last whole groups. In a tight picture each group is a small table: the lines of its members below one another.
 * @param most so many lines at most for what a group says of itself
 */
export function groupBand(
  groups: readonly GroupShape[],
  alone: number,
  left: number,
  right: number,
  metrics: Metrics,
  most?: number,
): GroupBand {
  const members = groups.reduce((sum, { nodes }) => sum + Math.max(1, nodes.length), 0);
  const aside =
    alone === 0 ? 0 : Math.max(metrics.client.width * 0.8, ((right - left) * alone) / (alone + members) / 2);
  const end = right - (aside === 0 ? 0 : aside + metrics.edge);
  const plan = planOf(groups, end - left, metrics);
  const { pad, member } = metrics.group;
  const gap = pad;
  const { height: tall, gap: below } = sizesOf(plan.way, metrics);
  const used = widthOf(plan, metrics);
  const columns = plan.columns.reduce((sum, count) => sum + count, 0);
  const widest = { full: member.most, slim: member.least, line: member.line.most }[plan.way];
  const hidden = groups.length - plan.columns.length;
  const spare = Math.max(0, end - left - used - (hidden > 0 ? metrics.client.width * 0.5 : 0));
  const unit = Math.min(widest, unitOf(plan, metrics) + Math.floor(spare / Math.max(1, columns)));
  const lines = Math.max(1, ...plan.columns.map((count, i) => linesOf(groups[i], count, plan.lines)));
  const widthAt = (count: number): number => 2 * pad + count * (unit + gap) - gap;
  // All heads are as high as the one that needs most.
  const head = plan.columns
    .map((count, i) => headOf(groups[i]?.group ?? '', widthAt(count), metrics, most))
    .reduce((a, b) => (b.lines > a.lines ? b : a), headOf('', Infinity, metrics));
  const height = head.height + lines * (tall + below) - below + (plan.way === 'line' ? below + 2 : pad);
  let x = left;
  const frames = plan.columns.map((count, i): GroupFrame => {
    const { group, nodes } = groups[i] as GroupShape;
    const width = widthAt(count);
    const box = { x, y: 0, width, height };
    x += width + metrics.edge;
    const slots = count * plan.lines;
    const shown = nodes.length <= slots ? nodes : nodes.slice(0, slots - 1);
    const place = (slot: number): Box => ({
      x: box.x + pad + (slot % count) * (unit + gap),
      y: head.height + Math.floor(slot / count) * (tall + below),
      width: unit,
      height: tall,
    });
    return {
      group,
      box,
      head,
      members: shown.map((node, slot) => ({ node, box: place(slot) })),
      more: shown.length === nodes.length ? null : { count: nodes.length - shown.length, box: place(slots - 1) },
      slim: plan.way === 'slim',
    };
  });
  const rest = { x, y: 0, width: metrics.client.width * 0.5, height };
  return {
    height,
    right: hidden === 0 ? x : end + metrics.edge,
    placed: (y) => ({
      groups: frames.map((frame) => moveDown(frame, y)),
      moreGroups: hidden === 0 ? null : { count: hidden, box: { ...rest, y } },
    }),
  };
}

/** The band moved down to its place. */
function moveDown(frame: GroupFrame, y: number): GroupFrame {
  const down = (box: Box): Box => ({ ...box, y: box.y + y });
  return {
    ...frame,
    box: down(frame.box),
    members: frame.members.map(({ node, box }) => ({ node, box: down(box) })),
    more: frame.more === null ? null : { ...frame.more, box: down(frame.more.box) },
  };
}

function planOf(groups: readonly GroupShape[], room: number, metrics: Metrics): Plan {
  const plans = metrics.tight
    ? range(1, MOST_TABLE_LINES + 1).map((lines) => plan(groups, 'line', lines))
    : [plan(groups, 'full', 1), plan(groups, 'slim', 1), plan(groups, 'slim', MOST_LINES)];
  const slimmest = plans.at(-1) as Plan;
  const found = plans.find((one) => widthOf(one, metrics) <= room);
  if (found !== undefined) return found;
  // Too many members: the groups with the most columns give way first, then the last groups.
  let columns = slimmest.columns;
  const tooWide = (): boolean => widthOf({ ...slimmest, columns }, metrics) > room;
  while (tooWide() && Math.max(...columns) > 1) {
    const most = columns.lastIndexOf(Math.max(...columns));
    columns = columns.map((count, i) => (i === most ? count - 1 : count));
  }
  while (tooWide() && columns.length > 1) columns = columns.slice(0, -1);
  if (columns.length < groups.length)
    while (columns.length > 1 && widthOf({ ...slimmest, columns }, metrics) > room - metrics.client.width * 0.5)
      columns = columns.slice(0, -1);
  return { ...slimmest, columns };
}

function plan(groups: readonly GroupShape[], way: Way, lines: number): Plan {
  return { way, lines, columns: groups.map(({ nodes }) => Math.max(1, Math.ceil(nodes.length / lines))) };
}

function linesOf(group: GroupShape | undefined, columns: number, most: number): number {
  return Math.min(most, Math.ceil(Math.max(1, group?.nodes.length ?? 0) / columns));
}

function unitOf({ way }: Plan, { group: { member } }: Metrics): number {
  return { full: member.least, slim: member.slim, line: member.line.least }[way];
}

function sizesOf(way: Way, { group: { pad, member } }: Metrics): { readonly height: number; readonly gap: number } {
  if (way === 'line') return member.line;
  return { height: way === 'slim' ? member.height : member.full, gap: pad };
}

function widthOf(one: Plan, metrics: Metrics): number {
  const { pad } = metrics.group;
  const widths = one.columns.map((count) => 2 * pad + count * (unitOf(one, metrics) + pad) - pad);
  return widths.reduce((sum, width) => sum + width + metrics.edge, -metrics.edge);
}

/** The narrow layout: each group a card, its members below one another. */
export function groupStack(
  groups: readonly GroupShape[],
  width: number,
  take: (height: number) => Box,
  metrics: Metrics,
): GroupFrame[] {
  const { pad, member } = metrics.group;
  const line = metrics.title * 2;
  return groups.map(({ group, nodes }) => {
    const shown = nodes.slice(0, MOST_STACKED);
    const rest = nodes.length - shown.length;
    const head = headOf(group, width, metrics);
    const box = take(head.height + shown.length * (member.height + pad) + (rest > 0 ? line : 0));
    const place = (i: number, height: number): Box => ({
      x: box.x + pad,
      y: box.y + head.height + i * (member.height + pad),
      width: box.width - 2 * pad,
      height,
    });
    return {
      group,
      box,
      head,
      members: shown.map((node, i) => ({ node, box: place(i, member.height) })),
      more: rest === 0 ? null : { count: rest, box: place(shown.length, line) },
      slim: false,
    };
  });
}

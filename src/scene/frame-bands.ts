import type { NodeId } from '../sim/world.ts';
import type { Box } from './box.ts';
import type { BandFrame, ColumnFrame, Frame, Place, QuorumFrame } from './frame.ts';
import type { Metrics } from './metrics.ts';
import type { Shape } from './shape.ts';

export const NO_GROUPS: Pick<Frame, 'groups' | 'moreGroups'> = { groups: [], moreGroups: null };

/** The operator stands at the left of the producers, in the column of headings. */
export function adminBox(metrics: Metrics, top: number, height: number): Box {
  const size = metrics.title + 12;
  return { x: metrics.margin, y: top + height - size, width: metrics.header - metrics.edge, height: size };
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

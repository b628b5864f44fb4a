import type { Box } from './box.ts';
import type { QuorumFrame } from './frame.ts';
import type { Metrics } from './metrics.ts';
import type { Shape } from './shape.ts';
import { LEAST_SLOTS, MOST_SLOTS, voterTilesWidth } from './quorum-slots.ts';
import { textWidth } from './text.ts';

/** The space between voters, and between servers. */
const GAP = 6;

/** Where ZooKeeper stands, or the quorum of controllers: at the right of the producers, as wide as it needs and they let it be. */
export function keeperBox(
  shape: Shape,
  across: { readonly left: number; readonly right: number },
  y: number,
  height: number,
  metrics: Metrics,
): Box {
  const { zookeeper, client, edge } = metrics;
  const producers = shape.producers.length * (0.8 * client.width + edge);
  const most = Math.min(across.right - across.left - producers, 0.78 * (across.right - across.left));
  const wanted = Math.max(voterWidths(shape, most, metrics), serverWidths(shape, metrics), zookeeper.width);
  const width = Math.max(
    Math.min(zookeeper.width, across.right - across.left),
    Math.min(wanted, most),
    8 * metrics.small,
  );
  return { x: across.right - width, y, width, height };
}

/** The width at which every voter has room for its id, the sign of the leader and the longest role; and for tiles, where that is not too much. */
function voterWidths({ voters }: Shape, most: number, metrics: Metrics): number {
  const { small, token } = metrics;
  const around = 2 * token.pad + GAP * (voters.length - 1);
  for (let slots = MOST_SLOTS; voters.length > 0 && slots >= LEAST_SLOTS; slots--) {
    const width = voters.length * voterTilesWidth(slots, metrics) + around;
    if (width <= most) return width;
  }
  const longest = textWidth('Prospective', small, 'regular') + 2 * GAP;
  const ids = voters.map(({ id }) => textWidth(`${id} `, small, 'bold') + longest + GAP);
  return ids.reduce((sum, width) => sum + width, 2 * token.pad);
}

/** Room for title, note and a chip for each server of an ensemble. */
function serverWidths({ zookeepers }: Shape, { small, title, token }: Metrics): number {
  const words = textWidth('ZooKeeper', title, 'bold') + textWidth('no quorum', small, 'bold');
  return zookeepers.length < 2 ? 0 : words + zookeepers.length * (2.3 * small + 3) + 2 * token.pad + 8 + 4 * GAP;
}

/** How many voters stand side by side in a box, of those that are alike. */
function sideBySide(count: number, width: number, { small, token }: Metrics): number {
  const least = 6.6 * small + GAP;
  const most = Math.max(1, Math.floor((width - 2 * token.pad + GAP) / least));
  return Math.ceil(count / Math.ceil(count / most));
}

/** The height of a keeper's box in the narrow layout, where voters may stand in more than one line. */
export function stackedKeeperHeight({ voters }: Shape, width: number, metrics: Metrics): number {
  const { height } = metrics.zookeeper;
  if (voters.length === 0) return height;
  const lines = Math.ceil(voters.length / sideBySide(voters.length, width, metrics));
  return height + (lines - 1) * (voterHeight(height, metrics) + GAP);
}

/** The height of a voter where all stand in one line. */
function voterHeight(height: number, { title, token }: Metrics): number {
  return height - title - 2 * token.pad;
}

/** Where the voters stand within their box: below its title. Null: there are none. */
export function quorumFrame({ voters }: Shape, box: Box, metrics: Metrics): QuorumFrame | null {
  if (voters.length === 0) return null;
  const { pad } = metrics.token;
  const y = box.y + 1.15 * metrics.title + pad + 2;
  const wide = metrics.layout !== 'narrow';
  const columns = wide ? voters.length : sideBySide(voters.length, box.width, metrics);
  const lines = Math.ceil(voters.length / columns);
  const width = (box.width - 2 * pad - GAP * (columns - 1)) / columns;
  const height = (box.y + box.height - y - 0.7 * pad - GAP * (lines - 1)) / lines;
  return {
    box,
    voters: voters.map(({ id, node }, i) => ({
      id,
      node,
      box: {
        x: box.x + pad + (i % columns) * (width + GAP),
        y: y + Math.floor(i / columns) * (height + GAP),
        width,
        height,
      },
    })),
  };
}

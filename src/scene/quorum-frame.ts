import type { Box } from './box.ts';
import type { QuorumFrame } from './frame.ts';
import type { Metrics } from './metrics.ts';
import type { Shape } from './shape.ts';

/** Where the voters stand within the box that ZooKeeper has in ZooKeeper mode: side by side below its title. Null: there are none. */
export function quorumFrame({ voters }: Shape, box: Box, metrics: Metrics): QuorumFrame | null {
  if (voters.length === 0) return null;
  const { pad } = metrics.token;
  const gap = 6;
  const y = box.y + metrics.title + pad + 2;
  const width = (box.width - 2 * pad - gap * (voters.length - 1)) / voters.length;
  const height = box.y + box.height - y - pad + 2;
  return {
    box,
    voters: voters.map(({ id, node }, i) => ({
      id,
      node,
      box: { x: box.x + pad + i * (width + gap), y, width, height },
    })),
  };
}

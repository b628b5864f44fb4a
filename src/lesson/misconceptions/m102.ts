import { present } from '../../lib/assert.ts';
import { assignorNamed } from '../../sim/client/assignor/index.ts';
import type { Misconception } from './misconception.ts';
import { asIfBy, sharedOut } from './rebalancing.ts';

const range = present(assignorNamed('range'), 'range');

/** That is range, one assignor of several. */
export const m102: Misconception = {
  id: 'M102',
  belief: 'each member gets partitions that are next to each other',
  answer: (asking) => asIfBy(range, asking),
  refutedBy: sharedOut,
};

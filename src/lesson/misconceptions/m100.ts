import { assignorNamed } from '../../sim/client/assignor/index.ts';
import { present } from '../../lib/assert.ts';
import type { Misconception } from './misconception.ts';
import { asIfBy, sharedOut } from './rebalancing.ts';

const roundRobin = present(assignorNamed('roundrobin'), 'round robin');

/** That is round robin, one assignor of several. */
export const m100: Misconception = {
  id: 'M100',
  belief: 'partitions are dealt to the members in turn, like cards',
  answer: (asking) => asIfBy(roundRobin, asking),
  refutedBy: sharedOut,
};

import { createWorld, intervene, run, step } from '../sim/cluster.ts';
import { ENGINE } from '../sim/engine.ts';
import type { Engine } from './engine.ts';
import { timelineFolds } from './moments.ts';

/** The cluster, with everything that facts and the timeline remember. */
export const clusterEngine: Engine = { name: ENGINE, create: createWorld, step, run, intervene, folds: timelineFolds };

import { createWorld, intervene, step } from '../../sim/cluster.ts';
import { ENGINE } from '../../sim/engine.ts';
import type { Engine } from '../../timeline/engine.ts';
import { timelineFolds } from '../../timeline/moments.ts';
import { Timeline, type TimelineOptions } from '../../timeline/timeline.ts';

const engine: Engine = { name: ENGINE, create: createWorld, step, intervene, folds: timelineFolds };

/** A timeline of the cluster itself. */
export function clusterTimeline(options: Omit<TimelineOptions, 'engine'>): Timeline {
  return new Timeline({ engine, ...options });
}

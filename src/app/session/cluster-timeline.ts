import { clusterEngine } from '../../timeline/cluster-engine.ts';
import { Timeline, type TimelineOptions } from '../../timeline/timeline.ts';

/** A timeline of the cluster itself. */
export function clusterTimeline(options: Omit<TimelineOptions, 'engine'>): Timeline {
  return new Timeline({ engine: clusterEngine, ...options });
}

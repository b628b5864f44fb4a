// Consumer groups are drawn from here on.
import '../../scene/groups/load.ts';
import type { TimelineOptions } from '../../timeline/timeline.ts';
import { clusterTimeline } from './cluster-timeline.ts';
import type { Outside } from './outside.ts';
import { Session, type Happening } from './session.ts';
import { Watcher } from './watcher.ts';

/** What runs a cluster and looks at it: the simulator and everything that needs it, loaded while the reader reads. */
export interface Machinery {
  readonly newSession: (
    options: Omit<TimelineOptions, 'engine'>,
    outside: Outside,
    tell: (happening: Happening) => void,
  ) => Session;
  readonly newWatcher: (session: Session, now: () => number) => Watcher;
}

export const machinery: Machinery = {
  newSession: (options, outside, tell) => new Session(clusterTimeline(options), outside, tell),
  newWatcher: (session, now) => new Watcher(session, now),
};

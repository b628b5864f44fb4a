import type { Progress, ProgressChange } from '../../lesson/progress/progress.ts';
import type { Outside } from './outside.ts';
import type { Happening } from './session.ts';

/** What a lesson's session asks of the page. */
export interface LessonOutside {
  readonly outside: Outside;
  readonly tell: (happening: Happening) => void;
  readonly progress: () => Progress;
  readonly keep: (change: ProgressChange) => void;
  /** Milliseconds since 1970, for the record of answers. */
  readonly clock: () => number;
}

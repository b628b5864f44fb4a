import type { Names } from '../../scene/words/names.ts';
import { tipName } from '../../scene/words/timeline-words.ts';
import type { BranchTip } from '../../view/bar/bar.ts';
import type { WatchedRun } from './watched-run.ts';

/** The futures of a run for its list: those that were watched, and what had been before the last change. */
export function branchesOf(run: WatchedRun, names: Names): readonly BranchTip[] {
  const unwatched = run.unwatched();
  const tips = run.tips().map((tip) => ({ id: String(tip.id), name: tipName(tip, names), present: tip.current }));
  if (unwatched === null) return tips;
  return [{ id: String(unwatched.id), name: tipName(unwatched, names), present: false, unwatched: true }, ...tips];
}

import { assert } from '../../lib/assert.ts';
import { joinFolds, type AnyFold, type Folds } from './fold.ts';
import { commitsFold } from './folds/commits.ts';
import { countsFold } from './folds/counts.ts';
import { electionsFold } from './folds/elections.ts';
import { fatesFold } from './folds/fates.ts';
import { groupLogFold } from './folds/group-log.ts';
import { memberIdsFold } from './folds/member-ids.ts';
import { printedFold } from './folds/printed.ts';
import { processedFold } from './folds/processed.ts';
import { rebalancesFold } from './folds/rebalances.ts';
import { recordsFold } from './folds/records.ts';
import { releasedFold } from './folds/released.ts';
import { trafficFold } from './folds/traffic.ts';

const list: readonly AnyFold[] = [
  recordsFold,
  printedFold,
  releasedFold,
  countsFold,
  trafficFold,
  electionsFold,
  processedFold,
  rebalancesFold,
  fatesFold,
  groupLogFold,
  commitsFold,
  memberIdsFold,
];

/** Everything that facts remember of the past. Further folds may stand behind these in a history, never before them. */
export const factFolds: Folds = joinFolds(list);

/** Where a fold's accumulator stands in a history. */
export function foldIndexOf(fold: AnyFold): number {
  const index = list.indexOf(fold);
  assert(index >= 0, () => `fold ${fold.id} must be listed`);
  return index;
}

import { present } from '../lib/assert.ts';
import type { Branch, Branches } from './branches.ts';
import type { Engine } from './engine.ts';
import { Line } from './line.ts';
import { withoutEntries, type Segment } from './segment.ts';

/**
 * The line of another branch than the current one, whose checkpoints are parked first: what both have in common is the current
 * line's, the rest is what was parked of the other.
 * @returns `common`: so many steps they have in common; `first`: where the line begins
 */
export function lineOfBranch(
  engine: Engine,
  branches: Branches,
  current: Line,
  target: Branch,
): { readonly line: Line; readonly common: number; readonly first: Segment } {
  const { segments, common } = segmentsOfBranch(branches, current, target);
  const first = present(segments[0], 'a line begins with the first World');
  return { line: new Line(engine, segments, target.plan, target.frontierStep, target.frontierAt), common, first };
}

/** The checkpoints of another branch's line, without building the line; `common`: so many steps it shares with the current one. */
export function segmentsOfBranch(
  branches: Branches,
  current: Line,
  target: Branch,
): { readonly segments: readonly Segment[]; readonly common: number } {
  branches.park(current);
  const common = branches.commonSteps(branches.current, target);
  const shared = current.prefix(common);
  const parted = shared.slice(-1).map(withoutEntries);
  const own = branches.parked(target).filter(({ step }) => step > common);
  return { segments: [...shared.slice(0, -1), ...parted, ...own], common };
}

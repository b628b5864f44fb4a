import { present } from '../lib/assert.ts';
import type { Intervention } from '../sim/intervention.ts';
import type { Micros } from '../sim/time.ts';
import type { PlannedIntervention } from './engine.ts';
import type { Line } from './line.ts';
import { withoutEntries, type Segment } from './segment.ts';
import { PARKED_GAP } from './thinning.ts';

/** So many futures are kept, the one that is looked at among them. */
export const MOST_TIPS = 8;

/** A future: what its parent had been up to the fork, then something else. */
export interface Branch {
  readonly id: number;
  readonly parent: Branch | null;
  /** Id of the branch that was the current one when it began: what had been. Not always its parent. */
  readonly cameFrom: number;
  /** It parts from its parent after so many steps; 0 for the root. */
  readonly forkStep: number;
  readonly forkAt: Micros;
  /** What was changed there; empty for the root. */
  readonly changes: readonly Intervention[];
  /** What its parent did there and it does not; empty for most. */
  readonly leftOut: readonly Intervention[];
  /** All interventions of its line, from the first step on. */
  plan: readonly PlannedIntervention[];
  /** How far it has been run. Up to date while it is not the current one. */
  frontierStep: number;
  frontierAt: Micros;
  /** Checkpoints after the fork that belong to it; up to date while it is not on the current line. */
  own: readonly Segment[];
  /** Interventions of a recording that it has not reached yet. */
  coming: readonly DatedIntervention[];
  /** Grows with every visit: the tip visited longest ago is let go first. */
  visited: number;
}

/** An intervention to be carried out when the run gets there; without a step number, after everything else of its instant. */
export interface DatedIntervention {
  readonly at: Micros;
  readonly step?: number | null;
  readonly intervention: Intervention;
}

/** A kept future, as a list shows it. */
export interface Tip {
  readonly id: number;
  readonly changes: readonly Intervention[];
  readonly leftOut: readonly Intervention[];
  readonly forkAt: Micros;
  readonly frontierAt: Micros;
  readonly current: boolean;
}

/** The tree of futures. It holds what is not on the current line; the line itself belongs to the timeline. */
export class Branches {
  private readonly all: Branch[];
  private nextId = 1;
  private visits = 1;
  current: Branch;

  constructor(coming: readonly DatedIntervention[]) {
    this.current = {
      id: 0,
      parent: null,
      cameFrom: 0,
      forkStep: 0,
      forkAt: 0,
      changes: [],
      leftOut: [],
      plan: [],
      frontierStep: 0,
      frontierAt: 0,
      own: [],
      coming,
      visited: 0,
    };
    this.all = [this.current];
  }

  /** From the root to the branch. */
  pathTo(branch: Branch): readonly Branch[] {
    const path: Branch[] = [];
    for (let one: Branch | null = branch; one !== null; one = one.parent) path.push(one);
    return path.reverse();
  }

  /** The branch of the current line that the step after `step` steps belongs to. */
  ownerOf(step: number): Branch {
    let owner = this.current;
    while (owner.parent !== null && owner.forkStep >= step) owner = owner.parent;
    return owner;
  }

  /** A new branch, which becomes the current one. */
  fork(
    parent: Branch,
    forkStep: number,
    forkAt: Micros,
    changes: readonly Intervention[],
    leftOut: readonly Intervention[] = [],
    coming: readonly DatedIntervention[] = [],
  ): Branch {
    const plan = parent.plan.filter((planned) => planned.step < forkStep);
    const cameFrom = leftOut.length > 0 ? this.current.id : parent.id;
    this.current = {
      id: this.nextId++,
      parent,
      cameFrom,
      forkStep,
      forkAt,
      changes,
      leftOut,
      plan,
      frontierStep: forkStep,
      frontierAt: forkAt,
      own: [],
      coming,
      visited: this.visits++,
    };
    this.all.push(this.current);
    return this.current;
  }

  /** Where undo leads from a branch: to what had been, or to its parent when that is not kept any more. */
  before(branch: Branch): Branch | null {
    return branch.parent === null ? null : (this.byId(branch.cameFrom) ?? branch.parent);
  }

  /** What had been where the current one began, as a list shows it; null: it is the first one. */
  get hadBeen(): Tip | null {
    const before = this.before(this.current);
    if (before === null) return null;
    const { id, changes, leftOut, forkAt, frontierAt } = before;
    return { id, changes, leftOut, forkAt, frontierAt, current: false };
  }

  /** Makes a branch the current one. */
  visit(branch: Branch): void {
    branch.visited = this.visits++;
    this.current = branch;
  }

  byId(id: number): Branch | null {
    return this.all.find((branch) => branch.id === id) ?? null;
  }

  /** How many steps the lines of two branches have in common. */
  commonSteps(a: Branch, b: Branch): number {
    const pathA = this.pathTo(a);
    const pathB = this.pathTo(b);
    let depth = 0;
    while (pathA[depth + 1] !== undefined && pathA[depth + 1] === pathB[depth + 1]) depth += 1;
    const end = present(pathA[depth], 'all branches share the root').frontierStep;
    return Math.min(pathA[depth + 1]?.forkStep ?? end, pathB[depth + 1]?.forkStep ?? end);
  }

  /** Puts the current line's checkpoints into the branches of its path, thinned and without entries. */
  park(line: Line): void {
    const path = this.pathTo(this.current);
    this.current.frontierStep = line.frontierStep;
    this.current.frontierAt = line.frontierAt;
    this.current.plan = line.interventions;
    path.forEach((branch, depth) => {
      const end = path[depth + 1]?.forkStep ?? Number.MAX_SAFE_INTEGER;
      const onLine = line.checkpoints.filter(
        ({ step }) => step >= branch.forkStep && step <= end && step % PARKED_GAP === 0,
      );
      branch.own = [...onLine.map(withoutEntries), ...branch.own.filter(({ step }) => step > end)];
    });
  }

  /** The checkpoints of a branch's whole line, as they were parked. */
  parked(branch: Branch): readonly Segment[] {
    const path = this.pathTo(branch);
    return path.flatMap((one, depth) => {
      const end = path[depth + 1]?.forkStep ?? Number.MAX_SAFE_INTEGER;
      return one.own.filter(({ step }) => step > (depth === 0 ? -1 : one.forkStep) && step <= end);
    });
  }

  /** Futures of their own: leaves, and branches that were run beyond every fork from them. */
  tips(line: Line): readonly Tip[] {
    return this.tipBranches(line).map(({ id, changes, leftOut, forkAt, frontierAt }) => {
      const current = id === this.current.id;
      return { id, changes, leftOut, forkAt, frontierAt: current ? line.frontierAt : frontierAt, current };
    });
  }

  private tipBranches(line: Line): readonly Branch[] {
    const lastFork = new Map<Branch, number>();
    for (const { parent, forkStep } of this.all) {
      if (parent !== null) lastFork.set(parent, Math.max(forkStep, lastFork.get(parent) ?? -1));
    }
    return this.all.filter((branch) => {
      const end = branch === this.current ? line.frontierStep : branch.frontierStep;
      return branch === this.current || end > (lastFork.get(branch) ?? -1);
    });
  }

  private childrenOf(branch: Branch): readonly Branch[] {
    return this.all.filter((one) => one.parent === branch);
  }

  /** Lets go of the tips that were visited longest ago, until no more than {@link MOST_TIPS} are left. */
  prune(line: Line): void {
    for (;;) {
      const tips = this.tipBranches(line);
      if (tips.length <= MOST_TIPS) return;
      const oldest = tips.filter((tip) => tip !== this.current).reduce((a, b) => (b.visited < a.visited ? b : a));
      this.letGo(oldest);
    }
  }

  /** A future goes; what other branches grew from stays, and parents that are left with nothing of their own go with it. */
  private letGo(branch: Branch): void {
    const children = this.childrenOf(branch);
    if (children.length > 0) {
      const end = children.reduce((latest, child) => (child.forkStep > latest.forkStep ? child : latest));
      branch.frontierStep = end.forkStep;
      branch.frontierAt = end.forkAt;
      branch.plan = branch.plan.filter(({ step }) => step < end.forkStep);
      branch.own = branch.own.filter(({ step }) => step <= end.forkStep);
      branch.coming = [];
      return;
    }
    this.all.splice(this.all.indexOf(branch), 1);
    const { parent, forkStep } = branch;
    const empty = parent !== null && this.childrenOf(parent).length === 0 && parent.frontierStep <= forkStep;
    if (empty && parent !== this.current) this.letGo(parent);
  }
}

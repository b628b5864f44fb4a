import { present } from '../lib/assert.ts';
import type { Run } from '../sim/facts/fact.ts';
import type { Micros } from '../sim/time.ts';
import type { Branch, DatedIntervention } from './branches.ts';
import { runOn } from './coming.ts';
import type { Engine } from './engine.ts';
import { Line } from './line.ts';
import type { Segment } from './segment.ts';

/**
 * Another future on its way to an instant, on a line of its own beside the timeline, which is left as it is: whoever compares two futures
 * goes on with the first meanwhile. It takes the very steps that the timeline would take.
 */
export class OtherFuture {
  private readonly line: Line;
  private readonly ahead: { coming: readonly DatedIntervention[] };
  private readonly until: Micros;

  /**
   * @param from where it starts: a checkpoint of that future which is not after the instant
   * @param branch its interventions, and those of a recording that it has not come to yet
   */
  constructor(engine: Engine, from: Segment, { plan, coming }: Pick<Branch, 'plan' | 'coming'>, until: Micros) {
    this.line = new Line(engine, [from], plan, from.step, from.world.now);
    this.ahead = { coming };
    this.until = until;
  }

  /** The run as far as it has got. */
  get run(): Run {
    const { world, history } = this.line.frontier;
    return { world, history };
  }

  /**
   * Takes so many steps at most.
   * @returns true when it has arrived
   */
  advance(budget: number): boolean {
    const { line } = this;
    return runOn(line, this.ahead, this.until, budget, ({ at, intervention }) => {
      line.intervene({ at: Math.max(at, line.frontier.world.now), step: line.frontierStep, intervention });
    });
  }
}

/** The last of some checkpoints, in the order of time, that is not after an instant; the first one is the run's beginning. */
export function lastCheckpointAt(segments: readonly Segment[], at: Micros): Segment {
  return present(
    segments.findLast(({ world }) => world.now <= at),
    'a run begins before every instant of it',
  );
}

import { assert } from '../lib/assert.ts';
import type { Micros } from '../sim/time.ts';
import type { State } from './engine.ts';
import type { Line } from './line.ts';
import { SEGMENT_STEPS } from './thinning.ts';

/** Where one looks at a line: a state of it, and an instant that is not before it. */
export interface Present extends State {
  readonly at: Micros;
}

/**
 * The present at an instant, after all steps of that instant; at most at the frontier.
 * @param from the present so far, on the same line: near ones are walked to
 */
export function presentAt(line: Line, from: Present, at: Micros): Present {
  const to = Math.max(0, Math.min(at, line.frontierAt));
  if (to === line.frontierAt) return { world: line.frontier.world, history: line.frontier.history, at: to };
  const near = walk(line, from, to, SEGMENT_STEPS);
  if (near !== null) return { world: near.world, history: near.history, at: to };
  const segment = line.segmentAtInstant(to);
  const nearer = from.world.now <= to && from.world.steps >= segment.step;
  const found = walk(line, nearer ? from : segment, to, Number.MAX_SAFE_INTEGER);
  assert(found !== null, 'an instant that has been run can be gone to');
  return { world: found.world, history: found.history, at: to };
}

/** The present right after so many steps; at most at the frontier. */
export function presentAfter(line: Line, from: Present, step: number): Present {
  const to = Math.max(0, Math.min(step, line.frontierStep));
  const ahead = to - from.world.steps;
  let state: State = from;
  if (to === line.frontierStep) state = line.frontier;
  else if (ahead < 0 || ahead > SEGMENT_STEPS) state = line.denseSegment(to);
  while (state.world.steps < to) {
    const next = line.stepFrom(state);
    assert(next !== null, 'what has been run once can be run again');
    state = next;
  }
  return { world: state.world, history: state.history, at: state.world.now };
}

/** Steps on to an instant. Null when the state is later already, or when it would take too many steps. */
function walk(line: Line, from: State, to: Micros, most: number): State | null {
  if (from.world.now > to) return null;
  let state = from;
  for (let steps = 0; steps < most; steps++) {
    const next = line.stepFrom(state, to);
    if (next === null) return state;
    state = next;
  }
  return null;
}

import type { State } from './engine.ts';
import type { Stepped } from './runner.ts';
import { addStep, lastAtMost, type OpenChunk, type Segment } from './segment.ts';
import { SEGMENT_STEPS } from './thinning.ts';

/**
 * The way from one checkpoint to the next where they are far apart, replayed as far as it was asked for: dense segments with their
 * entries.
 */
export class Gap {
  readonly from: Segment;
  private readonly dense: Segment[] = [];
  private state: State;

  constructor(from: Segment) {
    this.from = from;
    this.state = from;
  }

  /**
   * The last segment that begins at or before `wanted`, replayed to its end.
   * @param key what `wanted` is compared with: steps, entries or instants, which all grow along a run
   * @param next one step further
   * @param end steps at which the gap ends
   */
  segmentAt(wanted: number, key: (state: State) => number, next: (state: State) => Stepped, end: number): Segment {
    while (this.state.world.steps < end && (this.dense.length === 0 || key(this.state) <= wanted))
      this.addSegment(next, end);
    return this.dense[Math.max(0, lastAtMost(this.dense, wanted, key))] ?? this.from;
  }

  private addSegment(next: (state: State) => Stepped, end: number): void {
    const chunk: OpenChunk = { entries: [], ends: [] };
    const { world, history } = this.state;
    this.dense.push({ step: world.steps, world, history, chunk });
    const last = Math.min(end, (Math.floor(world.steps / SEGMENT_STEPS) + 1) * SEGMENT_STEPS);
    while (this.state.world.steps < last) {
      const stepped = next(this.state);
      addStep(chunk, stepped.entries);
      this.state = { world: stepped.world, history: stepped.history };
    }
  }
}

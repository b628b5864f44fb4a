import { assert } from '../../lib/assert.ts';
import { hueOf } from '../../scene/hue.ts';
import type { Micros } from '../../sim/time.ts';
import type { TraceEntry } from '../../sim/trace/entry.ts';
import { interestIn } from '../../sim/trace/interest.ts';
import { widthOf, type TrackScale, type TrackStop } from '../../view/bar/scale.ts';
import type { Tick } from '../../view/bar/bar.ts';

/** What a tick is about: a partition's hue, nothing in particular, or a failure. */
const NOTHING = -1;
const FAULT = -2;

/** More ticks than the track has room for are never given out. */
const MOST_TICKS = 360;

/**
 * The interesting entries of one branch, thinned to what a track needs: when, and about what. It grows at its end and is cut
 * there; asking for a track costs the same for ten entries and for a hundred thousand.
 */
export class BeatIndex {
  private readonly times: number[] = [];
  private readonly kinds: number[] = [];
  /** The track's width up to and including each beat. */
  private readonly widths: number[] = [];
  /** Steps that have been looked at. */
  private taken = 0;

  get steps(): number {
    return this.taken;
  }

  get length(): number {
    return this.times.length;
  }

  /** The entries of the steps up to `steps`, from where the index ends. */
  take(entries: readonly TraceEntry[], steps: number): void {
    assert(steps >= this.taken, 'an index grows at its end');
    this.taken = steps;
    for (const entry of entries) {
      if (interestIn(entry) !== 'beat') continue;
      const last = this.times.at(-1) ?? 0;
      const kind = kindOf(entry);
      // Entries of one step, or of one instant, are one tick; a failure among them shows.
      if (this.times.length > 0 && entry.t === last) {
        if (kind === FAULT) this.kinds[this.kinds.length - 1] = FAULT;
        continue;
      }
      this.widths.push((this.widths.at(-1) ?? 0) + widthOf(entry.t - last));
      this.times.push(entry.t);
      this.kinds.push(kind);
    }
  }

  /** The index of a future that parts from this one after `steps` steps, at an instant. */
  upTo(steps: number, at: Micros): BeatIndex {
    const prefix = new BeatIndex();
    const count = this.countUpTo(at);
    for (let i = 0; i < count; i++) {
      prefix.times.push(this.times[i] as number);
      prefix.kinds.push(this.kinds[i] as number);
      prefix.widths.push(this.widths[i] as number);
    }
    prefix.taken = steps;
    return prefix;
  }

  /**
   * The track up to an instant.
   * @param end the last instant that is shown
   * @param share the part of the track that it takes, 0 to 1; the rest is the future
   */
  track(end: Micros, share: number): { readonly scale: TrackScale; readonly ticks: readonly Tick[] } {
    const count = this.countUpTo(end);
    const last = count === 0 ? 0 : (this.times[count - 1] as number);
    const width = (count === 0 ? 0 : (this.widths[count - 1] as number)) + (end > last ? widthOf(end - last) : 0);
    if (width === 0) return { scale: [{ at: 0, x: 0 }], ticks: [] };
    const every = Math.max(1, Math.ceil(count / MOST_TICKS));
    const scale: TrackStop[] = [{ at: 0, x: 0 }];
    const ticks: Tick[] = [];
    for (let i = 0; i < count; i += every) {
      const until = Math.min(count, i + every);
      const at = this.times[until - 1] as number;
      const x = ((this.widths[until - 1] as number) / width) * share;
      const kind = this.strongest(i, until);
      scale.push({ at, x });
      ticks.push({ x, hue: kind >= 0 ? kind : null, fault: kind === FAULT });
    }
    if (end > last) scale.push({ at: end, x: share });
    return { scale, ticks };
  }

  /** How many beats are not after an instant. */
  private countUpTo(at: Micros): number {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.times[middle] as number) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private strongest(from: number, to: number): number {
    let kind = this.kinds[to - 1] as number;
    for (let i = from; i < to; i++) if (this.kinds[i] === FAULT) kind = FAULT;
    return kind;
  }
}

const faults: ReadonlySet<string> = new Set(['ProcessCrashed', 'ProcessFroze', 'PartitionOffline', 'LogLost']);

function kindOf(entry: TraceEntry): number {
  if (faults.has(entry.type)) return FAULT;
  const { partition } = entry.args as { readonly partition?: unknown };
  return typeof partition === 'number' ? hueOf(partition) : NOTHING;
}

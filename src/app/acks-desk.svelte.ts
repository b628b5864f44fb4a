import { ENGINE } from '../sim/engine.ts';
import { acksVerdict, type AcksVerdict } from '../scene/acks-words.ts';
import { ACKS_CELL_ENDS, acksCellPlaying, acksCells, type AcksCell, type AcksOutcome } from '../timeline/acks-grid.ts';
import { RECORDING_FORMAT } from '../timeline/recording.ts';
import { hashOf } from './link.ts';
import { SLICE_MS, type Outside } from './session/outside.ts';

/** A cell as the page shows it. */
export interface ShownAcksCell {
  readonly cell: AcksCell;
  /** Null: it has not been run. */
  readonly verdict: AcksVerdict | null;
  /** The address of that very run; null: not yet. */
  readonly href: string | null;
}

/** Fills the grid of acks and min.insync.replicas by running each cell, in slices, so that the page goes on meanwhile. */
export class AcksDesk {
  cells: readonly ShownAcksCell[] = $state.raw(acksCells().map((cell) => ({ cell, verdict: null, href: null })));
  /** The cell under way; -1: none. */
  running = $state(-1);
  private readonly outside: Outside;
  /** Grows with every order: what an earlier one still does then stops. */
  private turn = 0;

  constructor(outside: Outside) {
    this.outside = outside;
  }

  /** Runs what has not been run yet, cell after cell. */
  async fill(): Promise<void> {
    const turn = ++this.turn;
    for (let i = 0; i < this.cells.length; i++) {
      if (this.cells[i]?.verdict !== null) continue;
      if (!(await this.play(turn, i))) return;
    }
    this.running = -1;
  }

  /** Runs one cell. */
  async one(index: number): Promise<void> {
    if (await this.play(++this.turn, index)) this.running = -1;
  }

  /** Leaves the rest for later. */
  stop(): void {
    this.turn += 1;
    this.running = -1;
  }

  /** @returns false: another order came first */
  private async play(turn: number, index: number): Promise<boolean> {
    const shown = this.cells[index];
    if (shown === undefined) return true;
    this.running = index;
    const playing = acksCellPlaying(shown.cell);
    // What the last cell has brought is drawn before this one begins.
    await this.outside.rest();
    if (turn !== this.turn) return false;
    let began = this.outside.now();
    for (;;) {
      const next = playing.next();
      if (next.done === true) {
        await this.outside.rest();
        await this.take(index, next.value);
        return turn === this.turn;
      }
      if (this.outside.now() - began < SLICE_MS) continue;
      await this.outside.rest();
      if (turn !== this.turn) return false;
      began = this.outside.now();
    }
  }

  private async take(index: number, outcome: AcksOutcome): Promise<void> {
    const { acks, minInsync, crash, scenario } = outcome;
    const cell = { acks, minInsync, crash };
    const recording = {
      format: RECORDING_FORMAT,
      engine: ENGINE,
      scenario,
      seed: scenario.seed,
      interventions: [],
      until: ACKS_CELL_ENDS,
    } as const;
    const href = await hashOf(recording);
    this.cells = this.cells.map((known, i) => (i === index ? { cell, verdict: acksVerdict(outcome), href } : known));
  }
}

import type { PartitionId, Seq } from '../world.ts';
import type { Ledger } from './ledger.ts';
import type { Sight } from './sight.ts';

/** What must never be and was: a bug of ours, since Kafka does not do it. */
export interface Violation {
  readonly invariant: string;
  /** The first entry of the step, or the next one's number where it wrote none. */
  readonly seq: Seq;
  readonly partition: PartitionId | null;
  /** What was seen, for whoever reads the report. */
  readonly text: string;
}

/** Says that something is wrong: where, and what was seen. */
export type Complain = (partition: PartitionId | null, text: string) => void;

/** Watches one run from its first step; its memory is its own and no part of a World. */
export interface Watcher {
  /** @param ledger already knows this step */
  look(sight: Sight, ledger: Ledger, complain: Complain): void;
}

/** A statement about every run, with a name of its own. */
export interface Invariant {
  readonly name: string;
  /** What it says, in one sentence. */
  readonly says: string;
  watch(): Watcher;
}

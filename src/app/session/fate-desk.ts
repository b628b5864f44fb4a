import { fateView, recordIdOf, type FateView, type RecordId } from '../../scene/fate.ts';
import { keyOf, type Thing } from '../../scene/thing.ts';
import type { Session } from './session.ts';

/**
 * Answers what became of a record, as far as the run has been shown. The answer is about the record and not about its tile: it
 * stays when the reader goes back to before it was written, or when another record stands in its place.
 */
export class FateDesk {
  private kept: { readonly session: Session; readonly key: string; readonly id: RecordId } | null = null;
  private last: {
    readonly session: Session;
    readonly version: number;
    readonly step: number;
    readonly id: RecordId;
    readonly view: FateView | null;
  } | null = null;

  /** What became of the record of a tile; null: it is none's. */
  ofThing(session: Session, thing: Thing): FateView | null {
    const key = keyOf(thing);
    const known = this.kept?.session === session && this.kept.key === key ? this.kept.id : null;
    const id = recordIdOf(session.run.timeline.world, thing) ?? known;
    if (id === null) return null;
    this.kept = { session, key, id };
    return this.ofRecord(session, id);
  }

  /** What became of a record; null: it has not been sent. */
  ofRecord(session: Session, id: RecordId): FateView | null {
    const { timeline, seenStep: step } = session.run;
    const { version } = timeline;
    const { last } = this;
    if (last?.session === session && last.version === version && last.step === step && sameRecord(last.id, id))
      return last.view;
    const view = fateView(timeline.runAfter(step), id);
    this.last = { session, version, step, id, view };
    return view;
  }
}

function sameRecord(a: RecordId, b: RecordId): boolean {
  if (a.partition !== b.partition) return false;
  if (a.by === 'producer') return b.by === 'producer' && a.producer === b.producer && a.number === b.number;
  return b.by === 'place' && a.offset === b.offset && a.leaderEpoch === b.leaderEpoch;
}

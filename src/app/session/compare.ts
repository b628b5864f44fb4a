import { differencesOf, type Difference } from '../../scene/differences.ts';
import { SLICE_MS, type Outside } from './outside.ts';
import type { Session } from './session.ts';

/** Steps of the other future before the clock on the wall is looked at again. */
const CHUNK = 16;

/**
 * What differs at the present instant between the future that is shown and another one, which is run as far as that beside it, whether or
 * not anybody has watched it; in slices, so that the page goes on meanwhile.
 * @returns null: it is not kept, a lesson does not show it so far yet, or the reader has gone on meanwhile
 */
export async function differencesTo(
  session: Session,
  branch: number,
  outside: Pick<Outside, 'now' | 'rest'>,
): Promise<readonly Difference[] | null> {
  const { timeline } = session.run;
  const { step, at } = timeline.present;
  // A lesson's own run may be ahead of what has been predicted.
  const held = branch === 0 ? session.heldFrom : null;
  if (held !== null && at > held) return null;
  const other = timeline.otherFuture(branch);
  if (other === null) return null;
  let began = outside.now();
  while (!other.advance(CHUNK)) {
    if (outside.now() - began < SLICE_MS) continue;
    await outside.rest();
    if (timeline.present.at !== at || timeline.present.step !== step) return null;
    began = outside.now();
  }
  return differencesOf(timeline.run, other.run);
}

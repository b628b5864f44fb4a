import { differencesOf, type Difference } from '../../scene/differences.ts';
import type { Session } from './session.ts';

/** Steps that the other future is run on by before the page gets its turn. */
const BUDGET = 4_000;

/**
 * What differs at the present instant between the future that is shown and another one, which is run on as far as that.
 * @param rest lets the page do something else
 * @returns null: it is not kept, a lesson does not show it so far yet, or the reader has gone on meanwhile
 */
export async function differencesTo(
  session: Session,
  branch: number,
  rest: () => Promise<void>,
): Promise<readonly Difference[] | null> {
  const { timeline } = session.run;
  const { step, at } = timeline.present;
  // A lesson's own run may be ahead of what has been predicted.
  const held = branch === 0 ? session.heldFrom : null;
  if (held !== null && at > held) return null;
  for (;;) {
    const other = timeline.futureAtPresent(branch, BUDGET);
    if (other === null) return null;
    if (other.arrived) return differencesOf(timeline.run, other.run);
    await rest();
    if (timeline.present.at !== at || timeline.present.step !== step) return null;
  }
}

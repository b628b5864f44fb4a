import type { Timeline } from '../../timeline/timeline.ts';
import type { EntryLine } from '../../view/table/entry-line.ts';
import { lastEntries } from './sentences.ts';

/** While a run plays that replaces the whole list each time, it is made anew only so often, in milliseconds of wall time: nobody reads it faster. */
const RUSH_PAUSE = 600;

/**
 * Tells the last entries of one timeline. What was told is told again as long as the present has not moved, and, while so much happens that
 * no line would stay, until {@link RUSH_PAUSE} has passed; whoever stops or goes elsewhere is told at once.
 * @param most how many entries
 */
export function teller(most: number): (timeline: Timeline, playing: boolean, now: number) => readonly EntryLine[] {
  let told: readonly EntryLine[] = [];
  let [step, version, rushUntil] = [-1, -1, -Infinity];
  return (timeline, playing, now) => {
    const { present } = timeline;
    if (version === timeline.version && (step === present.step || (playing && step < present.step && now < rushUntil)))
      return told;
    const before = told.at(-1)?.seq ?? Infinity;
    told = lastEntries(timeline, most);
    const isRush = version === timeline.version && (told[0]?.seq ?? -1) > before;
    [step, version, rushUntil] = [present.step, timeline.version, isRush ? now + RUSH_PAUSE : -Infinity];
    return told;
  };
}

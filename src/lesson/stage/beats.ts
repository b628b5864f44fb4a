import type { Lesson } from '../lesson.ts';
import type { ComputedQuestion, Instant, Plan, PlannedStep } from '../plan/plan.ts';
import type { Inline } from '../prose.ts';

/** One stop of a presentation: a sentence, a question, and the instant of the whole run that they belong to. */
export interface StageBeat {
  /** Index of the step, and its title. */
  readonly step: number;
  readonly title: string;
  /** `start`, `end`, or the name of a moment. */
  readonly place: string;
  readonly instant: Instant;
  readonly say: readonly Inline[];
  readonly ask: readonly Inline[];
  /** What the room may vote on: the step's prediction, at the step's beginning; null elsewhere. */
  readonly question: ComputedQuestion | null;
}

/** The stops of a lesson in order. A moment that did not come in this run has none. */
export function beatsOf(lesson: Lesson, plan: Plan): readonly StageBeat[] {
  return lesson.steps.flatMap((step, index) => {
    const planned = plan.steps[index];
    if (planned === undefined) return [];
    return step.beats.flatMap(({ at, say, ask }): StageBeat[] => {
      const instant = instantOf(planned, at);
      const question = at === 'start' ? planned.question : null;
      return instant === null ? [] : [{ step: index, title: step.title, place: at, instant, say, ask, question }];
    });
  });
}

/** The beat that one is at after so many steps of the run: the last that does not lie ahead; 0 before the first. */
export function beatAt(beats: readonly StageBeat[], steps: number): number {
  return Math.max(
    0,
    beats.findLastIndex(({ instant }) => instant.step <= steps),
  );
}

function instantOf({ start, end, moments }: PlannedStep, place: string): Instant | null {
  if (place === 'start') return start;
  if (place === 'end') return end;
  return moments.find(({ name }) => name === place) ?? null;
}

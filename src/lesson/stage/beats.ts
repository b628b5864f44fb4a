import type { Lesson, LessonStep, Question } from '../lesson.ts';
import type { Instant, Plan, PlannedStep } from '../plan/plan.ts';
import type { Inline } from '../prose.ts';

/** One stop of a presentation: a sentence, what the room votes on or talks about, and the instant of the whole run that they belong to. */
export interface StageBeat {
  /** Index of the step, and its title. */
  readonly step: number;
  readonly title: string;
  /** `start`, `end`, or the name of a moment. */
  readonly place: string;
  readonly instant: Instant;
  readonly say: readonly Inline[];
  /** What the room may talk about; it has no options. Empty where the room votes. */
  readonly discuss: readonly Inline[];
  /** The step's prediction; null: it has none. */
  readonly vote: Vote | null;
}

/** A question in its own words, with what the run gives and what the beliefs give: never the one with the options of another. */
export interface Vote {
  readonly question: Question;
  readonly computed: NonNullable<PlannedStep['question']>;
}

/** Where the room votes: at the beginning of a step that predicts. What is asked there is the prediction, so an author asks nothing. */
export function isVoted(place: string, { question }: Pick<LessonStep, 'question'>): boolean {
  return place === 'start' && question !== null;
}

/** The stops of a lesson in order. A moment that did not come in this run has none. */
export function beatsOf(lesson: Lesson, plan: Plan): readonly StageBeat[] {
  return lesson.steps.flatMap((step, index) => {
    const planned = plan.steps[index];
    if (planned === undefined) return [];
    const { question, title } = step;
    const vote = question === null || planned.question === null ? null : { question, computed: planned.question };
    return step.beats.flatMap(({ at: place, say, ask }): StageBeat[] => {
      const instant = instantOf(planned, place);
      const discuss = isVoted(place, step) ? [] : ask;
      return instant === null ? [] : [{ step: index, title, place, instant, say, discuss, vote }];
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

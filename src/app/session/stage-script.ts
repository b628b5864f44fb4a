import type { Lesson } from '../../lesson/lesson.ts';
import type { Plan } from '../../lesson/plan/plan.ts';
import { beatsOf } from '../../lesson/stage/beats.ts';
import type { Cursor } from '../../timeline/timeline.ts';
import type { StageBeat } from '../../view/stage/stage.ts';

/** A stop of a presentation: what is said and asked there, and where the run stands. */
export interface PlacedBeat extends StageBeat {
  readonly cursor: Cursor;
  /** Index of the step it belongs to. */
  readonly step: number;
}

/**
 * A lesson as an instructor goes through it. At the start of a step that asks something the options stand beside the question, at
 * its end the one that the run gives is marked; where the end asks something new, the options would be taken for its own, and the
 * answer alone is said.
 */
export function placedBeats(lesson: Lesson, plan: Plan): readonly PlacedBeat[] {
  return beatsOf(lesson, plan).map(({ step, title, place, instant, say, ask }) => {
    const question = plan.steps[step]?.question ?? null;
    const answered = place === 'end' && question !== null;
    const shown = question !== null && (place === 'start' || (answered && ask.length === 0)) ? question.options : [];
    return {
      step,
      title,
      say,
      ask,
      cursor: instant,
      answer: answered && ask.length > 0 ? (question.options[question.right]?.text ?? null) : null,
      options: shown.map(({ text }, index) => ({
        text,
        mark: place === 'start' ? 'open' : index === question?.right ? 'right' : 'other',
      })),
    };
  });
}

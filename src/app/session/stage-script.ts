import type { Beat, Lesson, LessonStep } from '../../lesson/lesson.ts';
import type { Plan, PlannedStep } from '../../lesson/plan/plan.ts';
import type { Cursor } from '../../timeline/timeline.ts';
import type { StageBeat } from '../../view/stage/stage.ts';

/** A stop of a presentation: what is said and asked there, and where the run stands. */
export interface PlacedBeat extends StageBeat {
  readonly cursor: Cursor;
  /** Index of the step it belongs to. */
  readonly step: number;
}

/**
 * A lesson as an instructor goes through it: the beats of all its steps, in order, each at its place in the run. At the start of a
 * step that asks something the options stand beside the question, at its end the one that the run gives is marked.
 */
export function placedBeats(lesson: Lesson, plan: Plan): readonly PlacedBeat[] {
  return lesson.steps.flatMap((step, index) => {
    const planned = plan.steps[index];
    if (planned === undefined) return [];
    const beats = step.beats.length > 0 ? step.beats : silent(step);
    return beats.map((beat): PlacedBeat => ({
      step: index,
      title: step.title,
      say: beat.say,
      ask: beat.ask,
      options: optionsOf(beat, planned),
      cursor: cursorOf(beat, planned),
    }));
  });
}

/** A step without beats still has its beginning and its end. */
function silent(step: LessonStep): readonly Beat[] {
  const title = [{ kind: 'text' as const, text: step.title }];
  return [
    { at: 'start', say: title, ask: step.question?.ask ?? [] },
    { at: 'end', say: title, ask: [] },
  ];
}

function cursorOf(beat: Beat, planned: PlannedStep): Cursor {
  if (beat.at === 'start') return planned.start;
  if (beat.at === 'end') return planned.end;
  return planned.moments.find(({ name }) => name === beat.at) ?? planned.end;
}

function optionsOf(beat: Beat, { question }: PlannedStep): StageBeat['options'] {
  if (question === null || (beat.at !== 'start' && beat.at !== 'end')) return [];
  return question.options.map(({ text }, index) => ({ text, mark: beat.at === 'start' ? 'open' : index === question.right ? 'right' : 'other' }));
}

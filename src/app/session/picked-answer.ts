import type { Lesson } from '../../lesson/lesson.ts';
import { rowsOf, type Plan, type PlannedStep } from '../../lesson/plan/plan.ts';
import type { PlayerContext } from '../../lesson/player/machine.ts';
import { attemptsAt } from '../../lesson/progress/progress.ts';
import type { LessonOutside } from './lesson-outside.ts';

/**
 * Keeps what was picked: one answer, of a question with rows one for each row. A row in which nothing was picked is none.
 * @param question null: nothing is asked, and nothing kept
 */
export function keepPicks(
  page: Pick<LessonOutside, 'progress' | 'keep' | 'clock'>,
  { lesson, plan }: { readonly lesson: Pick<Lesson, 'id'>; readonly plan: Pick<Plan, 'seed'> },
  question: PlannedStep['question'],
  { picks, confidence }: Pick<PlayerContext, 'picks' | 'confidence'>,
): void {
  if (question === null) return;
  rowsOf(question).forEach(({ id, name = '', options, right }, at) => {
    const pick = picks[at] ?? null;
    const option = pick === null ? undefined : options[pick];
    if (option === undefined) return;
    const asked = `${id} ${name}`.trim();
    page.keep({
      type: 'answered',
      lesson: lesson.id,
      answer: {
        question: asked,
        seed: plan.seed,
        attempt: attemptsAt(page.progress(), lesson.id, asked) + 1,
        choice: option.text,
        belief: option.belief?.id ?? null,
        correct: pick === right,
        confidence,
        at: page.clock(),
      },
    });
  });
}

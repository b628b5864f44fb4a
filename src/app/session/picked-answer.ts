import { attemptsAt, type Answer, type Progress } from '../../lesson/progress/progress.ts';

/** An option as it was picked; right when no belief stands behind it. */
export interface PickedOption {
  readonly text: string;
  readonly belief: { readonly id: string } | null;
}

/** What is kept of an answer. `at` is in milliseconds since 1970. */
export function answerOf(
  page: { readonly progress: () => Progress; readonly clock: () => number },
  lesson: string,
  seed: number,
  question: string,
  { text, belief }: PickedOption,
  confidence: Answer['confidence'],
): Answer {
  return {
    question,
    seed,
    attempt: attemptsAt(page.progress(), lesson, question) + 1,
    choice: text,
    belief: belief?.id ?? null,
    correct: belief === null,
    confidence,
    at: page.clock(),
  };
}

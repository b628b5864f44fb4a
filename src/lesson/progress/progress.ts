import type { Confidence } from '../player/machine.ts';

/** What a learner has done, lesson by lesson. JSON only; kept in the browser, exported to and imported from a file. */
export interface Progress {
  readonly lessons: { readonly [id: string]: LessonProgress };
}

export interface LessonProgress {
  /** Of the content that the place and the answers belong to. */
  readonly hash: string;
  /** Id of the furthest step begun. */
  readonly step: string | null;
  /** Kept when the content changes. */
  readonly done: boolean;
  readonly answers: readonly Answer[];
}

/** One answer: a committed prediction, or a try at an item of the self-check. */
export interface Answer {
  /** Its id; of a question with rows the id, a blank, and the row: each row is an answer. */
  readonly question: string;
  readonly seed: number;
  /** Counts from 1; a prediction is committed once a run. */
  readonly attempt: number;
  /** In the words of the option. */
  readonly choice: string;
  /** The belief whose answer was chosen; null for the right answer, and for a pick in a row that no belief gives. */
  readonly belief: string | null;
  readonly correct: boolean;
  readonly confidence: Confidence | null;
  /** Milliseconds since 1970; the page's clock, handed in. */
  readonly at: number;
}

export type ProgressChange =
  /** A lesson is opened: its answers are dropped when its content is no longer the same. */
  | { readonly type: 'opened'; readonly lesson: string; readonly hash: string }
  | { readonly type: 'began'; readonly lesson: string; readonly step: string }
  | { readonly type: 'answered'; readonly lesson: string; readonly answer: Answer }
  | { readonly type: 'finished'; readonly lesson: string }
  | { readonly type: 'clearedLesson'; readonly lesson: string }
  | { readonly type: 'cleared' }
  /** A file was read: its lessons take the place of those here with the same id. */
  | { readonly type: 'imported'; readonly progress: Progress };

export const noProgress: Progress = { lessons: {} };

/** Answers kept for one lesson; older ones are let go. */
const MOST_ANSWERS = 500;

const nothingYet: LessonProgress = { hash: '', step: null, done: false, answers: [] };

/** The progress after a change; the same object when nothing changed. */
export function changeProgress(progress: Progress, change: ProgressChange): Progress {
  switch (change.type) {
    case 'opened': {
      const known = progress.lessons[change.lesson];
      if (known?.hash === change.hash) return progress;
      return withLesson(progress, change.lesson, { ...nothingYet, hash: change.hash, done: known?.done ?? false });
    }
    case 'began':
      return update(progress, change.lesson, (known) =>
        known.step === change.step ? known : { ...known, step: change.step },
      );
    case 'answered':
      return update(progress, change.lesson, (known) => ({
        ...known,
        answers: [...known.answers, change.answer].slice(-MOST_ANSWERS),
      }));
    case 'finished':
      return update(progress, change.lesson, (known) => (known.done ? known : { ...known, done: true }));
    case 'clearedLesson': {
      if (!Object.hasOwn(progress.lessons, change.lesson)) return progress;
      return { lessons: Object.fromEntries(Object.entries(progress.lessons).filter(([id]) => id !== change.lesson)) };
    }
    case 'cleared':
      return Object.keys(progress.lessons).length === 0 ? progress : noProgress;
    case 'imported':
      return { lessons: { ...progress.lessons, ...change.progress.lessons } };
  }
}

/** How often a question has been answered in this lesson. */
export function attemptsAt(progress: Progress, lesson: string, question: string): number {
  return (progress.lessons[lesson]?.answers ?? []).filter((answer) => answer.question === question).length;
}

function update(progress: Progress, id: string, how: (known: LessonProgress) => LessonProgress): Progress {
  const known = Object.hasOwn(progress.lessons, id) ? (progress.lessons[id] ?? nothingYet) : nothingYet;
  const changed = how(known);
  return changed === known ? progress : withLesson(progress, id, changed);
}

function withLesson(progress: Progress, id: string, lesson: LessonProgress): Progress {
  return { lessons: { ...progress.lessons, [id]: lesson } };
}

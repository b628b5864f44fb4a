import { assign, setup } from 'xstate';

export type PlayerPhase = 'reading' | 'predicting' | 'running' | 'comparing' | 'explaining' | 'checking' | 'done';

/** How sure a learner is of a prediction. */
export type Confidence = 'guess' | 'likely' | 'certain';

/** JSON only, so that a player can be stored and compared. */
export interface PlayerContext {
  /** Index of the present step. */
  readonly step: number;
  /** The furthest step that has been begun. */
  readonly furthest: number;
  /** For each step: how many picks does its question want? One, or one a row; 0: it asks nothing. */
  readonly asks: readonly number[];
  /** What has been picked in each row; null: nothing yet. */
  readonly picks: readonly (number | null)[];
  readonly confidence: Confidence | null;
  readonly skipped: boolean;
}

export type PlayerEvent =
  /** Chooses an option (in a table that of a row, counted from 0); it can be changed until the run. */
  | { readonly type: 'choose'; readonly option: number; readonly row?: number }
  | { readonly type: 'rate'; readonly confidence: Confidence }
  /** Runs the step: the prediction is committed. */
  | { readonly type: 'run' }
  /** Runs the step without a prediction; it does not count. */
  | { readonly type: 'skip' }
  /** The run has reached the step's goal. */
  | { readonly type: 'reached' }
  | { readonly type: 'explain' }
  | { readonly type: 'next' }
  /** Goes to a step that has been begun before. */
  | { readonly type: 'goTo'; readonly step: number }
  /** Begins the present step again. */
  | { readonly type: 'again' }
  /** The self-check has been answered to its end. */
  | { readonly type: 'checked' };

/** A step that nothing has been answered in yet. */
export function freshStep(asks: readonly number[], step: number): Omit<PlayerContext, 'step' | 'furthest' | 'asks'> {
  return { picks: Array.from({ length: asks[step] ?? 0 }, () => null), confidence: null, skipped: false };
}

function hasAll({ picks }: PlayerContext): boolean {
  return picks.length > 0 && picks.every((pick) => pick !== null);
}

/**
 * One lesson, step by step: predict, run, compare, explain; then the self-check. Actions are commands: they are named, empty, and
 * carried out by whoever owns the player (the page, a test).
 */
export const playerMachine = setup({
  types: {
    context: {} as PlayerContext,
    events: {} as PlayerEvent,
  },
  actions: {
    /** Show the cluster as it is when the present step begins. */
    enterStep: () => undefined,
    /** Play the step's run. */
    startRun: () => undefined,
    /** A prediction is committed: keep it. */
    keepAnswer: () => undefined,
    /** The lesson has been gone through to its end. */
    keepDone: () => undefined,
    take: assign({
      picks: ({ event, context }) =>
        event.type === 'choose'
          ? context.picks.map((pick, row) => (row === (event.row ?? 0) ? event.option : pick))
          : context.picks,
      confidence: ({ event, context }) => (event.type === 'rate' ? event.confidence : context.confidence),
    }),
    skip: assign(({ context }) => ({ ...freshStep(context.asks, context.step), skipped: true })),
    begin: assign(({ context, event }) => {
      const step = event.type === 'next' ? context.step + 1 : event.type === 'goTo' ? event.step : context.step;
      return { ...freshStep(context.asks, step), step, furthest: Math.max(step, context.furthest) };
    }),
  },
  guards: {
    hasChosen: ({ context }) => hasAll(context),
    predicted: ({ context }) => hasAll(context) || context.skipped,
    isLast: ({ context }) => context.step + 1 >= context.asks.length,
    nextAsks: ({ context }) => (context.asks[context.step + 1] ?? 0) > 0,
    thisAsks: ({ context }) => (context.asks[context.step] ?? 0) > 0,
    begun: ({ context, event }) =>
      event.type === 'goTo' && Number.isInteger(event.step) && event.step >= 0 && event.step <= context.furthest,
    begunAndAsks: ({ context, event }) =>
      event.type === 'goTo' &&
      Number.isInteger(event.step) &&
      event.step <= context.furthest &&
      (context.asks[event.step] ?? 0) > 0,
  },
}).createMachine({
  id: 'lesson',
  context: { step: 0, furthest: 0, asks: [], ...freshStep([], 0) },
  initial: 'reading',
  on: {
    goTo: [
      { guard: 'begunAndAsks', target: '.predicting', actions: ['begin', 'enterStep'] },
      { guard: 'begun', target: '.reading', actions: ['begin', 'enterStep'] },
    ],
    again: [
      { guard: 'thisAsks', target: '.predicting', actions: ['begin', 'enterStep'] },
      { target: '.reading', actions: ['begin', 'enterStep'] },
    ],
  },
  states: {
    /** A step that asks nothing, before its run. */
    reading: {
      on: { run: { target: 'running', actions: 'startRun' } },
    },
    /** A step that asks: nothing moves before a prediction, or before it is skipped. */
    predicting: {
      on: {
        choose: { actions: 'take' },
        rate: { actions: 'take' },
        run: { guard: 'hasChosen', target: 'running', actions: ['keepAnswer', 'startRun'] },
        skip: { target: 'running', actions: ['skip', 'startRun'] },
      },
    },
    running: {
      on: {
        reached: [{ guard: 'predicted', target: 'comparing' }, { target: 'explaining' }],
      },
    },
    /** The prediction beside what the run gave. */
    comparing: {
      on: { explain: 'explaining' },
    },
    explaining: {
      on: {
        next: [
          { guard: 'isLast', target: 'checking' },
          { guard: 'nextAsks', target: 'predicting', actions: ['begin', 'enterStep'] },
          { target: 'reading', actions: ['begin', 'enterStep'] },
        ],
      },
    },
    checking: {
      on: { checked: { target: 'done', actions: 'keepDone' } },
    },
    done: {},
  },
});

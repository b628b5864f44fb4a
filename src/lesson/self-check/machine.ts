import { assign, setup } from 'xstate';

export type CheckPhase = 'asking' | 'secondTry' | 'right' | 'explained' | 'summary';

/** `right` at the first try, `second` at the second, `wrong` at neither; null: not answered yet. */
export type Outcome = 'right' | 'second' | 'wrong' | null;

export interface CheckContext {
  /** Index of the present item. */
  readonly item: number;
  readonly outcomes: readonly Outcome[];
  /** Items of this round, in order: all of them, or those that were wrong. */
  readonly round: readonly number[];
  /** The option chosen at each try of the present item. */
  readonly tried: readonly number[];
}

export type CheckEvent =
  /** `right`: is it the option that the run gives? */
  | { readonly type: 'answer'; readonly option: number; readonly right: boolean }
  | { readonly type: 'next' }
  /** The items that were wrong, once more and alone. */
  | { readonly type: 'retry' };

/** Items that were wrong at both tries. */
function wrongItems(context: CheckContext): readonly number[] {
  return context.outcomes.flatMap((outcome, item) => (outcome === 'wrong' ? [item] : []));
}

function itemAfter(context: CheckContext): number | undefined {
  return context.round[context.round.indexOf(context.item) + 1];
}

/** The self-check of a lesson: two tries an item, then the explanation; wrong items can be tried again alone. */
export const checkMachine = setup({
  types: {
    context: {} as CheckContext,
    events: {} as CheckEvent,
  },
  actions: {
    keepTry: () => undefined,
    note: assign(({ context, event }) => {
      if (event.type !== 'answer') return {};
      const tried = [...context.tried, event.option];
      const outcome: Outcome = event.right
        ? tried.length === 1
          ? 'right'
          : 'second'
        : tried.length === 1
          ? null
          : 'wrong';
      return { tried, outcomes: context.outcomes.map((old, item) => (item === context.item ? outcome : old)) };
    }),
    goOn: assign(({ context }) => ({ item: itemAfter(context) ?? context.item, tried: [] })),
    restart: assign(({ context }) => {
      const round = wrongItems(context);
      return {
        round,
        item: round[0] ?? context.item,
        tried: [],
        outcomes: context.outcomes.map((outcome, item) => (round.includes(item) ? null : outcome)),
      };
    }),
  },
  guards: {
    isRight: ({ event }) => event.type === 'answer' && event.right,
    isNew: ({ context, event }) => event.type === 'answer' && !context.tried.includes(event.option),
    hasMore: ({ context }) => itemAfter(context) !== undefined,
    hasWrong: ({ context }) => wrongItems(context).length > 0,
  },
}).createMachine({
  id: 'self-check',
  context: { item: 0, outcomes: [], round: [], tried: [] },
  initial: 'asking',
  states: {
    asking: {
      on: {
        answer: [
          { guard: 'isRight', target: 'right', actions: ['note', 'keepTry'] },
          { target: 'secondTry', actions: ['note', 'keepTry'] },
        ],
      },
    },
    /** The first try was wrong; the option is out, nothing is explained yet. */
    secondTry: {
      on: {
        answer: [
          { guard: 'isRight', target: 'right', actions: ['note', 'keepTry'] },
          { guard: 'isNew', target: 'explained', actions: ['note', 'keepTry'] },
        ],
      },
    },
    right: { on: { next: [{ guard: 'hasMore', target: 'asking', actions: 'goOn' }, { target: 'summary' }] } },
    explained: { on: { next: [{ guard: 'hasMore', target: 'asking', actions: 'goOn' }, { target: 'summary' }] } },
    summary: { on: { retry: { guard: 'hasWrong', target: 'asking', actions: 'restart' } } },
  },
});

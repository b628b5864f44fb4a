import type { Settings } from '../view/settings/settings.ts';

/**
 * How much a sentence matters to someone who listens: `answer` tells what came of something they did and is always said, and kept;
 * `shown` is the same where it stands on the page too; the others are said from that level of the setting on.
 */
export type Rank = 'answer' | 'shown' | 'beat' | 'change' | 'detail';

export interface Announcer {
  /** Says a sentence, unless more important ones are waiting or the setting leaves it out. */
  say(sentence: string, rank: Rank): void;
  /** Keeps a sentence in the list of what the page has said, without saying it: it is read where it stands. */
  keep(sentence: string): void;
  /** Forgets what waits: the page has moved elsewhere. */
  hush(): void;
}

export interface AnnouncerOutside {
  /** Puts a text into the page's one live region. */
  readonly show: (text: string) => void;
  /** Calls back after so many milliseconds of wall time. */
  readonly after: (milliseconds: number, then: () => void) => void;
  readonly verbosity: () => Settings['announce'];
  /** Takes what came of something the reader did into a list: a sentence that is said is soon gone. */
  readonly keep?: (sentence: string) => void;
}

const order: readonly Rank[] = ['answer', 'shown', 'beat', 'change', 'detail'];
const saidFrom: { readonly [R in Rank]: readonly Settings['announce'][] } = {
  answer: ['beats', 'changes', 'all'],
  shown: ['beats', 'changes', 'all'],
  beat: ['beats', 'changes', 'all'],
  change: ['changes', 'all'],
  detail: ['all'],
};

/** Between two sentences, in milliseconds of wall time. */
const REST = 1000;
/** The region is emptied before it is filled, so that the same sentence is said twice when it happens twice. */
const PAUSE = 50;

/**
 * Speaks for the page: one sentence at most each second. What comes meanwhile waits; of what waits the most important is kept,
 * and among equals the latest, since by then the earlier ones are history.
 */
export function createAnnouncer({ show, after, verbosity, keep = () => undefined }: AnnouncerOutside): Announcer {
  let waiting: { readonly sentence: string; readonly rank: Rank } | null = null;
  let resting = false;

  const speak = (): void => {
    if (waiting === null) {
      resting = false;
      return;
    }
    const { sentence } = waiting;
    waiting = null;
    resting = true;
    show('');
    after(PAUSE, () => {
      show(sentence);
    });
    after(REST, speak);
  };

  return {
    say(sentence, rank) {
      if (rank === 'answer' && sentence !== '') keep(sentence);
      if (sentence === '' || !saidFrom[rank].includes(verbosity())) return;
      if (waiting !== null && order.indexOf(rank) > order.indexOf(waiting.rank)) return;
      waiting = { sentence, rank };
      if (!resting) speak();
    },
    keep(sentence) {
      if (sentence !== '') keep(sentence);
    },
    hush() {
      waiting = null;
    },
  };
}

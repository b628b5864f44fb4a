import { expect, test } from 'vitest';

import { createAnnouncer, type Announcer } from '../../src/app/announcer.ts';
import type { Settings } from '../../src/view/settings/settings.ts';

interface Bench {
  readonly announcer: Announcer;
  readonly heard: readonly string[];
  pass(milliseconds: number): void;
}

/** An announcer over a clock that the test turns. */
function bench(verbosity: Settings['announce'] = 'all'): Bench {
  let now = 0;
  let timers: { readonly at: number; readonly then: () => void }[] = [];
  const heard: string[] = [];
  const announcer = createAnnouncer({
    show: (text) => {
      if (text !== '') heard.push(`${now} ${text}`);
    },
    after: (milliseconds, then) => {
      timers.push({ at: now + milliseconds, then });
    },
    verbosity: () => verbosity,
  });
  const pass = (milliseconds: number): void => {
    const until = now + milliseconds;
    for (;;) {
      const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      timers = timers.filter((timer) => timer !== next);
      now = next.at;
      next.then();
    }
    now = until;
  };
  return { announcer, heard, pass };
}

test('a sentence is said at once, and the next one not before a second has passed', () => {
  const { announcer, heard, pass } = bench();
  announcer.say('Broker 3 crashes.', 'beat');
  pass(100);
  announcer.say('Broker 1 becomes leader of payments-0.', 'beat');
  pass(2000);
  expect(heard).toEqual(['50 Broker 3 crashes.', '1050 Broker 1 becomes leader of payments-0.']);
});

test('of the sentences that wait the most important one is kept, and among equals the latest', () => {
  const { announcer, heard, pass } = bench();
  announcer.say('a', 'beat');
  announcer.say('b', 'beat');
  announcer.say('c', 'beat');
  announcer.say('d', 'change');
  pass(3000);
  expect(heard).toEqual(['50 a', '1050 c']);
});

test('the same sentence is said again when it happens again', () => {
  const { announcer, heard, pass } = bench();
  announcer.say('a', 'answer');
  pass(1500);
  announcer.say('a', 'answer');
  pass(1500);
  expect(heard).toEqual(['50 a', '1550 a']);
});

test('the setting leaves out what matters less, and never the answer to an action', () => {
  const { announcer, heard, pass } = bench('beats');
  announcer.say('a change', 'change');
  pass(1500);
  announcer.say('an answer', 'answer');
  pass(1500);
  expect(heard).toEqual(['1550 an answer']);
});

test('what waits is forgotten when the page moves elsewhere', () => {
  const { announcer, heard, pass } = bench();
  announcer.say('a', 'beat');
  announcer.say('b', 'beat');
  announcer.hush();
  pass(3000);
  expect(heard).toEqual(['50 a']);
});

import { describe, expect, test } from 'vitest';

import type { PlayerEvent } from '../../src/lesson/player/machine.ts';
import { movePlayer, newPlayer, whyNotRun, type Player, type PlayerCommand } from '../../src/lesson/player/player.ts';

/** Plays events in order; the player at the end and every command on the way. */
function play(
  player: Player,
  ...events: readonly PlayerEvent[]
): { readonly player: Player; readonly commands: readonly PlayerCommand[] } {
  const commands: PlayerCommand[] = [];
  let now = player;
  for (const event of events) {
    const moved = movePlayer(now, event);
    commands.push(...moved.commands);
    now = moved.player;
  }
  return { player: now, commands };
}

const asksSecond = [0, 1, 1];

describe('a step that asks nothing', () => {
  test('is read, run and explained', () => {
    const { player, commands } = play(newPlayer(asksSecond), { type: 'run' }, { type: 'reached' });
    expect(player.value).toBe('explaining');
    expect(commands).toEqual(['startRun']);
  });
});

describe('a step that asks', () => {
  const asking = play(newPlayer(asksSecond), { type: 'run' }, { type: 'reached' }, { type: 'next' }).player;

  test('begins with a prediction, at the state of the cluster that the step begins with', () => {
    expect(asking.value).toBe('predicting');
    expect(asking.context.step).toBe(1);
    expect(play(newPlayer(asksSecond), { type: 'run' }, { type: 'reached' }, { type: 'next' }).commands).toContain(
      'enterStep',
    );
  });

  test('does not run before a prediction, and says why', () => {
    const { player, commands } = play(asking, { type: 'run' });
    expect(player).toBe(asking);
    expect(commands).toEqual([]);
    expect(whyNotRun(asking)).toBe('Choose an answer first, or skip the question.');
  });

  test('lets the prediction be changed until the run', () => {
    const { player } = play(
      asking,
      { type: 'choose', option: 2 },
      { type: 'rate', confidence: 'certain' },
      { type: 'choose', option: 0 },
    );
    expect(player.context).toMatchObject({ picks: [0], confidence: 'certain', skipped: false });
    expect(whyNotRun(player)).toBeNull();
  });

  test('commits it with the run, once', () => {
    const { player, commands } = play(asking, { type: 'choose', option: 1 }, { type: 'run' });
    expect(player.value).toBe('running');
    expect(commands).toEqual(['keepAnswer', 'startRun']);
    const later = play(player, { type: 'choose', option: 0 }, { type: 'run' }, { type: 'skip' });
    expect(later.player.context.picks).toEqual([1]);
    expect(later.commands).toEqual([]);
  });

  test('compares, then explains, then goes on', () => {
    const run = play(asking, { type: 'choose', option: 1 }, { type: 'run' }, { type: 'reached' }).player;
    expect(run.value).toBe('comparing');
    const explained = play(run, { type: 'explain' }).player;
    expect(explained.value).toBe('explaining');
    expect(explained.context.picks).toEqual([1]);
    const next = play(explained, { type: 'next' }).player;
    expect(next.value).toBe('predicting');
    expect(next.context).toMatchObject({ step: 2, picks: [null], confidence: null, skipped: false });
  });

  test('runs without a prediction when it is skipped, and keeps no answer', () => {
    const { player, commands } = play(asking, { type: 'choose', option: 1 }, { type: 'skip' });
    expect(player.value).toBe('running');
    expect(player.context).toMatchObject({ picks: [null], skipped: true });
    expect(commands).toEqual(['startRun']);
    expect(play(player, { type: 'reached' }).player.value).toBe('comparing');
  });
});

describe('going about in a lesson', () => {
  const second = newPlayer(asksSecond, 1);

  test('a kept place is where it begins, and what comes before it counts as begun', () => {
    expect(second.value).toBe('predicting');
    expect(second.context.furthest).toBe(1);
    expect(newPlayer(asksSecond, 99).context.step).toBe(2);
  });

  test('a step that has been begun can be gone back to, another one cannot', () => {
    const back = play(second, { type: 'goTo', step: 0 });
    expect(back.player.context.step).toBe(0);
    expect(back.player.value).toBe('reading');
    expect(back.commands).toEqual(['enterStep']);
    expect(play(back.player, { type: 'goTo', step: 1 }).player.value).toBe('predicting');
    for (const step of [2, -1, 0.5, Number.NaN]) expect(play(second, { type: 'goTo', step }).player).toBe(second);
  });

  test('a step can be begun again, with a new prediction', () => {
    const { player } = play(
      second,
      { type: 'choose', option: 1 },
      { type: 'run' },
      { type: 'reached' },
      { type: 'again' },
    );
    expect(player.value).toBe('predicting');
    expect(player.context.picks).toEqual([null]);
  });

  test('every step can be gone to in a lesson that was gone through before', () => {
    const known = newPlayer(asksSecond, 0, 2);
    expect(known.context.step).toBe(0);
    expect(play(known, { type: 'goTo', step: 2 }).player.context.step).toBe(2);
    expect(movePlayer(newPlayer(asksSecond), { type: 'goTo', step: 2 }).changed).toBe(false);
  });

  test('after the last step comes the self-check, and after it the lesson is done', () => {
    const last = play(
      newPlayer(asksSecond, 2),
      { type: 'skip' },
      { type: 'reached' },
      { type: 'explain' },
      { type: 'next' },
    ).player;
    expect(last.value).toBe('checking');
    const { player, commands } = play(last, { type: 'checked' });
    expect(player.value).toBe('done');
    expect(commands).toEqual(['keepDone']);
    expect(play(player, { type: 'goTo', step: 0 }).player.value).toBe('reading');
  });
});

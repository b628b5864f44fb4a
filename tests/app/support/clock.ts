import type { Outside } from '../../../src/app/session/outside.ts';

export interface Wall {
  readonly outside: Outside;
  /** Draws frames, one each 16 ms, for so many milliseconds of wall time. */
  draw(milliseconds: number): void;
}

/** A wall clock that the test turns. The simulation takes no wall time, so a slice is never used up. */
export function wallClock(): Wall {
  let now = 0;
  let frames: (() => void)[] = [];
  const outside: Outside = {
    now: () => now,
    frame: (then) => {
      frames.push(then);
      return () => {
        frames = frames.filter((one) => one !== then);
      };
    },
    rest: () => Promise.resolve(),
  };
  const draw = (milliseconds: number): void => {
    for (const until = now + milliseconds; now < until;) {
      now += 16;
      const due = frames;
      frames = [];
      for (const then of due) then();
    }
  };
  return { outside, draw };
}

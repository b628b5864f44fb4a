/** What a session needs of the machine it runs on. Tests give it a clock of their own. */
export interface Outside {
  /** Wall time in milliseconds. */
  readonly now: () => number;
  /** Calls back before the next frame is drawn. @returns takes it back */
  readonly frame: (then: () => void) => () => void;
  /** Lets the page draw and answer before going on. */
  readonly rest: () => Promise<void>;
}

/** So long the simulation may hold the thread at a stretch, in milliseconds: a frame is 16. */
export const SLICE_MS = 8;

/** The browser. Without a visible page there are no frames, and nothing needs to move. */
export const browser: Outside = {
  now: () => performance.now(),
  frame: (then) => {
    const id = requestAnimationFrame(then);
    return () => {
      cancelAnimationFrame(id);
    };
  },
  rest: () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    }),
};

import type { Body } from '../../../src/sim/protocol/body.ts';
import type { Behaviour } from '../../../src/sim/turn.ts';

/** A client that sends what a test tells it to, and keeps the answer. */
export interface Asker {
  readonly wants: Body | null;
  readonly connection: number | null;
  readonly answer: Body | null;
  readonly told: readonly Body[];
}

export const NEW_ASKER: Asker = { wants: null, connection: null, answer: null, told: [] };

export const asker: Behaviour<Asker> = {
  handle(turn, state, stimulus) {
    switch (stimulus.type) {
      case 'intervention': {
        const { intervention } = stimulus;
        if (intervention.type !== 'createTopic') return state;
        const [to, wants] = JSON.parse(intervention.topic.name) as [number, Body];
        if (state.connection !== null && to < 0) {
          turn.send(state.connection, wants);
          return { ...state, wants: null, answer: null };
        }
        return { ...state, wants, answer: null, connection: turn.connect(to) };
      }
      case 'connected':
        if (state.wants !== null && stimulus.connection === state.connection)
          turn.send(stimulus.connection, state.wants);
        return state;
      case 'response':
        return { ...state, answer: stimulus.body };
      case 'notification':
        return { ...state, told: [...state.told, stimulus.body] };
      default:
        return state;
    }
  },
  crash: (state) => state,
};

import { emptyVec } from '../../src/lib/vec.ts';
import type { Behaviours } from '../../src/sim/dispatch.ts';
import { Draft } from '../../src/sim/draft.ts';
import { interveneNow, run, step } from '../../src/sim/kernel.ts';
import { addNode } from '../../src/sim/newcomers.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import type { Behaviour, Stimulus, Turn } from '../../src/sim/turn.ts';
import type { World } from '../../src/sim/world.ts';
import type { Engine, PlannedIntervention, State } from '../../src/timeline/engine.ts';
import { timelineFolds } from '../../src/timeline/moments.ts';
import { nextStep } from '../../src/timeline/runner.ts';
import { Timeline, type TimelineOptions } from '../../src/timeline/timeline.ts';

/** A client that calls a server now and then, and a server that counts the calls: small Worlds on the real kernel. */
interface Caller {
  readonly connection: number | null;
  readonly calls: number;
}

const caller: Behaviour<Caller> = {
  handle(turn: Turn, state: Caller, stimulus: Stimulus): Caller {
    switch (stimulus.type) {
      case 'start':
        return { ...state, connection: turn.connect(turn.self === 0 ? 1 : 0) };
      case 'connected':
        turn.setTimer(0, turn.now + 1000);
        return { ...state, connection: stimulus.connection };
      case 'disconnected':
        turn.setTimer(1, turn.now + 5000);
        return { ...state, connection: null };
      case 'timer':
        if (stimulus.slot === 1) return { ...state, connection: turn.connect(turn.self === 0 ? 1 : 0) };
        if (state.connection === null || !turn.isOpen(state.connection)) return state;
        turn.send(
          state.connection,
          { type: 'ApiVersionsRequest', clientSoftwareName: String(state.calls) },
          { timeout: 40_000 },
        );
        turn.setTimer(0, turn.now + 200 + turn.draw(2_000));
        if (state.calls % 4 === 0) {
          turn.emit('BatchSent', { partition: 0, first: state.calls, count: 1, attempt: 1, broker: 1 });
        }
        return { ...state, calls: state.calls + 1 };
      default:
        return state;
    }
  },
  crash: (state) => ({ ...state, connection: null }),
};

const server: Behaviour<{ readonly count: number }> = {
  handle(turn, state, stimulus) {
    if (stimulus.type !== 'request') return state;
    turn.respond(stimulus.connection, { type: 'ApiVersionsResponse', errorCode: 'NONE' });
    if (state.count % 8 === 0) {
      const { count } = state;
      turn.emit('RecordsAppended', {
        partition: 0,
        broker: 1,
        leaderEpoch: 0,
        from: count,
        to: count + 1,
        producer: 0,
        first: count,
      });
    }
    return { count: state.count + 1 };
  },
  crash: (state) => state,
};

const behaviours: Behaviours = {
  producer: caller as unknown as Behaviour<never>,
  remote: server as unknown as Behaviour<never>,
};

function create(_: Scenario, seed: number): World {
  const blank: World = {
    now: 0,
    steps: 0,
    nextSeq: 0,
    nextOrder: 0,
    agenda: null,
    nodes: emptyVec(),
    connections: emptyVec(),
    names: {
      topics: [{ name: 'orders', topicId: 'o' }],
      partitions: [{ topic: 'orders', partition: 0 }],
      index: { orders: [0] },
    },
    setup: {
      engine: 'toy',
      era: '3.9',
      mode: 'kraft',
      seed,
      network: { latency: 1000, jitter: 300 },
      nodeOfBroker: [],
      brokerIds: [],
      zookeeperNodes: [],
      voters: [],
      adminNode: -1,
      announcedTopics: [],
      clientConfig: { producer: {}, consumer: {} },
    },
    pendingScript: [],
  };
  const draft = new Draft(blank);
  addNode(draft, 'caller', 'producer', { connection: null, calls: 0 });
  addNode(draft, 'server', 'remote', { count: 0 });
  for (const node of [1, 0]) draft.plan({ kind: 'start', at: 0, order: draft.nextOrder++, node });
  return draft.seal();
}

export const toyEngine: Engine = {
  name: 'toy-1',
  create,
  step: (world, until) => step(world, behaviours, until),
  run: (world, until, most, visit) => run(world, behaviours, until, most, visit),
  intervene: (world, at, intervention) => interveneNow(world, behaviours, at, intervention),
  folds: timelineFolds,
};

export const toyScenario = { name: 'toy', seed: 1, script: [] } as unknown as Scenario;

/** A timeline of the toy. */
export function toyTimeline(options: Partial<TimelineOptions> = {}): Timeline {
  return new Timeline({ engine: toyEngine, scenario: toyScenario, ...options });
}

/** The run from the very beginning to a step, by these interventions: what every seek is held against. */
export function fromTheStart(seed: number, plan: readonly PlannedIntervention[], steps: number): State {
  const world = create(toyScenario, seed);
  let state: State = { world, history: toyEngine.folds.start() };
  const byStep = new Map(plan.map((planned) => [planned.step, planned]));
  while (state.world.steps < steps) {
    const next = nextStep(toyEngine, byStep, state, Number.MAX_SAFE_INTEGER);
    if (next === null) throw new Error('the run ended');
    state = { world: next.world, history: next.history };
  }
  return state;
}

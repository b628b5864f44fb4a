import { emptyVec } from '../../src/lib/vec.ts';
import type { Behaviours } from '../../src/sim/dispatch.ts';
import { Draft } from '../../src/sim/draft.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import { interveneNow, step } from '../../src/sim/kernel.ts';
import { addNode } from '../../src/sim/newcomers.ts';
import type { TraceEntry } from '../../src/sim/trace/entry.ts';
import type { Behaviour, Stimulus, Turn } from '../../src/sim/turn.ts';
import type { World } from '../../src/sim/world.ts';
import { vecToArray } from '../../src/lib/vec.ts';

/** A node that writes down what reaches it and does what its script says. */
export interface Toy {
  readonly log: readonly string[];
  readonly connection: number | null;
}

export type ToyScript = (turn: Turn, state: Toy, stimulus: Stimulus) => Toy | undefined;

/** A World of two toys, `a` (a client) and `b` (a server), 1 ms apart. */
export function toyWorld(a: ToyScript, b: ToyScript, jitter = 0, seed = 1): { world: World; behaviours: Behaviours } {
  const toy = (script: ToyScript): Behaviour<Toy> => ({
    handle(turn, state, stimulus) {
      const line = `${turn.now / 1000} ${describe(stimulus)}`;
      const noted = { ...state, log: [...state.log, line] };
      return script(turn, noted, stimulus) ?? noted;
    },
    crash: (state) => ({ log: state.log, connection: null }),
  });
  const behaviours: Behaviours = {
    producer: toy(a) as unknown as Behaviour<never>,
    broker: toy(b) as unknown as Behaviour<never>,
  };
  const blank: World = {
    now: 0,
    steps: 0,
    nextSeq: 0,
    nextOrder: 0,
    agenda: null,
    nodes: emptyVec(),
    connections: emptyVec(),
    names: { topics: [], partitions: [], index: {} },
    setup: {
      engine: 'toy',
      era: '3.9',
      mode: 'zookeeper',
      seed,
      network: { latency: 1000, jitter },
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
  addNode(draft, 'a', 'producer', { log: [], connection: null });
  addNode(draft, 'b', 'broker', { log: [], connection: null });
  for (const node of [1, 0]) draft.plan({ kind: 'start', at: 0, order: draft.nextOrder++, node });
  return { world: draft.seal(), behaviours };
}

function describe(stimulus: Stimulus): string {
  if (stimulus.type === 'timer') return `timer ${stimulus.slot}`;
  if (stimulus.type === 'request' || stimulus.type === 'response') return `${stimulus.type} ${nameIn(stimulus.body)}`;
  if (stimulus.type === 'disconnected')
    return `disconnected ${stimulus.reason} [${stimulus.inFlight.map((lost) => nameIn(lost.body)).join(' ')}]`;
  return stimulus.type;
}

function nameIn(body: { readonly type: string }): string {
  return 'clientSoftwareName' in body ? String(body.clientSoftwareName) : body.type;
}

export interface Played {
  readonly world: World;
  readonly entries: readonly TraceEntry[];
  readonly a: readonly string[];
  readonly b: readonly string[];
}

/** Plays until a time, with interventions at their times. */
export function play(
  start: { world: World; behaviours: Behaviours },
  until: number,
  does: readonly (readonly [number, Intervention])[] = [],
): Played {
  let { world } = start;
  const entries: TraceEntry[] = [];
  const run = (to: number): void => {
    for (;;) {
      const taken = step(world, start.behaviours, to);
      if (taken === null) return;
      world = taken.world;
      entries.push(...taken.entries);
    }
  };
  for (const [at, intervention] of does) {
    run(at);
    const taken = interveneNow(world, start.behaviours, at, intervention);
    world = taken.world;
    entries.push(...taken.entries);
  }
  run(until);
  const [a, b] = vecToArray(world.nodes).map((node) => (node.state as Toy).log);
  return { world, entries, a: a ?? [], b: b ?? [] };
}

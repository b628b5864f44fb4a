import '../../../src/scene/groups/load.ts';
import '../../../src/sim/kraft/load.ts';
import type { Lesson } from '../../../src/lesson/lesson.ts';
import type { Plan } from '../../../src/lesson/plan/plan.ts';
import type { Scene } from '../../../src/scene/marks.ts';
import { sceneMaker } from '../../../src/scene/scene.ts';
import { DEFAULT_CHOICE, type Viewport } from '../../../src/scene/viewport.ts';
import { createWorld, intervene, step } from '../../../src/sim/cluster.ts';
import { factFolds } from '../../../src/sim/facts/folds.ts';

const PAGE: Viewport = { width: 1068, height: 755, layout: 'page' };

/** The lists of a picture whose elements are found again by key: a key that is there twice stops the page. */
function keyed(scene: Scene): { readonly [list: string]: readonly (string | number)[] } {
  const keys = (list: readonly { readonly key: string }[]): readonly string[] => list.map(({ key }) => key);
  return {
    stops: keys(scene.stops),
    timers: keys(scene.timers),
    positions: keys(scene.positions),
    sessions: keys(scene.sessions),
    links: keys(scene.links),
    waiting: keys(scene.waiting),
    routes: keys(scene.routes),
    tokens: keys(scene.tokens.map(({ look }) => look)),
    clients: keys(scene.clients),
    groups: keys(scene.groups),
    more: keys(scene.more),
    znodes: (scene.zookeeper?.lines ?? []).map(({ path }) => path),
    voters: keys(scene.quorum?.voters ?? []),
    ...Object.fromEntries<readonly (string | number)[]>(
      scene.cells.flatMap(({ key, bands, lines, tiles }) => [
        [`bands of ${key}`, bands.map(({ x }) => x)],
        [`lines of ${key}`, lines.map(({ kind }) => kind)],
        [`tiles of ${key}`, keys(tiles)],
      ]),
    ),
  };
}

/** What is drawn of a run: one step in so many. */
const EVERY = 6;

/** What is there twice in some picture of the lesson's own run, from its first instant to the end of its last step. */
export function drawnTwice(lesson: Lesson, { seed, steps }: Plan): readonly string[] {
  const last = steps.at(-1);
  const planned = [...(last?.interventions ?? [])];
  const make = sceneMaker();
  const found = new Set<string>();
  let world = createWorld(lesson.scenario, seed);
  let history = factFolds.start();
  while (world.steps < (last?.end.step ?? 0)) {
    const due = planned[0]?.step === world.steps ? planned.shift() : undefined;
    const taken = due === undefined ? step(world) : intervene(world, due.at, due.intervention);
    if (taken === null) break;
    const before = world;
    ({ world } = taken);
    const { entries } = taken;
    history = factFolds.take(history, entries, world);
    if (world.steps % EVERY !== 0) continue;
    const scene = make({ world, before, entries, at: world.now, viewport: PAGE, choice: DEFAULT_CHOICE, history });
    for (const [list, keys] of Object.entries(keyed(scene)))
      if (new Set(keys).size < keys.length) found.add(`${list}: ${keys.join(', ')}`);
  }
  return [...found];
}

import type { Scene } from '../../scene/marks.ts';
import { sceneMaker } from '../../scene/scene.ts';
import type { Choice, Viewport } from '../../scene/viewport.ts';
import type { World } from '../../sim/world.ts';
import type { BarView } from '../../view/bar/bar.ts';
import type { Shot } from './watcher.ts';

/** Shows a World that came with the page, until the simulator has arrived and shows it itself. */
export function openingShots(world: World): (viewport: Viewport | null, choice: Choice) => Shot {
  const makeScene = sceneMaker();
  const bar: BarView = {
    playing: false,
    heldBack: null,
    speed: 'auto',
    reached: null,
    now: world.now,
    frontier: world.now,
    scale: [
      { at: 0, x: 0 },
      { at: world.now, x: 0.8 },
    ],
    ticks: [],
    moments: [],
    caption: '',
    skipped: '',
    undo: null,
    branches: [],
    hasEnd: false,
    busy: true,
  };
  return (viewport, choice) => {
    const scene: Scene | null =
      viewport === null ? null : makeScene({ world, before: null, entries: [], at: world.now, viewport, choice });
    return {
      at: world.now,
      world,
      scene,
      bar,
      summary: scene?.summary ?? '',
      told: [],
      pointed: [],
      evidence: null,
      inspected: null,
      tables: null,
      why: null,
    };
  };
}

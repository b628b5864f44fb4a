import { expect, test } from 'vitest';

import { differencesTo } from '../../src/app/session/compare.ts';
import { Session, type Happening } from '../../src/app/session/session.ts';
import { sandboxScenario } from '../../src/app/sandbox-scenario.ts';
import { clusterTimeline } from '../../src/app/session/cluster-timeline.ts';
import { SECOND } from '../../src/sim/time.ts';
import { nameOfNode } from '../../src/sim/read/nodes.ts';
import { brokersOf } from '../../src/sim/read/brokers.ts';
import { defaultSetup } from '../../src/view/sandbox/setup.ts';
import { wallClock } from './support/clock.ts';

interface Bench {
  readonly session: Session;
  readonly happenings: Happening[];
  /** Draws frames for so many milliseconds of wall time. */
  draw(milliseconds: number): void;
}

/** A session of the sandbox's cluster. */
function bench(): Bench {
  const { outside, draw } = wallClock();
  const happenings: Happening[] = [];
  const session = new Session(clusterTimeline({ scenario: sandboxScenario(defaultSetup) }), outside, (one) => {
    happenings.push(one);
  });
  return { session, happenings, draw };
}

test('nothing moves before play, and nothing after pause', async () => {
  const { session, draw } = bench();
  await session.seek(5 * SECOND);
  draw(1000);
  expect(session.run.at).toBe(5 * SECOND);
  session.setSpeed(1);
  session.play();
  draw(1000);
  const paused = session.run.at;
  expect(paused).toBeGreaterThan(5.9 * SECOND);
  session.pause();
  draw(1000);
  expect(session.run.at).toBe(paused);
});

test('a fixed speed is simulated over wall time, from a thousandth to a thousand times', async () => {
  for (const speed of [1 / 1000, 1 / 10, 1, 20]) {
    const { session, draw } = bench();
    await session.seek(5 * SECOND);
    session.setSpeed(speed);
    session.play();
    draw(2000);
    // The first frame only takes the time.
    const passed = session.run.at - 5 * SECOND;
    expect(passed / SECOND).toBeCloseTo(speed * 1.984, 2);
    expect(session.reached).toBeCloseTo(speed, 2);
  }
});

test('auto pace gives a record on its way at least 400 ms on the wall', async () => {
  const { session, draw } = bench();
  await session.seek(5 * SECOND);
  await session.next();
  draw(1000);
  session.play();
  draw(416);
  expect(session.run.at - 5 * SECOND).toBeLessThan(600_000);
});

test('without motion, what plays goes from one interesting entry to the next, and in the end to where it would have been', async () => {
  const { session, draw } = bench();
  await session.seek(5 * SECOND);
  session.motion = 'step';
  session.setSpeed(1);
  session.play();
  const shown = new Set<number>();
  for (let frames = 0; frames < 60; frames++) {
    draw(16);
    shown.add(session.run.at);
  }
  const { timeline } = session.run;
  expect(shown.size).toBeGreaterThan(3);
  for (const at of shown)
    if (at > 5 * SECOND)
      expect(timeline.entriesBetween(0, timeline.frontier.step).some(({ t }) => t === at)).toBe(true);
  expect(session.run.at).toBeGreaterThan(5.5 * SECOND);
});

test('going back shows the very World that was shown before', async () => {
  const { session } = bench();
  await session.seek(4 * SECOND);
  const before = session.run.timeline.world;
  await session.seek(9 * SECOND);
  await session.seek(4 * SECOND);
  expect(session.run.timeline.world).toEqual(before);
});

test('next and previous go from one interesting entry to another and meet', async () => {
  const { session, draw } = bench();
  session.motion = 'step';
  await session.seek(5 * SECOND);
  await session.next();
  const first = session.run.timeline.present;
  await session.next();
  const second = session.run.timeline.present;
  expect(second.step).toBeGreaterThan(first.step);
  session.previous();
  expect(session.run.timeline.present).toEqual(first);
  session.motion = 'full';
  await session.next();
  draw(1000);
  expect(session.run.timeline.present).toEqual(second);
});

test('a change in the past begins a future of its own; undo brings back the one that had been', async () => {
  const { session, happenings } = bench();
  await session.seek(9 * SECOND);
  const old = session.run.timeline.world;
  await session.seek(6 * SECOND);
  session.act([{ type: 'crash', node: 'broker-2', kind: 'process' }]);
  expect(session.run.seen).toBe(6 * SECOND);
  expect(session.run.tips()).toHaveLength(2);
  await session.seek(30 * SECOND);
  expect(brokersOf(session.run.timeline.world).find(({ brokerId }) => brokerId === 2)?.condition).not.toBe('running');
  session.undo();
  expect(happenings.at(-1)?.kind).toBe('undone');
  expect(session.run.seen).toBe(9 * SECOND);
  await session.seek(9 * SECOND);
  expect(session.run.timeline.world).toEqual(old);
});

test('a future that was simulated ahead and never shown is no branch', async () => {
  const { session } = bench();
  await session.seek(6 * SECOND);
  session.run.extend(8 * SECOND, 1_000_000);
  session.act([{ type: 'crash', node: 'broker-2', kind: 'process' }]);
  expect(session.run.tips()).toHaveLength(1);
});

test('what had been is compared at the same instant though nobody has watched it further, in slices', async () => {
  const { session } = bench();
  await session.seek(6 * SECOND);
  session.act([{ type: 'crash', node: 'broker-2', kind: 'process' }]);
  expect(session.run.unwatched()?.id).toBe(0);
  await session.seek(40 * SECOND);
  let rests = 0;
  let now = 0;
  const outside = { now: () => (now += 3), rest: () => Promise.resolve(void (rests += 1)) };
  const found = await differencesTo(session, 0, outside);
  expect(found).toContainEqual({ what: 'broker 2', here: 'crashed', there: 'running' });
  expect(rests).toBeGreaterThan(5);
  expect([session.run.at, session.run.seen]).toEqual([40 * SECOND, 40 * SECOND]);
  // Whoever goes on meanwhile has asked about another instant.
  const late = differencesTo(session, 0, { ...outside, rest: () => Promise.resolve(session.run.seek(39 * SECOND)) });
  expect(await late).toBeNull();
});

test('a limit holds play, next and drag, to the step', async () => {
  const { session, happenings, draw } = bench();
  await session.seek(7 * SECOND);
  const { timeline } = session.run;
  const steps = timeline.present.step;
  await session.seek(5 * SECOND);
  session.setLimit({ mark: { at: 7 * SECOND, step: steps }, reason: 'choose first' });
  session.setSpeed(1);
  session.play();
  draw(4000);
  expect(timeline.present.step).toBe(steps);
  expect(session.playing).toBe(false);
  expect(session.heldBack).toBe('choose first');
  expect(happenings.some(({ kind }) => kind === 'limit')).toBe(true);
  await session.next();
  await session.seek(20 * SECOND);
  expect(timeline.present.step).toBe(steps);
});

test('on a future of their own, readers are free of the limit', async () => {
  const { session } = bench();
  await session.seek(5 * SECOND);
  session.setLimit({ mark: session.run.timeline.present, reason: 'choose first' });
  session.act([{ type: 'crash', node: 'broker-1', kind: 'process' }]);
  expect(session.heldBack).toBeNull();
  await session.seek(8 * SECOND);
  expect(session.run.at).toBe(8 * SECOND);
});

test('the names of nodes are those of the scenario', async () => {
  const { session } = bench();
  const { world } = session.run.timeline;
  const names = Array.from({ length: world.nodes.length }, (_, id) => nameOfNode(world, id));
  expect(names).toEqual(['zookeeper-1', 'broker-1', 'broker-2', 'broker-3', 'admin', 'scooters', 'map']);
  await session.seek(0);
});

test('what would have been without a crash is shown at the same instant, and undo brings the crash back', async () => {
  const { session, happenings } = bench();
  await session.seek(7 * SECOND);
  session.act([{ type: 'crash', node: 'broker-1', kind: 'process' }]);
  await session.seek(12 * SECOND);
  const status = () => brokersOf(session.run.timeline.world)[0]?.condition;
  const { timeline } = session.run;
  const intervened = timeline.entriesBetween(0, timeline.present.step).find(({ type }) => type === 'Intervened');
  expect(status()).toBe('crashed');
  expect(await session.leaveOut(intervened?.seq ?? -1)).toBe(true);
  expect([session.run.at, status()]).toEqual([12 * SECOND, 'running']);
  expect(happenings.some(({ kind }) => kind === 'switched')).toBe(true);
  expect(session.run.tips()).toHaveLength(2);
  session.undo();
  expect([session.run.at, status()]).toEqual([12 * SECOND, 'crashed']);
  expect(await session.leaveOut(0)).toBe(false);
});

test('where a future has left the one that the run began with is known, also after a second change in it', async () => {
  const { session } = bench();
  await session.seek(5 * SECOND);
  expect(session.run.leftAt).toBeNull();
  session.act([{ type: 'crash', node: 'broker-3', kind: 'process' }]);
  await session.seek(6 * SECOND);
  session.act([{ type: 'crash', node: 'broker-2', kind: 'process' }]);
  expect(session.run.leftAt).toBe(5 * SECOND);
  await session.seek(4 * SECOND);
  session.act([{ type: 'crash', node: 'broker-1', kind: 'process' }]);
  expect(session.run.leftAt).toBe(4 * SECOND);
  session.switchTo(0);
  expect(session.run.leftAt).toBeNull();
});

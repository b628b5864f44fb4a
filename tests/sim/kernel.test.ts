import { describe, expect, it } from 'vitest';
import { stableStringify } from '../../src/lib/json.ts';
import type { Body } from '../../src/sim/protocol/body.ts';
import { play, toyWorld, type ToyScript } from './toy.ts';

const named = (name: string): Body => ({ type: 'ApiVersionsRequest', clientSoftwareName: name });

/** Connects at the start and sends `names` as soon as it is connected. */
const sender =
  (names: readonly string[], timeout: number | null = null): ToyScript =>
  (turn, state, stimulus) => {
    if (stimulus.type === 'start') return { ...state, connection: turn.connect(1) };
    if (stimulus.type === 'connected')
      for (const name of names) turn.send(stimulus.connection, named(name), { timeout });
    return undefined;
  };

/** Answers each request at once, or after `ms`. */
const server =
  (ms = 0): ToyScript =>
  (turn, state, stimulus) => {
    if (stimulus.type === 'request') {
      if (ms > 0) turn.setTimer(0, turn.now + ms * 1000);
      else turn.respond(stimulus.connection, stimulus.body);
      return { ...state, connection: stimulus.connection };
    }
    if (stimulus.type === 'timer' && state.connection !== null) turn.respond(state.connection, named('late'));
    return undefined;
  };

describe('the network', () => {
  it('takes a round trip to connect and one for a request and its response', () => {
    const { a, b } = play(toyWorld(sender(['x']), server()), 10_000);
    expect(a).toEqual(['0 start', '2 connected', '4 response x']);
    expect(b).toEqual(['0 start', '3 request x']);
  });

  it('serves one request of a connection at a time, in the order sent', () => {
    const { b } = play(toyWorld(sender(['x', 'y']), server(5)), 20_000);
    expect(b).toEqual(['0 start', '3 request x', '8 timer 0', '8 request y', '13 timer 0']);
  });

  it('never reorders a connection, however large the jitter', () => {
    for (let seed = 0; seed < 20; seed++) {
      const names = Array.from({ length: 30 }, (_, i) => `r${i}`);
      const { a } = play(toyWorld(sender(names), server(), 5000, seed), 1_000_000);
      expect(a.filter((line) => line.includes('response')).map((line) => line.split(' ')[2])).toEqual(names);
    }
  });

  it('refuses a connection to a machine without the process', () => {
    const { a } = play(
      toyWorld(
        (turn, _, s) =>
          s.type === 'timer' ? void turn.connect(1) : s.type === 'start' ? void turn.setTimer(0, 5000) : undefined,
        server(),
      ),
      20_000,
      [[1000, { type: 'crash', node: 'b', kind: 'process' }]],
    );
    expect(a.at(-1)).toBe('7 disconnected refused []');
  });

  it('resets the connections of a killed process one hop later, and fails what was in flight', () => {
    const { a } = play(toyWorld(sender(['x']), server(50)), 100_000, [
      [10_000, { type: 'crash', node: 'b', kind: 'process' }],
    ]);
    expect(a.at(-1)).toBe('11 disconnected reset [x]');
  });

  it('says nothing when a machine loses power: the client learns it by its request timeout', () => {
    const { a } = play(toyWorld(sender(['x'], 30_000), server(50)), 100_000, [
      [10_000, { type: 'crash', node: 'b', kind: 'power' }],
    ]);
    expect(a.at(-1)).toBe('32 disconnected timeout [x]');
  });

  it('gives up connecting to a machine without power after ten seconds', () => {
    const { a } = play(
      toyWorld(
        (turn, _, s) =>
          s.type === 'timer' ? void turn.connect(1) : s.type === 'start' ? void turn.setTimer(0, 5000) : undefined,
        server(),
      ),
      20_000_000,
      [[1000, { type: 'crash', node: 'b', kind: 'power' }]],
    );
    expect(a.at(-1)).toBe('10005 disconnected timeout []');
  });

  it('accepts bytes for a frozen process and hands them over when it goes on', () => {
    const { a, b } = play(toyWorld(sender(['x', 'y']), server()), 100_000, [
      [2500, { type: 'freeze', node: 'b' }],
      [40_000, { type: 'thaw', node: 'b' }],
    ]);
    expect(b.slice(1)).toEqual(['40 request x', '40 request y']);
    expect(a.slice(2)).toEqual(['41 response x', '41 response y']);
  });

  it('fires the timers of a frozen process when it goes on, once', () => {
    const ticking: ToyScript = (turn, _, s) => (s.type === 'start' ? void turn.setTimer(3, 5000) : undefined);
    const { a } = play(toyWorld(ticking, server()), 100_000, [
      [1000, { type: 'freeze', node: 'a' }],
      [40_000, { type: 'thaw', node: 'a' }],
    ]);
    expect(a).toEqual(['0 start', '40 timer 3']);
  });

  it('stalls what is under way on a cut link, and delivers it in order when the link heals', () => {
    const { b } = play(toyWorld(sender(['x', 'y']), server()), 100_000, [
      [2500, { type: 'cutLink', from: 'a', to: 'b' }],
      [20_000, { type: 'healLink', from: 'a', to: 'b' }],
    ]);
    expect(b.slice(1)).toEqual(['21 request x', '21 request y']);
  });

  it('breaks a connection whose request stalls for longer than its timeout', () => {
    const { a, b } = play(toyWorld(sender(['x'], 10_000), server()), 100_000, [
      [2500, { type: 'cutLink', from: 'a', to: 'b' }],
      [50_000, { type: 'healLink', from: 'a', to: 'b' }],
    ]);
    expect(a.at(-1)).toBe('12 disconnected timeout [x]');
    expect(b).toEqual(['0 start', '51 closed']);
  });

  it('delays one direction of a slow link only', () => {
    const { a } = play(toyWorld(sender(['x']), server()), 1_000_000, [
      [2500, { type: 'slowLink', from: 'b', to: 'a', extra: 100_000 }],
    ]);
    expect(a.at(-1)).toBe('104 response x');
  });

  it('breaks both sides at once when a link is reset', () => {
    const { a, b } = play(toyWorld(sender(['x']), server(50)), 100_000, [
      [10_000, { type: 'resetLink', from: 'a', to: 'b' }],
    ]);
    expect(a.at(-1)).toBe('10 disconnected reset [x]');
    expect(b.at(-2)).toBe('10 closed');
  });

  it('never fires a timer of an earlier life', () => {
    const ticking: ToyScript = (turn, _, s) =>
      s.type === 'start' && turn.now === 0 ? void turn.setTimer(3, 5000) : undefined;
    const { a } = play(toyWorld(ticking, server()), 100_000, [
      [1000, { type: 'crash', node: 'a', kind: 'process' }],
      [2000, { type: 'start', node: 'a' }],
    ]);
    expect(a).toEqual(['0 start', '2 start']);
  });
});

describe('a World', () => {
  it('is plain JSON: what is read back is the same to the byte', () => {
    const { world } = play(toyWorld(sender(['x', 'y']), server(5), 700), 6000);
    expect(JSON.parse(JSON.stringify(world))).toEqual(world);
  });

  it('gives the same run to the byte each time', () => {
    const run = (): string => stableStringify(play(toyWorld(sender(['x', 'y']), server(5), 700), 20_000));
    expect(run()).toBe(run());
  });

  it('takes another course with another seed when there is jitter', () => {
    const run = (seed: number): string =>
      stableStringify(play(toyWorld(sender(['x', 'y']), server(5), 700, seed), 20_000).a);
    expect(run(1)).not.toBe(run(2));
  });
});

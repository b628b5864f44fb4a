import { describe, expect, it } from 'vitest';
import type { Intervention } from '../../src/sim/intervention.ts';
import type { Body } from '../../src/sim/protocol/body.ts';
import { play, toyWorld, type ToyScript } from './toy.ts';

const MS = 1000;
const named = (name: string): Body => ({ type: 'ApiVersionsRequest', clientSoftwareName: name });

/** Sends these as soon as it is connected. */
const sender =
  (names: readonly string[]): ToyScript =>
  (turn, state, stimulus) => {
    if (stimulus.type === 'start') return { ...state, connection: turn.connect(1) };
    if (stimulus.type === 'connected') for (const name of names) turn.send(stimulus.connection, named(name));
    return undefined;
  };

/** Answers at once; requests whose name begins with `w` write to the log first. */
const log: ToyScript = (turn, _state, stimulus) => {
  if (stimulus.type !== 'request') return;
  if ('clientSoftwareName' in stimulus.body && stimulus.body.clientSoftwareName.startsWith('w')) turn.wroteToDisk();
  turn.respond(stimulus.connection, stimulus.body);
};

const slow = (node: string, extra: number): Intervention => ({ type: 'slowDisk', node, extra });
const healed = (node: string): Intervention => ({ type: 'healDisk', node });
const responses = (lines: readonly string[]): string[] => lines.filter((line) => line.includes('response'));

describe('a disk that is healed', () => {
  it('has done at once what it had still to write: answers that waited leave in that moment', () => {
    const names = ['w1', 'w2', 'w3'];
    const { a } = play(toyWorld(sender(names), log), 1000 * MS, [
      [0, slow('b', 50 * MS)],
      [10 * MS, healed('b')],
    ]);
    expect(responses(a)).toEqual(['11 response w1', '11 response w2', '11 response w3']);
  });

  it('lets nothing overtake: what waited behind a write on its connection comes after it, and as early', () => {
    const names = ['r0', 'w1', 'r1', 'w2', 'r2'];
    const { a } = play(toyWorld(sender(names), log), 1000 * MS, [
      [0, slow('b', 50 * MS)],
      [10 * MS, healed('b')],
    ]);
    expect(responses(a)).toEqual(['4 response r0', ...names.slice(1).map((name) => `11 response ${name}`)]);
  });

  it('keeps the order of a connection whatever the jitter, also past what was on its way when it was healed', () => {
    const names = Array.from({ length: 24 }, (_, i) => `${i % 3 === 0 ? 'w' : 'r'}${i}`);
    for (let seed = 0; seed < 20; seed++) {
      const { a } = play(toyWorld(sender(names), log, 5 * MS, seed), 1000 * MS, [
        [0, slow('b', 2 * MS)],
        [13 * MS, healed('b')],
        [14 * MS, slow('b', 40 * MS)],
        [60 * MS, healed('b')],
      ]);
      expect(responses(a).map((line) => line.split(' ')[2])).toEqual(names);
    }
  });

  it('does the same for requests that a node sends after it has written', () => {
    const writer: ToyScript = (turn, state, stimulus) => {
      if (stimulus.type === 'start') return { ...state, connection: turn.connect(1) };
      if (stimulus.type !== 'connected') return undefined;
      turn.send(stimulus.connection, named('before'));
      turn.wroteToDisk();
      turn.send(stimulus.connection, named('after'));
      turn.setTimer(0, turn.now + 1 * MS);
      return undefined;
    };
    const { b } = play(toyWorld(writer, log), 1000 * MS, [
      [0, slow('a', 50 * MS)],
      [10 * MS, healed('a')],
    ]);
    expect(b.filter((line) => line.includes('request'))).toEqual(['3 request before', '11 request after']);
  });

  it('leaves to a cut link what that holds up: it goes when the link heals, not when the disk would have been done', () => {
    const { a } = play(toyWorld(sender(['w1']), log), 2000 * MS, [
      [0, slow('b', 1000 * MS)],
      [2500, { type: 'cutLink', from: 'b', to: 'a' }],
      [10 * MS, healed('b')],
      [20 * MS, { type: 'healLink', from: 'b', to: 'a' }],
    ]);
    expect(responses(a)).toEqual(['21 response w1']);
  });

  it('has nothing to catch up with where nothing was written, and changes nothing then', () => {
    const { a, entries } = play(toyWorld(sender(['r1']), log), 1000 * MS, [
      [0, slow('b', 50 * MS)],
      [10 * MS, healed('b')],
      [11 * MS, healed('b')],
    ]);
    expect(responses(a)).toEqual(['4 response r1']);
    expect(entries.filter(({ type }) => type === 'DiskChanged')).toHaveLength(2);
  });
});

describe('a process that dies while its disk writes', () => {
  const slowThenDead: readonly [number, Intervention][] = [
    [0, slow('b', 50 * MS)],
    [10 * MS, { type: 'crash', node: 'b', kind: 'process' }],
  ];

  it('has not sent what waited for that, nor what stood behind it on the same connection', () => {
    const { a } = play(toyWorld(sender(['r0', 'w1', 'r1', 'r2']), log), 1000 * MS, slowThenDead);
    expect(responses(a)).toEqual(['4 response r0']);
  });

  it('is missed at once: its connection ends when the reset arrives, not when the answer would have', () => {
    const { a } = play(toyWorld(sender(['w1', 'r1']), log), 1000 * MS, slowThenDead);
    expect(a.filter((line) => line.includes('disconnected'))).toEqual(['11 disconnected reset [w1 r1]']);
  });
});

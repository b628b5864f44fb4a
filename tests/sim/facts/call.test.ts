import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { factCallOf, parseFactCall } from '../../../src/sim/facts/call.ts';
import { checkFactCall, type KnownNames } from '../../../src/sim/facts/check-call.ts';
import { factNames, facts } from '../../../src/sim/facts/registry.ts';

function argsOf(text: string): unknown {
  const call = parseFactCall(text);
  if (!call.ok) throw new Error(call.problem);
  return call.value.args;
}

function problemOf(text: string): string {
  const call = parseFactCall(text);
  return call.ok ? '' : call.problem;
}

describe('a fact as authors write it', () => {
  test('is a name with its arguments', () => {
    expect(argsOf('highWatermark(orders-0)')).toEqual([{ topic: 'orders', partition: 0 }, null]);
    expect(argsOf('  isr( my.topic-x-12 ) ')).toEqual([{ topic: 'my.topic-x', partition: 12 }]);
    expect(argsOf('logEndOffset(orders-0, 2)')).toEqual([{ topic: 'orders', partition: 0 }, 2]);
    expect(argsOf('brokerState(broker-3)')).toEqual([3]);
    expect(argsOf('position(c1, orders-0)')).toEqual(['c1', { topic: 'orders', partition: 0 }]);
    expect(argsOf('controller')).toEqual([]);
    expect(argsOf('controller()')).toEqual([]);
  });

  test('names a record by its place or by its value', () => {
    expect(argsOf('copiesAtAck(orders-0@3)')).toEqual([{ by: 'place', topic: 'orders', partition: 0, offset: 3 }]);
    expect(argsOf('copiesAtAck(F)')).toEqual([{ by: 'value', value: 'F' }]);
    expect(argsOf('copiesAtAck("orders-0@3")')).toEqual([{ by: 'value', value: 'orders-0@3' }]);
  });

  test('says times with their unit', () => {
    expect(argsOf('appended(1.5s, 2m)')).toEqual([1_500_000, 120_000_000, null]);
    expect(argsOf('appended(500ms, 250us, orders)')).toEqual([500_000, 250, 'orders']);
    expect(argsOf('firstEntry(12)')).toEqual([12, null]);
  });

  test('may quote a text, with commas and quotes in it', () => {
    expect(argsOf('countKey("a, \\"b\\" \\\\ c", orders)')).toEqual(['a, "b" \\ c', 'orders']);
    expect(argsOf('movedKeys(3, 4, alice, "bob, and carol")')).toEqual([3, 4, ['alice', 'bob, and carol']]);
    expect(argsOf('movedKeys(3, 4)')).toEqual([3, 4, []]);
  });

  test('names partitioners, and the clients that have them', () => {
    expect(argsOf('partitionOf(alice, kcat, 3)')).toEqual(['alice', 'crc32', 3]);
    expect(argsOf('partitionOf(alice, java, 3)')).toEqual(['alice', 'murmur2', 3]);
  });

  test.each([
    ['highwatermark(orders-0)', 'unknown fact highwatermark; did you mean highWatermark?'],
    ['hihgWatermark(orders-0)', 'unknown fact hihgWatermark; did you mean highWatermark?'],
    ['frobnicate(orders-0)', 'unknown fact frobnicate'],
    ['isr', 'fact isr needs a partition; isr(orders-0)'],
    ['isr()', 'fact isr needs a partition; isr(orders-0)'],
    ['isr(orders)', 'fact isr asks about a partition; orders is none; write it like orders-0'],
    ['isr(orders-0, 3)', 'fact isr takes one argument; isr(orders-0)'],
    ['controller(1)', 'fact controller takes no arguments; controller()'],
    ['brokerState(two)', 'fact brokerState asks about a broker; two is none; write it like 2'],
    ['appended(soon, 2s)', 'fact appended asks about a time; soon is none; write it like 12s'],
    [
      'countEntries(LeaderElect)',
      'fact countEntries asks about a type of trace entry; LeaderElect is none; did you mean LeaderElected?',
    ],
    ['isr("orders-0")', 'fact isr asks about a partition; a text in quotes is none; write it like orders-0'],
    ['countKey("alice, orders)', 'unreadable argument "alice, orders; its closing quote is missing'],
    ['countKey("alice" orders)', 'unreadable argument orders; a comma is wanted before it'],
    ['isr(orders-0', 'unreadable fact isr(orders-0; a name and its arguments are wanted; highWatermark(orders-0)'],
    ['', 'unreadable fact ; a name and its arguments are wanted; highWatermark(orders-0)'],
  ])('%s is refused: %s', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  test('never does more than be refused, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.constantFrom('', ...factNames), (text, name) => {
        for (const written of [text, `${name}(${text})`]) {
          const call = parseFactCall(written);
          if (!call.ok) expect(call.problem.length).toBeLessThan(300);
        }
      }),
    );
  });

  test('means the same in parts as in one piece', () => {
    for (const [text, name, args] of [
      ['isr(orders-0)', 'isr', ['orders-0']],
      ['logEndOffset(orders-0, 2)', 'logEndOffset', ['orders-0', 2]],
    ] as const) {
      const parts = factCallOf(name, args);
      expect(parts.ok && parts.value.args).toEqual(argsOf(text));
    }
    expect(factCallOf('nonsense', [])).toMatchObject({ ok: false });
  });
});

describe('a fact in a scenario', () => {
  const known: KnownNames = {
    topics: [{ name: 'orders', partitions: 3 }],
    brokers: [1, 2, 3],
    controllers: [1, 2, 3],
    nodes: ['zookeeper-1', 'broker-1', 'broker-2', 'broker-3', 'checkout', 'billing'],
    mode: 'zookeeper',
    producers: ['checkout'],
    consumers: ['billing'],
  };

  function check(text: string, asker: 'script' | 'lesson' = 'lesson'): readonly string[] {
    const call = parseFactCall(text);
    if (!call.ok) throw new Error(call.problem);
    return checkFactCall(call.value, known, asker);
  }

  test.each([
    ['isr(order-0)', 'unknown topic order; did you mean orders?'],
    ['isr(payments-0)', 'unknown topic payments; there is orders'],
    ['isr(orders-3)', 'unknown partition orders-3; the last one of orders is orders-2'],
    ['copiesAtAck(orders-9@1)', 'unknown partition orders-9; the last one of orders is orders-2'],
    ['brokerState(4)', 'unknown broker 4; the brokers are 1, 2, 3'],
    ['acknowledged(chekout)', 'unknown producer chekout; did you mean checkout?'],
    ['printed(checkout)', 'unknown consumer checkout; there is billing'],
    ['connections(biling)', 'unknown client biling; did you mean billing?'],
  ])('%s: %s', (text, problem) => {
    expect(check(text)).toEqual([problem]);
  });

  test('that fits is let pass', () => {
    for (const text of [
      'isr(orders-2)',
      'printed(billing)',
      'connections(checkout)',
      'copiesAtAck(F)',
      'movedKeys(3, 4, alice)',
    ]) {
      expect(check(text)).toEqual([]);
    }
  });

  test('of a script asks of the present alone', () => {
    expect(check('isr(orders-0)', 'script')).toEqual([]);
    expect(check('printed(billing)', 'script')).toEqual([
      'fact printed remembers the past; a script asks of the present alone; wait for a trace entry instead',
    ]);
    expect(check('firstEntry(3s)', 'script')).toHaveLength(1);
  });

  test('with names that nobody can know yet is not checked for them', () => {
    const call = parseFactCall('isr(later-7)');
    expect(call.ok && checkFactCall(call.value, { ...known, topics: null }, 'lesson')).toEqual([]);
  });
});

test('every fact has a name of its own, and optional arguments last', () => {
  expect(new Set(factNames).size).toBe(facts.length);
  for (const { id, args } of facts) {
    const firstOptional = args.findIndex((arg) => arg.optional === true || arg.rest === true);
    const after = firstOptional < 0 ? [] : args.slice(firstOptional);
    expect(
      after.every((arg) => arg.optional === true || arg.rest === true),
      id,
    ).toBe(true);
  }
});

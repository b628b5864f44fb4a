import { describe, expect, it } from 'vitest';

import { vecOf } from '../../src/lib/vec.ts';
import type { Condition, ScriptItem } from '../../src/sim/scenario.ts';
import { dueScript } from '../../src/sim/script.ts';
import type { TraceEntry } from '../../src/sim/trace/entry.ts';
import type { PendingScript, World } from '../../src/sim/world.ts';

/** A World of which a script looks at names alone. */
function worldWith(...conditions: readonly Condition[]): World {
  const pendingScript = conditions.map((when, index): PendingScript => {
    const item: ScriptItem = { moment: `item ${index}`, at: 0, when, interventions: [] };
    return { index, item, seen: 0 };
  });
  const nodes = vecOf([{ name: 'zookeeper-1' }, { name: 'broker-1' }, { name: 'broker-2' }]);
  const partitions = [
    { topic: 'orders', partition: 0 },
    { topic: 'orders', partition: 1 },
  ];
  return { pendingScript, nodes, names: { topics: [], partitions, index: {} } } as unknown as World;
}

const elected = (partition: number, leader: number, isr: readonly number[] = [leader]): TraceEntry => ({
  t: 0,
  seq: 0,
  type: 'LeaderElected',
  node: 1,
  causes: [],
  args: { partition, leader, leaderEpoch: 1, isr, previous: 1, election: 'offline', unclean: false },
});

const entry = (args: Record<string, string | number | boolean>, times = 1): Condition => ({
  kind: 'entry',
  entry: 'LeaderElected',
  args,
  times,
});
const noFacts = (): never => {
  throw new Error('no fact was to be asked');
};

describe('a conditioned item of the script', () => {
  it.each<[string, Record<string, string | number | boolean>, boolean]>([
    ['whose partition is another', { partition: 'orders-0' }, false],
    ['whose partition it is', { partition: 'orders-1' }, true],
    ['that happened on another node', { node: 'broker-2' }, false],
    ['that happened on that node', { node: 'broker-1' }, true],
    ['whose ISR holds the broker', { isr: 3 }, true],
    ['whose ISR lacks the broker', { isr: 1 }, false],
    ['of which all is true but one thing', { partition: 'orders-1', leader: 2, unclean: true }, false],
    ['of which all is true', { partition: 'orders-1', leader: 2, unclean: false }, true],
  ])('that waits for an entry, given one %s', (_, args, due) => {
    const { items } = dueScript(worldWith(entry(args)), [elected(1, 2, [2, 3])], noFacts);
    expect(items).toHaveLength(due ? 1 : 0);
  });

  it('comes true with the n-th entry, over several steps', () => {
    let world = worldWith(entry({ partition: 'orders-0' }, 3));
    const first = dueScript(world, [elected(0, 1), elected(1, 1), elected(0, 2)], noFacts);
    expect([first.items.length, first.pending[0]?.seen]).toEqual([0, 2]);
    world = { ...world, pendingScript: first.pending };
    const second = dueScript(world, [elected(0, 1)], noFacts);
    expect([second.items.length, second.pending.length]).toEqual([1, 0]);
  });

  it('leaves the others waiting, in their order', () => {
    const world = worldWith(entry({ leader: 3 }), entry({ leader: 2 }), entry({ leader: 1 }));
    const { items, pending } = dueScript(world, [elected(0, 2)], noFacts);
    expect([items.map((item) => item.moment), pending.map(({ index }) => index)]).toEqual([['item 1'], [0, 2]]);
  });

  it('costs nothing when nothing came true: the pending script is the same object', () => {
    const world = worldWith(entry({ leader: 3 }));
    expect(dueScript(world, [elected(0, 2)], noFacts).pending).toBe(world.pendingScript);
  });

  it.each<[Omit<Extract<Condition, { kind: 'fact' }>, 'kind' | 'fact' | 'args'>, unknown, boolean]>([
    [{ op: 'is', value: 2 }, 2, true],
    [{ op: 'is', value: 2 }, 3, false],
    [{ op: 'atLeast', value: 2 }, 2, true],
    [{ op: 'atLeast', value: 2 }, 1, false],
    [{ op: 'atMost', value: 2 }, 3, false],
    [{ op: 'includes', value: 2 }, [1, 2], true],
    [{ op: 'includes', value: 2 }, 2, false],
    [{ op: 'is', value: null }, undefined, false],
    [{ op: 'atMost', value: 2 }, undefined, false],
  ])('that waits for a fact: %o with answer %o', (compare, answer, due) => {
    const world = worldWith({ kind: 'fact', fact: 'leader', args: ['orders-0'], ...compare });
    const asked: unknown[] = [];
    const { items } = dueScript(world, [], (fact, args) => {
      asked.push(fact, args);
      return answer;
    });
    expect([items.length, asked]).toEqual([due ? 1 : 0, ['leader', ['orders-0']]]);
  });
});

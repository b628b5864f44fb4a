import '../../../src/sim/kraft/load.ts';

import { describe, expect, it, test } from 'vitest';

import { answerOf } from '../../../src/sim/facts/answers.ts';
import { facts } from '../../../src/sim/facts/registry.ts';
import { askFact } from '../../../src/sim/facts/ask.ts';
import { factHolds } from '../../../src/sim/script.ts';
import { createWorld, runUntil } from '../../../src/sim/cluster.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { castOf } from '../../../src/scenario/check/cast.ts';
import { checkCondition } from '../../../src/scenario/check/condition-rules.ts';
import { newFindings } from '../../../src/scenario/check/finding.ts';
import type { Condition } from '../../../src/sim/scenario.ts';
import { mistakesOf, scenarioOf } from '../../scenario/parse.ts';

const CLUSTER = `brokers: 3
topics: [{ name: t, assignment: [[1, 2, 3], [2, 3, 1]] }]
consumers: [{ name: c, topics: t, config: { group.id: g } }]
`;
const waiting = (when: string, head = ''): string =>
  `${head}${CLUSTER}script:\n  - { when: { ${when} }, moment: it holds }\n`;

/** Do these comparisons hold in a cluster that has come to rest? */
function holds(when: string, head = ''): boolean {
  const scenario = scenarioOf(waiting(when, head));
  const world = runUntil(createWorld(scenario), 8 * SECOND, () => undefined);
  const condition = scenario.script[0]?.when;
  if (condition?.kind !== 'fact') throw new Error('a fact is wanted');
  return factHolds(condition, askFact(condition.fact, condition.args, world));
}

test('a lesson’s goal is held to the same, also of what is remembered of the past', () => {
  const scenario = scenarioOf(CLUSTER);
  const problems = (condition: Condition): readonly string[] => {
    const findings = newFindings();
    checkCondition(condition, castOf(scenario), [], findings, 'lesson');
    return findings.all.map(({ message }) => message);
  };
  const goal = { kind: 'fact', args: ['c'], fact: 'printed', op: 'is' } as const;
  expect(problems({ ...goal, value: 3 })).toEqual([]);
  expect(problems({ ...goal, value: 'three' })).toEqual(['fact printed gives a number; found the text three']);
  expect(problems({ ...goal, op: 'includes', value: 3 })).toHaveLength(1);
});

test('every fact says what it answers with, and no other does', () => {
  for (const { id } of facts) expect([id, answerOf(id)]).not.toEqual([id, null]);
  expect(answerOf('nonsense')).toBeNull();
});

describe('a comparison', () => {
  test.each([
    'fact: leader, of: [t-0], is: broker-1',
    'fact: leader, of: [t-0], is: 1',
    'fact: leader, of: [t-0], atLeast: 0',
    'fact: isr, of: [t-0], includes: broker-2',
    'fact: isr, of: [t-0], is: [1, broker-2, 3]',
    'fact: leaders, of: [t], is: [1, 2]',
    'fact: idleMembers, of: [g], is: []',
    'fact: groups, is: g',
    'fact: memberCount, of: [g], is: 1',
    'fact: groupState, of: [g], is: Stable',
    'fact: owner, of: [g, t-1], is: c',
    'fact: assignment, of: [g, c], is: [t-0, t-1]',
    'fact: brokerState, of: [broker-3], is: running',
  ])('holds where the answer is such: %s', (when) => {
    expect(holds(when)).toBe(true);
  });

  it('does not hold for a list in another order, or longer, or shorter', () => {
    expect(holds('fact: leaders, of: [t], is: [2, 1]')).toBe(false);
    expect(holds('fact: leaders, of: [t], is: [1]')).toBe(false);
    expect(holds('fact: leaders, of: [t], is: [1, 2, 3]')).toBe(false);
  });

  it('names controllers where the quorum is meant, and nodes by their numbers', () => {
    expect(holds('fact: metadataHolders, includes: 2', 'mode: kraft\n')).toBe(true);
    expect(mistakesOf(waiting('fact: quorumLeader, is: controller-102', 'mode: kraft\n'))).toEqual([]);
    expect(mistakesOf(waiting('fact: controller, is: broker-1', 'mode: kraft\n'))).toEqual([
      expect.stringContaining('unknown controller 1; the controllers are 101, 102, 103'),
    ]);
    expect(mistakesOf(waiting('fact: controller, is: broker-1', 'mode: kraft\nroles: combined\n'))).toEqual([]);
  });

  test.each([
    ['isr, of: [t-0], atLeast: 2', "fact isr gives a list of brokers' numbers; atLeast asks a number"],
    ['isr, of: [t-0], includes: 9', 'unknown broker 9; the brokers are 1, 2, 3'],
    ['isr, of: [t-0], includes: c', "fact isr gives a list of brokers' numbers; found the text c"],
    ['isr, of: [t-0], includes: [1, 2]', 'includes asks for one item; found a list'],
    ['leader, of: [t-0], includes: 1', "fact leader gives a broker's number; includes asks a list; write is"],
    ['leader, of: [t-0], is: [1]', "fact leader gives a broker's number; found a list"],
    ['leader, of: [t-0], is: null', "fact leader gives a broker's number; null never comes true"],
    ['memberCount, of: [g], is: "1"', 'fact memberCount gives a number; found the text 1; leave the quotes out'],
    ['highWatermark, of: [t-0], is: many', 'fact highWatermark gives a number; found the text many'],
    ['members, of: [g], includes: c', 'which compare with nothing; ask memberCount'],
    ['committedOffsets, of: [g], includes: t-1@3', 'which compare with nothing; ask committed'],
    ['quorumLeader, is: 1', 'fact quorumLeader has no answer in mode zookeeper'],
    ['fencedBrokers, includes: 1', 'fact fencedBrokers has no answer in mode zookeeper'],
    ['groupState, of: [g], is: stable', 'did you mean Stable?'],
    ['groupState, of: [g], is: fine', 'known: Empty, PreparingRebalance'],
    ['groupState, of: [g], atLeast: 1', 'fact groupState gives a word; atLeast asks a number; write is'],
    ['brokerState, of: [1], is: RUNNING', 'did you mean running?'],
    ['unowned, of: [g, t], includes: 1', 'fact unowned gives a list of partitions; found 1; write it like orders-0'],
    ['waitingClients, includes: brokr-1', 'unknown node brokr-1; did you mean broker-1?'],
  ])('that can never hold is refused: %s', (when, problem) => {
    const found = mistakesOf(waiting(`fact: ${when}`));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(problem);
    expect(found[0]).toMatch(/^5:/);
  });
});

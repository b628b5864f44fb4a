import { expect, test } from 'vitest';

import { inScript, mistakesOf } from '../support/broken-lesson.ts';
import { smallLesson } from '../support/small-lesson.ts';

/* The mistakes of a scenario do not hide those of the script that belongs to it. */

const misnamed = inScript('answer: count(trips-0)', 'answer: count(tripz-0)');
const unknownTopic = 'lessons/02-small/script.yaml:25:15 unknown topic tripz; did you mean trips?';

test.each([
  [
    'a value beyond its limit',
    'network: { latency: 0ms }',
    'scenario.yaml:7:21 latency must be from 10us to 60s; found 0',
  ],
  ['a value of another kind', 'network: { latency: 5 }', 'scenario.yaml:7:21 latency must be a time'],
  ['a setting that nobody knows', 'config: { broker: { x: 1 } }', 'scenario.yaml:7:21 unknown broker setting x'],
])('%s in the scenario and an unknown topic in the script are named together', (_, line, mistake) => {
  const mistakes = mistakesOf({ ...misnamed, scenario: `${smallLesson.scenario}${line}\n` });
  expect(mistakes).toHaveLength(2);
  expect(mistakes[0]).toContain(mistake);
  expect(mistakes[1]).toBe(unknownTopic);
});

const others = inScript(
  'do: [{ crash: billing }, { after: 1s, start: billing }]',
  'do: [{ crash: broker-9 }, { flush: flet }]',
);
const wrong = { script: others.script.replace('recordsAt(0, trips)', 'recordsAt(0, tripz)') };

test.each([
  ['a topic', 'partitions: 1', 'partitions: one', ['broker-9', 'flet']],
  ['a topic altogether', 'name: trips,', 'nam: trips,', ['broker-9', 'flet']],
  ['the topics', '[{ name: trips, partitions: 1, replicationFactor: 1 }]', '7', ['broker-9', 'flet']],
  ['the settings of a client', 'name: fleet', 'name: fleet, config: 7', ['tripz', 'broker-9', 'flet']],
  ['the name of a client', 'name: fleet', 'nam: fleet', ['broker-9']],
  ['the clients', '\n  - { name: fleet }', ' 7', ['broker-9']],
])('%s that could not be read is not called unknown besides, and hides nothing else', (_, from, to, unknown) => {
  expect(smallLesson.scenario).toContain(from);
  const mistakes = mistakesOf({ ...wrong, scenario: smallLesson.scenario.replace(from, to) });
  expect(mistakes.some((one) => one.includes('scenario.yaml'))).toBe(true);
  const found = mistakes.flatMap((one) => /script.yaml:\S+ unknown (?:node|topic) ([^;]+)/.exec(one)?.[1] ?? []);
  expect(found).toEqual(unknown);
});

test('of a cluster of no known era nothing is said but that', () => {
  const mistakes = mistakesOf({ ...wrong, scenario: `${smallLesson.scenario}era: 5.0\n` });
  expect(mistakes).toEqual([expect.stringContaining('era must be 2.8 or 3.9 or 4.0')]);
});

test('a client that a script adds in words that could not be read is not called unknown, and hides nothing else', () => {
  const { script } = inScript(
    'addConsumer: { name: billing, topics: trips,',
    'addConsumer: { nam: billing, topics: trips,',
  );
  const both = script
    .replace('{ say: A reader. }', '{ say: A reader., aks: x }')
    .replace('fact: position,', 'fact: positoin,');
  const mistakes = mistakesOf({ script: both });
  expect(mistakes.map((one) => one.replace(/^\S+ /, ''))).toEqual([
    expect.stringContaining('missing key name'),
    expect.stringContaining('unknown key nam'),
    expect.stringContaining('unknown key aks'),
    expect.stringContaining('unknown fact positoin'),
  ]);
});

test('a step that could not be read takes the clients with it that it adds', () => {
  const mistakes = mistakesOf(inScript('waits for: { fact: printed, of: [billing], is: 5 }', 'waits fr: 7'));
  expect(mistakes.filter((one) => one.includes('billing'))).toEqual([]);
  expect(mistakes.filter((one) => one.includes('missing key waits for'))).toHaveLength(1);
});

test('a client that a script adds without a name is held against the rules all the same, and called nothing', () => {
  const { script } = inScript(
    'addConsumer: { name: billing, topics: trips,',
    'addConsumer: { client: jva, topics: trips,',
  );
  const mistakes = mistakesOf({ script });
  expect(mistakes.filter((one) => one.includes('missing key name'))).toHaveLength(1);
  expect(mistakes.filter((one) => one.includes('unknown client jva; did you mean java?'))).toHaveLength(1);
  expect(mistakes.filter((one) => one.includes('without a name') || one.includes('not legal'))).toEqual([]);
});

test("a broker's setting that is wrong hides nothing of the script", () => {
  expect(smallLesson.scenario).toContain('brokers: 1');
  const scenario = smallLesson.scenario.replace('brokers: 1', 'brokers: [{ id: 1, rack: [a] }]');
  const mistakes = mistakesOf({ ...wrong, scenario });
  expect(mistakes[0]).toContain('rack must be text');
  for (const name of ['tripz', 'broker-9', 'flet'])
    expect(mistakes.filter((one) => one.includes(`unknown`) && one.includes(name))).toHaveLength(1);
});

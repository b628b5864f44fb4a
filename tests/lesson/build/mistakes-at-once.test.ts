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

test('a topic that could not be read is not called unknown besides', () => {
  const scenario = smallLesson.scenario.replace('partitions: 1', 'partitions: one');
  expect(scenario).not.toBe(smallLesson.scenario);
  const mistakes = mistakesOf({ scenario });
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toContain('scenario.yaml');
});

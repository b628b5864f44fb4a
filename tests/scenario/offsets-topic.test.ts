import { expect, test } from 'vitest';

import { mistakesOf } from './parse.ts';

/** A script that waits for a fact of a partition of the offsets, in a scenario with this consumer. */
function waiting(partition: string, consumer = 'config: { group.id: g }', head = ''): string[] {
  const when = `{ fact: leader, of: ${partition}, is: 2 }`;
  return mistakesOf(
    `${head}topics: [t]\nconsumers: [{ name: c, topics: [t], ${consumer} }]\nscript: [{ when: ${when}, moment: m }]\n`,
  );
}

test('the topic of the offsets may be asked about once a group is used: the brokers create it', () => {
  expect(waiting('__consumer_offsets-49')).toEqual([]);
  expect(waiting('__consumer_offsets-0', 'processing: 1ms', 'config: { consumer: { group.id: g } }\n')).toEqual([]);
});

test('without a group nobody creates it', () => {
  const [mistake] = mistakesOf(
    'topics: [t]\nconsumers: [{ name: c, assign: [t-0] }]\nscript: [{ when: { fact: leader, of: __consumer_offsets-0, is: 2 }, moment: m }]\n',
  );
  expect(mistake).toContain('unknown topic __consumer_offsets');
});

test('it has 50 partitions, or as many as offsets.topic.num.partitions says', () => {
  expect(waiting('__consumer_offsets-50')[0]).toContain('unknown partition __consumer_offsets-50');
  const one = 'config: { broker: { offsets.topic.num.partitions: 1 } }\n';
  expect(waiting('__consumer_offsets-0', undefined, one)).toEqual([]);
  expect(waiting('__consumer_offsets-1', undefined, one)[0]).toContain('unknown partition __consumer_offsets-1');
});

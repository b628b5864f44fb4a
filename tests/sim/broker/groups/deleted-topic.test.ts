import { describe, expect, it } from 'vitest';

import { CoordinatorBench } from '../../../conformance/support/coordinator-bench.ts';
import { placesOf } from '../../../../src/sim/broker/groups/entries.ts';
import { SECOND } from '../../../../src/sim/time.ts';
import { commitOf } from './requests.ts';

/** A group that has committed for two topics, one of which is deleted. */
function deleted(era: '2.8' | '3.9' | '4.0', topics: readonly string[]): CoordinatorBench {
  const bench = new CoordinatorBench({ era, brokers: 3, topics: { t: 2, u: 1 } });
  const coordinator = bench.coordinator('g');
  bench.bench.run(SECOND);
  for (const topic of topics)
    bench.askBroker('c', coordinator, commitOf('g', topic, topic === 't' ? { 0: 5, 1: 7 } : { 0: 9 }));
  expect(bench.entry('g')).not.toBeNull();
  bench.bench.do({ type: 'deleteTopic', topic: 't' }).run(5 * SECOND);
  return bench;
}

const left = (bench: CoordinatorBench): readonly string[] | null => {
  const entry = bench.entry('g');
  return entry === null ? null : placesOf(entry).map(({ topic, partition }) => `${topic}-${partition}`);
};

describe.each(['2.8', '3.9', '4.0'] as const)('when a topic is deleted, the coordinator of %s', (era) => {
  it('forgets what groups have committed for it, and nothing else', () => {
    const bench = deleted(era, ['t', 'u']);
    expect(left(bench)).toEqual(['u-0']);
    const [told] = bench.bench.entries.filter(({ type }) => type === 'OffsetsForgotten');
    expect(told?.args).toMatchObject({ group: 'g', why: 'topicDeleted' });
  });

  it(`${era === '4.0' ? 'leaves' : 'removes'} a group that has neither members nor offsets any more`, () => {
    expect(left(deleted(era, ['t']))).toEqual(era === '4.0' ? [] : null);
  });
});

import { describe, expect, it } from 'vitest';

import { producer, s } from '../cluster/build.ts';
import { by, groupCluster, member, ownedBy, processedBy, timesOf } from './group/support/members.ts';

const OWN = { 'session.timeout.ms': '10000' };

describe('the same consumer as another client', () => {
  it('that is kafka-python 2.0.2 joins with one request, others with the id that they are given', () => {
    const run = groupCluster([member('old', {}, { client: 'kafka-python' })]).until(15);
    expect(by(run, 'old', 'GroupJoining')).toHaveLength(1);
    expect(run.entries('MemberIdGiven')).toEqual([]);
    expect(ownedBy(run, 'old')).toEqual([0, 1]);
    const today = groupCluster([member('new', {}, { client: 'kafka-python-3.0' })]).until(15);
    expect(by(today, 'new', 'GroupJoining')).toHaveLength(2);
    expect(today.entries('MemberIdGiven')).toHaveLength(1);
  });

  it('that is kafka-python 2.0.2 ends without a word: it is missed, and what it had not committed is read again', () => {
    const rare = { 'auto.commit.interval.ms': '60000' };
    const stopped = (client: string) => {
      const run = groupCluster([
        member('a', { ...OWN, ...rare }, { client }),
        member('b', { ...OWN, ...rare }, { client }),
      ]);
      run.until(15).do(15, { type: 'stop', node: 'b' }).until(40);
      const all = [...processedBy(run, 'a'), ...processedBy(run, 'b')];
      return {
        left: by(run, 'b', 'GroupLeft').length,
        back: Math.round((timesOf(run, 'a', 'PartitionsAssigned').at(-1) as number) - 15),
        again: all.length - new Set(all).size > 0,
      };
    };
    const silent = stopped('kafka-python');
    expect(silent).toMatchObject({ left: 0, again: true });
    expect(silent.back).toBeGreaterThanOrEqual(7);
    const polite = stopped('kafka-python-3.0');
    expect(polite).toMatchObject({ left: 1, again: false });
    expect(polite.back).toBeLessThanOrEqual(4);
  });
});

describe('a program that works two seconds on each record, killed while it works', () => {
  /** Which records of partition 0 were begun and never done, by anybody. */
  const lost = (client: string): number => {
    const config = { ...OWN, 'auto.commit.interval.ms': '1000' };
    const run = groupCluster([member('a', config, { client, processing: s(2) })], { partitions: 1, count: 12 });
    const begun = (): number => by(run, 'a', 'RecordsPrinted').at(-1)?.args.to ?? 0;
    run.until(20.4).do(20.4, { type: 'crash', node: 'a', kind: 'process' });
    const hands = begun();
    run.do(21, { type: 'start', node: 'a' }).until(90);
    const done = new Set(processedBy(run, 'a'));
    return Array.from({ length: hands }, (_, offset) => `0:${offset}`).filter((record) => !done.has(record)).length;
  };

  it('loses the record in its hands if it is librdkafka, which commits what it has handed over', () => {
    expect(lost('librdkafka')).toBe(1);
  });

  it.each(['java', 'kafka-python', 'kafka-python-3.0'])(
    'loses nothing if it is %s, which commits in poll()',
    (client) => {
      expect(lost(client)).toBe(0);
    },
  );
});

describe('the same producer as another client', () => {
  it.each([
    ['kafka-python', 0],
    ['kafka-python-3.0', 20],
    ['java', 20],
  ])('that is %s, stopped with records that it has not sent yet, leaves %i of them in the log', (client, kept) => {
    const program = { interval: s(0.1), count: 20 };
    const slow = producer('slow', 'orders', { client, config: { 'linger.ms': '20000' }, program, startAt: s(10) });
    const run = groupCluster([member('c')], { more: { producers: [slow] } }).until(14);
    run.do(14, { type: 'stop', node: 'slow' }).until(25);
    expect(timesOf(run, 'slow', 'ProcessExited')[0]).toBeLessThan(14.5);
    expect(processedBy(run, 'c')).toHaveLength(kept);
    const failed = by(run, 'slow', 'RecordsFailed').reduce((sum, { args }) => sum + args.count, 0);
    expect(failed).toBe(20 - kept);
  });
});

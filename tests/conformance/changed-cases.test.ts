import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import { present } from '../../src/lib/assert.ts';
import { play } from './support/play.ts';
import { readFolder, vectorsIn, type Vector } from './support/vector.ts';

/* What a case says counts: a case that says something else of the outcome fails, whatever it is that it says. */

const { vectors } = readFolder(fileURLToPath(new URL('vectors', import.meta.url)));

type Fields = Record<string, unknown>;

/** A case of ours, changed. */
function changed(id: string, change: (data: Fields & { readonly steps: Fields[] }) => void): Vector {
  const vector = present(
    vectors.find((one) => one.id === id),
    id,
  );
  const data = structuredClone(vector.data) as Fields & { readonly steps: Fields[] };
  change(data);
  return { ...vector, data };
}

const setting = (name: string, value: unknown) => (data: Fields) => {
  data[name] = value;
};
const inStep = (at: number, name: string, value: unknown) => (data: { readonly steps: Fields[] }) => {
  (data.steps[at] ?? {})[name] = value;
};

const only = (file: string, data: object): Vector =>
  present(vectorsIn(file, JSON.stringify({ cases: [data] }))[0], 'a case');

describe('a changed case fails', () => {
  it.each([
    ['err2', 'another exception', setting('exception', 'NonsenseException')],
    ['err-1', 'the exception with another ending', setting('exception', 'UnknownServerErrorException')],
    ['producer-017', 'another sum of the weights', setting('weightTotal', 22)],
    ['producer-022', 'another sum of the weights', setting('weightTotal', 9)],
    ['high-watermark-038', 'caught up a millisecond later', inStep(2, 'lastCaughtUp', 5001)],
    ['high-watermark-038', 'caught up at its first fetch', inStep(1, 'lastCaughtUp', 1)],
    ['high-watermark-038', 'a look a millisecond too late', inStep(2, 't', 15_001)],
    ['high-watermark-040', 'a look after half the lag', inStep(2, 't', 15_000)],
    ['high-watermark-040', 'a look when the lag is reached', inStep(2, 't', 30_000)],
    ['high-watermark-040', 'a longer lag', setting('replica.lag.time.max.ms', 40_000)],
    ['high-watermark-040', 'a longer lag, in words', setting('note', 'the replica lag is 40 s at most')],
    ['group-states-121', 'a shorter session of members that say none', setSession(6000)],
    ['kip848-assignors-026', 'another exception', setting('expectedError', 'assignment fails (NonsenseException)')],
  ] as const)('%s with %s', (id, _what, change) => {
    expect(play(changed(id, change))).toMatchObject({ status: 'failed' });
  });

  it('but not because it looks earlier than the lag, or says the lag in words', () => {
    expect(play(changed('high-watermark-038', inStep(2, 't', 15_000)))).toEqual({ status: 'passed' });
    expect(play(changed('high-watermark-040', setting('note', 'the replica lag is 20 s at most')))).toEqual({
      status: 'passed',
    });
  });
});

function setSession(timeout: number): (data: Fields) => void {
  return (data) => {
    data['settings'] = { ...(data['settings'] as object), 'session.timeout.ms (if op omits it)': timeout };
  };
}

describe('a case that says two things at once, or nothing, cannot be read', () => {
  it.each([
    ['murmur2-002', 'a key of other bytes', setting('key', { utf8: 'foobaz' })],
    ['murmur2-080', 'a key of other bytes', setting('key', { hex: '00000001' })],
    ['sticky-assignor-026', 'a reference that keeps less', setting('keptFromPrevious', 4)],
    ['sticky-assignor-026', 'a reference that is none', setting('reference', { consumer1: ['topic1-0'] })],
    ['cooperative-sticky-029', 'a reference that withholds another', setting('withheldThisRound', ['topic1-1'])],
    ['cooperative-sticky-029', 'a reference that takes it from another', setRevoked('consumer2')],
    ['kip848-assignors-004', 'a reference that gives less', setting('reference', {})],
    ['leader-election-050', 'a replica to add that is no target', setting('targetAdding', [5])],
    ['compaction-001', 'an active segment that is not that of its first run', setting('activeSegmentBaseOffset', 7)],
    ['defaults-040', 'a setting that no release has', setting('config', 'group.nonsense')],
    ['high-watermark-026', 'an epoch that begins behind the log', setEpochStart],
    ['compaction-032', 'an active segment before the last', setActive],
    ['group-states-101', 'a setting that no broker has', setUnknown],
    ['kraft-034', 'a version without KRaft', setting('version', '2.8')],
    ['high-watermark-041', 'a version without KRaft', setting('version', 'before 3.7')],
    ['leader-election-001', 'a version without ZooKeeper', setting('version', '4.0')],
    ['producer-017', 'a version without that partitioner', setting('version', '2.8')],
  ] as const)('%s with %s', (id, _what, change) => {
    const outcome = play(changed(id, change));
    expect(outcome.status === 'failed' ? String(outcome.got) : outcome.status).toMatch(/^Unreadable: /);
  });

  it.each(['sticky-assignor', 'cooperative-sticky'])('a member of %s that owns what is no partition', (kind) => {
    const members = [{ memberId: 'a', subscription: ['t'], ownedPartitions: ['zz'], generation: 1 }];
    const data = { topics: { t: 1 }, members, match: 'exact-set', expected: { a: ['t-0'] } };
    expect(play(only(`${kind}.json`, data))).toMatchObject({
      got: 'Unreadable: members.0.ownedPartitions.0: a topic and the number of a partition are wanted',
    });
  });
});

function setRevoked(member: string): (data: Fields) => void {
  return (data) => {
    data['revokedFrom'] = { 'topic2-0': [member] };
  };
}

function setEpochStart(data: Fields): void {
  data['start'] = { leaderLEO: 0, leaderHW: 0, leaderEpochStartOffset: 1 };
}

function setActive(data: Fields): void {
  const segments = data['segments'] as Fields[];
  data['segments'] = segments.map((segment, at) => ({ ...segment, active: at === 0 }));
}

function setUnknown(data: Fields): void {
  data['settings'] = { ...(data['settings'] as object), 'group.nonsense.ms': 1 };
}

describe('a version is looked at', () => {
  it.each(['kraft-034', 'high-watermark-041', 'leader-election-026', 'replica-placement-025'])(
    '%s passes with 3.9 in KRaft mode',
    (id) => {
      expect(play(changed(id, setting('version', '3.9')))).toEqual({ status: 'passed' });
    },
  );

  it.each(['2.8', '3.9'])('leader-election-001 passes with %s and ZooKeeper', (version) => {
    expect(play(changed('leader-election-001', setting('version', version)))).toEqual({ status: 'passed' });
  });
});

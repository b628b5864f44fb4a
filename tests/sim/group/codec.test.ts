import { expect, test } from 'vitest';

import { decodeRecord, encodeRecord } from '../../../src/sim/group/codec.ts';
import type { CoordinatorRecord } from '../../../src/sim/group/records.ts';

const RECORDS: readonly CoordinatorRecord[] = [
  {
    type: 'OffsetCommit',
    key: { group: 'ü', topic: 't', partition: 3 },
    value: { offset: 7, leaderEpoch: -1, metadata: '"', commitTimestamp: 12 },
  },
  { type: 'OffsetCommit', key: { group: 'g', topic: 't', partition: 3 }, value: null },
  { type: 'GroupMetadata', key: { group: 'g' }, value: null },
  { type: 'ConsumerGroupMetadata', key: { group: 'g' }, value: { epoch: 3 } },
  {
    type: 'ConsumerGroupTargetAssignmentMember',
    key: { groupId: 'g', memberId: 'm' },
    value: { topicPartitions: [{ topic: 't', partitions: [0, 2] }] },
  },
  { type: 'ConsumerGroupCurrentMemberAssignment', key: { groupId: 'g', memberId: 'm' }, value: null },
];

test.each(RECORDS.map((record) => [record.type, record] as const))(
  'a %s is read from its text as it was written',
  (_, record) => {
    const written = encodeRecord(record, 5);
    expect(written.timestamp).toBe(5);
    // A copy is not known by its object: it has to be read.
    expect(decodeRecord({ ...written })).toEqual(record);
  },
);

test('the end of a commit has the key of the commit, however it was written down, so that compaction finds it', () => {
  const key = { partition: 3, topic: 't', group: 'g' };
  const [commit, end] = [
    encodeRecord(
      { type: 'OffsetCommit', key, value: { offset: 1, leaderEpoch: -1, metadata: '', commitTimestamp: 0 } },
      0,
    ),
    encodeRecord({ type: 'OffsetCommit', key: { group: 'g', topic: 't', partition: 3 }, value: null }, 0),
  ];
  expect(end.key).toBe(commit.key);
  expect([end.value, commit.value === null]).toEqual([null, false]);
});

test('a group, its members and its offsets have different keys', () => {
  const keys = RECORDS.map((record) => encodeRecord(record, 0).key);
  expect(new Set(keys).size).toBe(keys.length);
});

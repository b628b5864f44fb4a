import { describe, expect, it } from 'vitest';
import { textOfBytes } from '../../../src/lib/bytes.ts';
import { decodeRecord, encodeRecord } from '../../../src/sim/kraft/codec.ts';
import type { MetadataRecord } from '../../../src/sim/kraft/records.ts';

const RECORDS: readonly MetadataRecord[] = [
  { type: 'TopicRecord', name: 'bestellungen-ö', topicId: 'AAAA' },
  { type: 'UnregisterBrokerRecord', brokerId: 1, brokerEpoch: 7 },
  {
    type: 'PartitionChangeRecord',
    topic: 'orders',
    partitionId: 0,
    isr: [1],
    leader: null,
    replicas: null,
    removingReplicas: null,
    addingReplicas: null,
    leaderRecoveryState: null,
    eligibleLeaderReplicas: null,
    lastKnownElr: null,
  },
  { type: 'LeaderChange', leaderId: 101, voters: [101, 102, 103] },
  { type: 'NoOpRecord' },
];

describe('metadata records in the log', () => {
  it.each(RECORDS.map((record) => [record.type, record] as const))('%s is read as it was written', (_, record) => {
    const encoded = encodeRecord(record, 12);
    expect(encoded).toMatchObject({ key: null, headers: [], timestamp: 12 });
    // A copy, as a World that was saved and loaded has it, is decoded from its bytes.
    const copy = JSON.parse(JSON.stringify(encoded)) as typeof encoded;
    expect(decodeRecord(copy)).toEqual(record);
  });

  it('are the JSON that the dump tool prints', () => {
    const { value } = encodeRecord({ type: 'UnregisterBrokerRecord', brokerId: 1, brokerEpoch: 7 }, 0);
    expect(textOfBytes(value ?? '')).toBe(
      '{"type":"UNREGISTER_BROKER_RECORD","version":0,"data":{"brokerId":1,"brokerEpoch":7}}',
    );
  });

  it('are refused when they are of no known type', () => {
    const record = encodeRecord({ type: 'NoOpRecord' }, 0);
    const broken = { ...record, value: '{"type":"NOTHING_RECORD","version":0,"data":{}}' };
    expect(() => decodeRecord(broken)).toThrow('known type');
  });
});

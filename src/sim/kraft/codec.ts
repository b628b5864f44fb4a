import { bytesOfText, textOfBytes } from '../../lib/bytes.ts';
import { present } from '../../lib/assert.ts';
import type { KafkaRecord, RecordBatch } from '../protocol/record-batch.ts';
import type { MetadataRecord } from './records.ts';

/*
 * Metadata records as the values of ordinary records: the JSON that kafka-dump-log --cluster-metadata-decoder prints
 * (MetadataJsonConverters), so that the log can be looked at like any other.
 */

/** What a record is called in the log, and its version there. */
const TYPES: { readonly [T in MetadataRecord['type']]: string } = {
  RegisterBrokerRecord: 'REGISTER_BROKER_RECORD',
  BrokerRegistrationChangeRecord: 'BROKER_REGISTRATION_CHANGE_RECORD',
  UnregisterBrokerRecord: 'UNREGISTER_BROKER_RECORD',
  TopicRecord: 'TOPIC_RECORD',
  RemoveTopicRecord: 'REMOVE_TOPIC_RECORD',
  PartitionRecord: 'PARTITION_RECORD',
  PartitionChangeRecord: 'PARTITION_CHANGE_RECORD',
  ConfigRecord: 'CONFIG_RECORD',
  ProducerIdsRecord: 'PRODUCER_IDS_RECORD',
  FeatureLevelRecord: 'FEATURE_LEVEL_RECORD',
  LeaderChange: 'LEADER_CHANGE',
  NoOpRecord: 'NO_OP_RECORD',
};

const NAMES: { readonly [type: string]: MetadataRecord['type'] } = Object.fromEntries(
  Object.entries(TYPES).map(([name, type]) => [type, name as MetadataRecord['type']]),
);

/** Decoded values by the record they were read from: the same records are shared by every replica of the log. */
// eslint-disable-next-line no-restricted-syntax -- beside the World, never in it: forgetting it changes nothing
const decoded = new WeakMap<KafkaRecord, MetadataRecord>();

/**
 * A metadata record as a record of the log.
 * @param timestamp CreateTime in milliseconds
 */
export function encodeRecord(record: MetadataRecord, timestamp: number): KafkaRecord {
  const { type, ...data } = record;
  const value = bytesOfText(JSON.stringify({ type: TYPES[type], version: 0, data }));
  const kafkaRecord = { key: null, value, headers: [], timestamp };
  decoded.set(kafkaRecord, record);
  return kafkaRecord;
}

/** The metadata record that a record of the log says; one that says none is a bug. */
export function decodeRecord(record: KafkaRecord): MetadataRecord {
  const known = decoded.get(record);
  if (known !== undefined) return known;
  const text = present(textOfBytes(record.value ?? ''), 'a metadata record must be text');
  const { type, data } = JSON.parse(text) as { readonly type: string; readonly data: object };
  const name = present(NAMES[type], `a metadata record must have a known type; found ${type}`);
  const read = { type: name, ...data } as MetadataRecord;
  decoded.set(record, read);
  return read;
}

/** The metadata records of a batch, in their order. */
export function recordsOf(batch: RecordBatch): readonly MetadataRecord[] {
  return batch.records.map(decodeRecord);
}

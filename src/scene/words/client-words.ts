import type { RecordBatch } from '../../sim/protocol/record-batch.ts';
import { eachOfBatch } from '../../sim/read/log.ts';
import type { ClientEntries } from '../../sim/trace/client.ts';
import { brokers, counted, offsets, quoted, records, valueText } from './phrases.ts';
import type { Catalogue } from './sentence.ts';

/** What producers, consumers and the admin client write, in words. */
export const clientWords: Catalogue<ClientEntries> = {
  RecordsBuffered: ({ partition, count }, who, names) =>
    `${who} puts ${counted(count, 'record')} for ${names.partition(partition)} into its buffer`,
  BatchSent({ partition, count, attempt, broker }, who, names) {
    const again = attempt > 1 ? ` again, attempt ${attempt}` : '';
    return `${who} sends ${counted(count, 'record')} for ${names.partition(partition)} to broker ${broker}${again}`;
  },
  RecordsAcknowledged({ partition, count, baseOffset, acks, batch }, who, names) {
    const what = records(count, valuesOf(batch));
    if (baseOffset < 0) return `${who} has sent ${what} and waits for no answer (acks=0)`;
    const where = `${names.partition(partition)} at ${offsets(baseOffset, baseOffset + count)}`;
    return `${who} learns that ${what} ${count === 1 ? 'is' : 'are'} acknowledged (acks=${acks < 0 ? 'all' : acks}): ${where}`;
  },
  RecordsFailed({ count, error, batch }, who) {
    return `${who} gives up ${records(count, valuesOf(batch))}: ${quoted(error, 80)}`;
  },
  BatchRetried({ partition, count, error }, who, names) {
    return `${who} will send ${counted(count, 'record')} for ${names.partition(partition)} again: ${quoted(error, 80)}`;
  },
  SendFailed({ topic, error, value }, who) {
    const what = value === null ? 'a record' : `record ${valueText(value)}`;
    return `${who} cannot send ${what} to ${quoted(topic, 60)}: ${quoted(error, 80)}`;
  },
  SendBlocked: ({ topic, waitsFor }, who) =>
    `${who} waits in send() for ${waitsFor === 'memory' ? 'room in buffer.memory' : `metadata of ${quoted(topic, 60)}`}`,
  MetadataReceived: ({ brokers: ids, topics }, who) =>
    `${who} has metadata: ${brokers(ids)}, ${counted(topics.length, 'topic')}`,
  ProducerIdAssigned: ({ producerId, producerEpoch }, who) =>
    `${who} gets producer id ${producerId}, epoch ${producerEpoch}`,
  PositionReset({ partition, to, policy }, who, names) {
    return `${who} begins ${names.partition(partition)} at offset ${to} (${POLICIES[policy]})`;
  },
  PositionSought: ({ partition, to }, who, names) => `${who} seeks to offset ${to} of ${names.partition(partition)}`,
  RecordsFetched: ({ partition, from, to }, who, names) =>
    `${who} has fetched ${offsets(from, to)} of ${names.partition(partition)}`,
  RecordsPrinted({ partition, from, to, batches }, who, names) {
    const values = to - from > 3 ? [] : batches.flatMap((batch) => valuesBetween(batch, from, to));
    const count = values.length > 0 ? values.length : to - from;
    return `${who} prints ${records(count, values)} of ${names.partition(partition)}, ${offsets(from, to)}`;
  },
  ConsumerFailed: ({ error, partition }, who, names) =>
    `${who} ends with an error in ${names.partition(partition)}: ${quoted(error, 80)}`,
  PositionTruncated: ({ partition, from, to }, who, names) =>
    `${who} goes back from offset ${from} to ${to} in ${names.partition(partition)}: the log was cut`,
  AdminAnswered: ({ request, target, error }, who) =>
    `${who} has the answer to ${quoted(request, 60)} for ${quoted(target, 60)}: ${error === 'NONE' ? 'done' : error}`,
};

const POLICIES: { readonly [P in ClientEntries['PositionReset']['policy']]: string } = {
  earliest: 'auto.offset.reset=earliest',
  latest: 'auto.offset.reset=latest',
  committed: 'committed offset',
  assigned: 'as it was told',
};

function valuesOf(batch: RecordBatch): readonly RecordBatch['records'][number]['value'][] {
  return batch.records.length > 3 ? [] : batch.records.map((record) => record.value);
}

function valuesBetween(
  batch: RecordBatch,
  from: number,
  to: number,
): readonly RecordBatch['records'][number]['value'][] {
  const values: RecordBatch['records'][number]['value'][] = [];
  eachOfBatch(batch, from, to, ({ record }) => values.push(record.value));
  return values;
}

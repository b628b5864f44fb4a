import type { Config } from '../../scenario.ts';
import { JAVA_GROUP, type ClientPreset } from './preset.ts';

/* librdkafka, as its CONFIGURATION.md has it, whatever the brokers are. Its C program is given one record at a time. */

const PRODUCER: Config = {
  acks: 'all',
  'enable.idempotence': 'false',
  retries: '2147483647',
  'linger.ms': '5',
  'batch.size': '1000000',
  'delivery.timeout.ms': '300000',
  'request.timeout.ms': '30000',
  'max.in.flight.requests.per.connection': '1000000',
  'max.request.size': '1000000',
  'buffer.memory': '1073741824',
  partitioner: 'consistent_random',
  'sticky.partitioning.linger.ms': '10',
};
const CONSUMER: Config = {
  'auto.offset.reset': 'latest',
  'allow.auto.create.topics': 'false',
  'partition.assignment.strategy': 'range,roundrobin',
  'session.timeout.ms': '45000',
  'heartbeat.interval.ms': '3000',
  'max.poll.interval.ms': '300000',
  'max.poll.records': '1',
  'auto.commit.interval.ms': '5000',
  'isolation.level': 'read_committed',
  // socket.timeout.ms
  'request.timeout.ms': '60000',
};
/** enable.auto.offset.store: a record's offset is stored when it is handed over, and a thread of the library's own commits what is stored. */
const GROUP = { ...JAVA_GROUP, skipsAssignment: false, commitsInBackground: true };

/** kcat 1.7.1 on librdkafka 2.0.2. */
export const kcat: ClientPreset = {
  software: 'librdkafka',
  producer: { ...PRODUCER, 'retry.backoff.max.ms': '100' },
  consumer: { ...CONSUMER, 'retry.backoff.max.ms': '100' },
  leaderEpochs: false,
  leaderDiscovery: false,
  closesAtOnce: false,
  group: GROUP,
  sortsRetries: true,
};

/** librdkafka 2.9, and what is built on it: confluent-kafka for Python, Go and .NET. */
export const librdkafka: ClientPreset = {
  software: 'librdkafka',
  producer: { ...PRODUCER, 'retry.backoff.max.ms': '1000' },
  consumer: { ...CONSUMER, 'retry.backoff.max.ms': '1000' },
  leaderEpochs: true,
  leaderDiscovery: true,
  closesAtOnce: false,
  group: GROUP,
  sortsRetries: true,
};

import type { Config } from '../../scenario.ts';
import { SECOND } from '../../time.ts';
import { JAVA_GROUP, type ClientPreset } from './preset.ts';

/* kafka-python, as its sources have it (kafka/producer/kafka.py, kafka/consumer/group.py, kafka/coordinator/), whatever the brokers are. */

/** Alike in all its releases. */
const PRODUCER: Config = {
  'linger.ms': '0',
  'batch.size': '16384',
  'retry.backoff.max.ms': '100',
  // Keys by murmur2, records without a key to any partition that has a leader, by chance.
  partitioner: 'kafka-python',
};
const CONSUMER: Config = {
  'retry.backoff.max.ms': '100',
  'partition.assignment.strategy': 'range,roundrobin',
  'heartbeat.interval.ms': '3000',
  'max.poll.interval.ms': '300000',
  'max.poll.records': '500',
  'auto.commit.interval.ms': '5000',
  'isolation.level': 'read_uncommitted',
};

/** 2.0.2, of 2020: its requests are those of Kafka 0.11 to 1.0, so JoinGroup has no MEMBER_ID_REQUIRED. */
export const kafkaPython2: ClientPreset = {
  software: 'kafka-python',
  producer: {
    ...PRODUCER,
    acks: '1',
    'enable.idempotence': 'false',
    retries: '0',
    // It has no such setting: a batch that waits longer than request_timeout_ms is given up (RecordAccumulator.abort_expired_batches).
    'delivery.timeout.ms': '30000',
  },
  consumer: {
    ...CONSUMER,
    'session.timeout.ms': '10000',
    // Longer than max_poll_interval_ms, because one time holds for JoinGroup and for everything else.
    'request.timeout.ms': '305000',
  },
  leaderEpochs: false,
  leaderDiscovery: false,
  // What it has registered for the end of the program is close(timeout=0) (KafkaProducer.__init__).
  closesAtOnce: true,
  // Its consumer has no handler at exit: a program that does not call close() commits nothing and leaves nobody.
  group: { ...JAVA_GROUP, memberIdRequired: false, skipsAssignment: false, closeTimeout: 0 },
  sortsRetries: false,
};

/** 3.0, of 2026: its defaults are those of Java 3, but for assignors and partitioner. */
export const kafkaPython3: ClientPreset = {
  software: 'kafka-python',
  producer: {
    ...PRODUCER,
    acks: 'all',
    'enable.idempotence': 'true',
    retries: '2147483647',
    'delivery.timeout.ms': '120000',
    'reconnect.backoff.max.ms': '30000',
  },
  consumer: {
    ...CONSUMER,
    'session.timeout.ms': '45000',
    'request.timeout.ms': '30000',
    'reconnect.backoff.max.ms': '30000',
  },
  leaderEpochs: true,
  leaderDiscovery: false,
  closesAtOnce: false,
  group: { ...JAVA_GROUP, skipsAssignment: false, closeTimeout: 30 * SECOND },
  sortsRetries: false,
};

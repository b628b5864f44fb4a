import type { Config } from '../../scenario.ts';
import { MS, SECOND } from '../../time.ts';
import { unknownToKcat, unknownToLibrdkafka } from './unknown-settings.ts';
import { JAVA_GROUP, type ClientPreset, type GroupSwitches, type Lack } from './preset.ts';

/* librdkafka, as its CONFIGURATION.md has it, whatever the brokers are. Its C program is given one record at a time. */

/** Its connections. The wait for a new one does not grow; that between two does (rd_kafka_broker_update_reconnect_backoff). */
const NETWORK: Config = {
  'socket.connection.setup.timeout.ms': '30000',
  'socket.connection.setup.timeout.max.ms': '30000',
  'reconnect.backoff.ms': '100',
  'reconnect.backoff.max.ms': '10000',
  // 0 to librdkafka: connections are not closed because they are idle.
  'connections.max.idle.ms': '2147483647',
};
const PRODUCER: Config = {
  ...NETWORK,
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
  ...NETWORK,
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
/**
 * enable.auto.offset.store: a record's offset is stored when it is handed over (rd_kafka_fetch_op_app_prepare), and a thread of the library's own
 * commits what is stored (rd_kafka_cgrp_offset_commit_tmr_cb).
 */
const GROUP: GroupSwitches = {
  ...JAVA_GROUP,
  skipsAssignment: false,
  tellsReasons: false,
  tellsGeneration: false,
  // From 2.3 on.
  tellsRack: false,
  // rdkafka_sticky_assignor.c
  stickyRules: 'librdkafka',
  // rd_kafka_cgrp_serve, in state query-coord.
  findsCoordinatorEvery: 500 * MS,
  // Its own threads see to positions and fetch, whatever its group does.
  pollNeedsGroup: 'nothing',
  commitsInBackground: true,
  commitsStored: true,
};

/** rd_kafka_conf_set refuses what it does not know (`No such configuration property`); of sticky assignors it has the cooperative one alone. */
const NO_STICKY: Lack = {
  setting: 'partition.assignment.strategy',
  value: 'sticky',
  why: 'librdkafka has no such assignor',
  hint: 'range, roundrobin, or cooperative-sticky',
};

/** kcat 1.7.1 on librdkafka 2.0.2. */
export const kcat: ClientPreset = {
  software: 'librdkafka',
  release: '3.9',
  producer: { ...PRODUCER, 'retry.backoff.max.ms': '100' },
  consumer: { ...CONSUMER, 'retry.backoff.max.ms': '100' },
  lacks: [
    {
      setting: 'group.protocol',
      value: 'consumer',
      why: 'kcat 1.7.1 on librdkafka 2.0.2 has no consumer protocol (KIP-848)',
      hint: 'leave it out, or take client: librdkafka',
    },
    NO_STICKY,
    ...unknownToKcat,
  ],
  leaderScan: SECOND,
  leaderEpochs: false,
  leaderDiscovery: false,
  topicIds: false,
  namesTimeouts: true,
  expiresQueued: false,
  setupHasRequestTimeout: false,
  closesAtOnce: false,
  // kcat -C without -o (kcat.c, consumer_run: RD_KAFKA_OFFSET_BEGINNING); kcat -G leaves it to auto.offset.reset.
  readsFromBeginning: true,
  fetchSessions: false,
  assignsAnew: false,
  group: GROUP,
  sortsRetries: true,
  oneAtATime: false,
  raisesDelivery: false,
  splitsBatches: false,
};

/** librdkafka 2.9, and what is built on it: confluent-kafka for Python, Go and .NET. */
export const librdkafka: ClientPreset = {
  software: 'librdkafka',
  release: '3.9',
  producer: { ...PRODUCER, 'retry.backoff.max.ms': '1000' },
  consumer: { ...CONSUMER, 'retry.backoff.max.ms': '1000' },
  lacks: [NO_STICKY, ...unknownToLibrdkafka],
  leaderScan: SECOND,
  leaderEpochs: true,
  leaderDiscovery: true,
  topicIds: true,
  namesTimeouts: true,
  expiresQueued: false,
  setupHasRequestTimeout: false,
  closesAtOnce: false,
  readsFromBeginning: false,
  fetchSessions: false,
  assignsAnew: false,
  // ConsumerGroupHeartbeat in version 0 (rd_kafka_ConsumerGroupHeartbeatRequest): the coordinator makes the member's id.
  group: { ...GROUP, tellsRack: true, consumerProtocol: 'given' },
  sortsRetries: true,
  oneAtATime: false,
  raisesDelivery: false,
  splitsBatches: false,
};

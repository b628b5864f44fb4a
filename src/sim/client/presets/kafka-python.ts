import type { Config } from '../../scenario.ts';
import { SECOND } from '../../time.ts';
import { unknownToKafkaPython2, unknownToKafkaPython3 } from './unknown-settings.ts';
import { JAVA_GROUP, type ClientPreset, type GroupSwitches, type Lack } from './preset.ts';

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

/** Alike in all its releases. */
const GROUP: GroupSwitches = {
  ...JAVA_GROUP,
  tellsReasons: false,
  tellsGeneration: false,
  tellsRack: false,
  skipsAssignment: false,
  // kafka/coordinator/assignors/sticky
  stickyRules: 'kafka-python',
  // Its auto-commit before a rebalance is a synchronous one (ConsumerCoordinator._maybe_auto_commit_offsets_sync).
  waitsForCommit: true,
  // KafkaConsumer._poll_once begins with ConsumerCoordinator.poll, which waits for a coordinator and for the end of a join.
  pollNeedsGroup: 'records',
};

/** It refuses what it does not know (`Unrecognized configs`). */
function lack(release: string, setting: string, value: string | null, what: string, hint = LATER): Lack {
  return { setting, value, why: `kafka-python ${release} has no ${what}`, hint };
}

const LATER = 'leave it out, or take client: kafka-python-3.0';
const NO_KIP_848 = 'leave it out, or take client: java';

/** KafkaConsumer.DEFAULT_CONFIG, KafkaProducer.DEFAULT_CONFIG of 2.0.2: what stands there, and nothing else, can be set. */
const LACKS_2: readonly Lack[] = [
  lack('2.0.2', 'group.protocol', 'consumer', 'consumer protocol (KIP-848)', NO_KIP_848),
  lack('2.0.2', 'group.instance.id', null, 'static members (KIP-345)'),
  lack('2.0.2', 'partition.assignment.strategy', 'cooperative-sticky', 'cooperative assignor (KIP-429)'),
  // StickyPartitionAssignor.metadata: poll() raises TypeError in Python 3 when a member that has partitions joins again.
  lack('2.0.2', 'partition.assignment.strategy', 'sticky', 'sticky assignor that lasts longer than one rebalance'),
  lack('2.0.2', 'isolation.level', 'read_committed', 'transactions (KIP-98)'),
  lack('2.0.2', 'client.rack', null, 'fetching from followers (KIP-392)'),
  lack('2.0.2', 'enable.idempotence', 'true', 'idempotent producer (KIP-98)'),
  lack(
    '2.0.2',
    'delivery.timeout.ms',
    null,
    'such setting (KIP-91); a batch waits for request.timeout.ms',
    'leave it out, and set request.timeout.ms; or take client: kafka-python-3.0',
  ),
  ...unknownToKafkaPython2,
];

/** 2.0.2, of 2020: its requests are those of Kafka 0.11 to 1.0, so JoinGroup has no MEMBER_ID_REQUIRED. */
export const kafkaPython2: ClientPreset = {
  software: 'kafka-python',
  release: '2.8',
  producer: {
    ...PRODUCER,
    acks: '1',
    'enable.idempotence': 'false',
    retries: '0',
  },
  consumer: {
    ...CONSUMER,
    'session.timeout.ms': '10000',
    // Longer than max_poll_interval_ms, because one time holds for JoinGroup and for everything else.
    'request.timeout.ms': '305000',
  },
  lacks: LACKS_2,
  leaderScan: null,
  leaderEpochs: false,
  leaderDiscovery: false,
  topicIds: false,
  namesTimeouts: true,
  // It has no delivery.timeout.ms (RecordAccumulator.abort_expired_batches, ProducerBatch.maybe_expire, Sender._can_retry).
  expiresQueued: true,
  // BrokerConnection.connect: the producer waits 30 s for a connection, the consumer 305 s.
  setupHasRequestTimeout: true,
  // What it has registered for the end of the program is close(timeout=0) (KafkaProducer.__init__).
  closesAtOnce: true,
  readsFromBeginning: false,
  // ConsumerCoordinator._handle_metadata_update, SubscriptionState.assign_from_subscribed: what is assigned is cleared first.
  fetchSessions: false,
  assignsAnew: true,
  group: {
    ...GROUP,
    memberIdRequired: false,
    // Any error about its generation makes it a new member (BaseCoordinator.reset_generation), a commit that comes too late as well.
    keepsMemberId: false,
    refusalEndsMembership: true,
    tellsLost: false,
    joinHasRequestTimeout: true,
    // Its consumer has no handler at exit: a program that does not call close() commits nothing and leaves nobody.
    closeTimeout: 0,
  },
  sortsRetries: false,
  // Sender._complete_batch knows nothing but retriable errors and final ones.
  oneAtATime: false,
  raisesDelivery: true,
  splitsBatches: false,
};

/** 3.0, of 2026: its defaults are those of Java 3, but for assignors and partitioner. */
export const kafkaPython3: ClientPreset = {
  software: 'kafka-python',
  release: '3.9',
  producer: {
    ...PRODUCER,
    acks: 'all',
    'enable.idempotence': 'true',
    retries: '2147483647',
    'delivery.timeout.ms': '120000',
    // It has no such setting, and its accumulator no bounds.
    'buffer.memory': '9007199254740991',
    'reconnect.backoff.max.ms': '30000',
  },
  consumer: {
    ...CONSUMER,
    'session.timeout.ms': '45000',
    'request.timeout.ms': '30000',
    'reconnect.backoff.max.ms': '30000',
  },
  lacks: [
    lack('3.0', 'group.protocol', 'consumer', 'consumer protocol (KIP-848)', NO_KIP_848),
    ...unknownToKafkaPython3,
  ],
  leaderScan: null,
  leaderEpochs: true,
  leaderDiscovery: false,
  topicIds: false,
  namesTimeouts: true,
  expiresQueued: false,
  setupHasRequestTimeout: false,
  closesAtOnce: false,
  readsFromBeginning: false,
  fetchSessions: true,
  assignsAnew: false,
  group: { ...GROUP, closeTimeout: 30 * SECOND },
  sortsRetries: false,
  // KafkaProducer.__init__: guarantee_message_order goes with idempotence.
  oneAtATime: true,
  raisesDelivery: false,
  splitsBatches: true,
};

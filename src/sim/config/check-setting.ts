import type { Era } from '../world.ts';
import { defaultOf, isSetting, settingNames, type ConfigScope } from './defaults.ts';

/** What is wrong with a setting; null: nothing. `known` holds names that it might have been. */
export interface SettingProblem {
  readonly code: 'unknown-setting' | 'wrong-setting';
  /** Lower case, the noun first, a semicolon, the reason. */
  readonly message: string;
  readonly known: readonly string[];
}

/** Settings whose values are words (ConfigDef.ValidString in the classes that define them). */
const WORDS: { readonly [name: string]: readonly string[] } = {
  acks: ['all', '-1', '0', '1'],
  'auto.offset.reset': ['latest', 'earliest', 'none'],
  'isolation.level': ['read_committed', 'read_uncommitted'],
  'message.timestamp.type': ['CreateTime', 'LogAppendTime'],
  'log.message.timestamp.type': ['CreateTime', 'LogAppendTime'],
  'cleanup.policy': ['delete', 'compact', 'compact,delete', 'delete,compact'],
  'log.cleanup.policy': ['delete', 'compact', 'compact,delete', 'delete,compact'],
};

/** Settings that must be at least this; others must not be negative, unless -1 stands for something. */
const AT_LEAST: { readonly [name: string]: number } = {
  'default.replication.factor': 1,
  'flush.messages': 1,
  'leader.imbalance.check.interval.seconds': 1,
  'log.flush.interval.messages': 1,
  'log.flush.offset.checkpoint.interval.ms': 1,
  'log.index.size.max.bytes': 4,
  'log.retention.check.interval.ms': 1,
  'log.segment.bytes': 14,
  'max.in.flight.requests.per.connection': 1,
  'max.poll.records': 1,
  'min.insync.replicas': 1,
  'num.partitions': 1,
  'replica.high.watermark.checkpoint.interval.ms': 1,
  'replica.lag.time.max.ms': 1,
  'max.compaction.lag.ms': 1,
  'log.cleaner.max.compaction.lag.ms': 1,
  'segment.bytes': 14,
  'segment.index.bytes': 4,
  'segment.ms': 1,
  'zookeeper.session.timeout.ms': 1,
};

/** From 4.0 segments have a least size (KIP-1030). */
const LEAST_SEGMENT = 1_048_576;
const SEGMENT_SIZES: readonly string[] = ['segment.bytes', 'log.segment.bytes'];

/** Settings that are a part of one. */
const RATIOS: readonly string[] = ['min.cleanable.dirty.ratio', 'log.cleaner.min.cleanable.ratio'];

const MINUS_ONE_ALLOWED = [
  'retention.bytes',
  'retention.ms',
  'log.retention.bytes',
  'log.retention.ms',
  'log.retention.minutes',
  'log.retention.hours',
  'receive.buffer.bytes',
  'send.buffer.bytes',
  'socket.receive.buffer.bytes',
  'socket.send.buffer.bytes',
  'queued.max.request.bytes',
  'group.consumer.max.size',
  'offsets.commit.required.acks',
  'connections.max.idle.ms',
  'node.id',
  'broker.id',
  'compression.gzip.level',
  'compression.zstd.level',
];

/** Settings of other clients than Java's, and the short name for a partitioner; the clients check their values. */
const OF_CLIENTS: { readonly [S in ConfigScope]?: readonly string[] } = {
  producer: ['partitioner', 'sticky.partitioning.linger.ms'],
};

/** Settings that would change what a cluster does, in ways that are not modelled: better refused than ignored. */
const NOT_MODELLED: { readonly [S in ConfigScope]?: readonly string[] } = {
  producer: ['transactional.id', 'interceptor.classes'],
  consumer: ['interceptor.classes'],
};

/** Largest number that stays a safe integer when milliseconds become microseconds. */
const LARGEST = 9_000_000_000_000;

/** Is this a setting of the era, and could Kafka read its value? */
export function checkSetting(scope: ConfigScope, name: string, value: string, era: Era): SettingProblem | null {
  if (NOT_MODELLED[scope]?.includes(name) === true) {
    return { code: 'unknown-setting', message: `setting ${name} is not modelled yet; leave it out`, known: [] };
  }
  if (OF_CLIENTS[scope]?.includes(name) === true) return null;
  if (!isSetting(scope, name, era)) {
    const message = `unknown ${scope} setting ${name.slice(0, 80)}; Kafka ${era} has none of this name`;
    return { code: 'unknown-setting', message, known: [...settingNames(scope, era), ...(OF_CLIENTS[scope] ?? [])] };
  }
  const expected = expectedOf(scope, name, value, era);
  if (expected === null) return null;
  return {
    code: 'wrong-setting',
    message: `setting ${name} must be ${expected}; found ${value.slice(0, 60)}`,
    known: [],
  };
}

/** What the value should have been, in words; null when it is right. */
function expectedOf(scope: ConfigScope, name: string, value: string, era: Era): string | null {
  const words = WORDS[name];
  if (words !== undefined) return words.includes(value) ? null : words.slice(0, 4).join(', ');
  if (RATIOS.includes(name)) return /^\d+(\.\d+)?$/.test(value) && Number(value) <= 1 ? null : 'a number from 0 to 1';
  const standard = defaultOf(scope, name, era);
  if (standard === 'true' || standard === 'false')
    return value === 'true' || value === 'false' ? null : 'true or false';
  const isNumber = standard === null ? /\.(ms|minutes|seconds|hours|bytes)$/.test(name) : /^-?\d+$/.test(standard);
  if (!isNumber || value === standard) return null;
  const from40 = era === '4.0' && SEGMENT_SIZES.includes(name) ? LEAST_SEGMENT : undefined;
  const least = from40 ?? AT_LEAST[name] ?? (MINUS_ONE_ALLOWED.includes(name) ? -1 : 0);
  if (!/^-?\d{1,19}$/.test(value) || Number(value) < least) return `a whole number from ${least}`;
  return Number(value) > LARGEST ? `at most ${LARGEST}` : null;
}

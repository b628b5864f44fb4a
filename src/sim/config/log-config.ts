import { assert } from '../../lib/assert.ts';
import type { CompactionLimits } from '../log/cleaning.ts';
import type { RetentionLimits } from '../log/retention.ts';
import type { SegmentLimits } from '../log/segment.ts';
import type { Config } from '../scenario.ts';

/** What a topic's settings say about its logs (org.apache.kafka.storage.internals.log.LogConfig), parsed. Times in milliseconds. */
export interface LogConfig extends SegmentLimits, RetentionLimits, CompactionLimits {
  /** cleanup.policy has compact. */
  readonly compacts: boolean;
}

/** Bytes of an entry in an offset index (OffsetIndex.ENTRY_SIZE). */
const INDEX_ENTRY = 8;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** A topic's setting and the broker's that it falls back to (org.apache.kafka.server.config.ServerTopicConfigSynonyms). */
const SYNONYMS: { readonly [topic: string]: string } = {
  'cleanup.policy': 'log.cleanup.policy',
  'delete.retention.ms': 'log.cleaner.delete.retention.ms',
  'index.interval.bytes': 'log.index.interval.bytes',
  'max.compaction.lag.ms': 'log.cleaner.max.compaction.lag.ms',
  'min.cleanable.dirty.ratio': 'log.cleaner.min.cleanable.ratio',
  'min.compaction.lag.ms': 'log.cleaner.min.compaction.lag.ms',
  'retention.bytes': 'log.retention.bytes',
  'segment.bytes': 'log.segment.bytes',
  'segment.index.bytes': 'log.index.size.max.bytes',
};

/**
 * A broker's settings as those of topics that have none of their own. Of several units the finest that is set wins:
 * log.retention.ms over minutes over hours, log.roll.ms over hours (KafkaConfig.getLogRetentionTimeMillis).
 * @param text a broker's setting, or its default; null: it has neither
 */
export function topicFallbacks(text: (name: string) => string | null): Config {
  const fallbacks: Record<string, string> = {};
  for (const name of Object.keys(SYNONYMS)) {
    const value = text(SYNONYMS[name] as string);
    if (value !== null) fallbacks[name] = value;
  }
  const scaled = (value: string | null, unit: number): string | null =>
    value === null ? null : String(Math.max(-1, Number(value) * unit));
  fallbacks['retention.ms'] =
    text('log.retention.ms') ??
    scaled(text('log.retention.minutes'), MINUTE_MS) ??
    scaled(text('log.retention.hours'), HOUR_MS) ??
    '-1';
  fallbacks['segment.ms'] = text('log.roll.ms') ?? scaled(text('log.roll.hours'), HOUR_MS) ?? '0';
  return fallbacks;
}

/**
 * Parses what a topic says about its logs, over what its broker says.
 * @param fallbacks see {@link topicFallbacks}
 */
export function logConfig(topic: Config, fallbacks: Config): LogConfig {
  const text = (name: string): string => topic[name] ?? fallbacks[name] ?? '';
  const policies = text('cleanup.policy').split(',');
  const compacts = policies.includes('compact');
  const segmentMs = whole('segment.ms', text('segment.ms'));
  const maxCompactionLagMs = whole('max.compaction.lag.ms', text('max.compaction.lag.ms'));
  return {
    segmentBytes: whole('segment.bytes', text('segment.bytes')),
    // What may not wait longer than this for the cleaner must leave the active segment in time (LogConfig.maxSegmentMs).
    segmentMs: compacts && maxCompactionLagMs > 0 ? Math.min(segmentMs, maxCompactionLagMs) : segmentMs,
    indexEntries: Math.floor(whole('segment.index.bytes', text('segment.index.bytes')) / INDEX_ENTRY),
    indexIntervalBytes: whole('index.interval.bytes', text('index.interval.bytes')),
    retentionMs: limit('retention.ms', text('retention.ms')),
    retentionBytes: limit('retention.bytes', text('retention.bytes')),
    deletes: policies.includes('delete'),
    compacts,
    minCleanableDirtyRatio: Math.round(Number(text('min.cleanable.dirty.ratio')) * 1_000_000),
    minCompactionLagMs: whole('min.compaction.lag.ms', text('min.compaction.lag.ms')),
    maxCompactionLagMs,
    deleteRetentionMs: whole('delete.retention.ms', text('delete.retention.ms')),
  };
}

/** Kafka's "no limit" for times and sizes is -1. */
function limit(name: string, text: string): number | null {
  const value = whole(name, text);
  return value < 0 ? null : value;
}

/** A whole number; one beyond what a number holds exactly (Kafka's Long.MAX_VALUE) is as good as no limit. */
function whole(name: string, text: string): number {
  const value = Math.min(Number(text), Number.MAX_SAFE_INTEGER);
  assert(text !== '' && Number.isSafeInteger(value), () => `setting ${name} must be a whole number; ${text}`);
  return value;
}

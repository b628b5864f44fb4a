import { fromMs, SECOND, type Micros } from '../time.ts';

/** A broker's settings of groups (org.apache.kafka.coordinator.group.GroupCoordinatorConfig); times in microseconds. */
export interface GroupSettings {
  /** group.initial.rebalance.delay.ms */
  readonly initialRebalanceDelay: Micros;
  /** group.min.session.timeout.ms and group.max.session.timeout.ms */
  readonly minSessionTimeout: Micros;
  readonly maxSessionTimeout: Micros;
  /** group.max.size */
  readonly maxSize: number;
  /** offsets.retention.minutes */
  readonly offsetsRetention: Micros;
  /** offsets.retention.check.interval.ms */
  readonly offsetsRetentionCheckInterval: Micros;
  /** offsets.commit.timeout.ms */
  readonly commitTimeout: Micros;
  /** offset.metadata.max.bytes */
  readonly metadataMaxBytes: number;
  /** group.consumer.session.timeout.ms and group.consumer.heartbeat.interval.ms */
  readonly consumerSessionTimeout: Micros;
  readonly consumerHeartbeatInterval: Micros;
  /** group.consumer.max.size */
  readonly consumerMaxSize: number;
  /** group.consumer.assignors by their names: the first is the default. */
  readonly consumerAssignors: readonly string[];
  /** Is the consumer protocol there (from 4.0, with KRaft)? */
  readonly consumerProtocol: boolean;
}

/**
 * A broker's settings of groups.
 * @param text a setting as it was given, or its default in the era; null where the era has no such setting
 */
export function groupSettings(text: (name: string) => string | null): GroupSettings {
  const int = (name: string): number => Number(text(name) ?? '0');
  const ms = (name: string): number => fromMs(int(name));
  const list = (name: string): readonly string[] => (text(name) ?? '').split(',').map((item) => item.trim());
  return {
    initialRebalanceDelay: ms('group.initial.rebalance.delay.ms'),
    minSessionTimeout: ms('group.min.session.timeout.ms'),
    maxSessionTimeout: ms('group.max.session.timeout.ms'),
    maxSize: int('group.max.size'),
    offsetsRetention: int('offsets.retention.minutes') * 60 * SECOND,
    offsetsRetentionCheckInterval: ms('offsets.retention.check.interval.ms'),
    commitTimeout: ms('offsets.commit.timeout.ms'),
    metadataMaxBytes: int('offset.metadata.max.bytes'),
    consumerSessionTimeout: ms('group.consumer.session.timeout.ms'),
    consumerHeartbeatInterval: ms('group.consumer.heartbeat.interval.ms'),
    consumerMaxSize: int('group.consumer.max.size'),
    consumerAssignors: list('group.consumer.assignors').map(shortName),
    consumerProtocol: list('group.coordinator.rebalance.protocols').includes('consumer'),
  };
}

/** Settings name the assignors of the server by their short names, or by their classes. */
function shortName(assignor: string): string {
  if (assignor.endsWith('.UniformAssignor')) return 'uniform';
  return assignor.endsWith('.RangeAssignor') ? 'range' : assignor;
}

import type { Config } from '../../../scenario.ts';
import { SECOND } from '../../../time.ts';
import type { Micros } from '../../../time.ts';
import type { CommitPolicy } from '../../../intervention.ts';
import { assignorsOf } from '../../assignor/index.ts';
import type { GroupSwitches } from '../../presets.ts';
import { flagOf, microsOf, textOf } from '../../settings/parse.ts';

/** A member's settings (org.apache.kafka.clients.GroupRebalanceConfig, ConsumerConfig); times in microseconds. */
export interface MemberSettings {
  readonly groupId: string;
  /** group.instance.id; null: a dynamic member. */
  readonly instanceId: string | null;
  /** group.protocol */
  readonly protocol: 'classic' | 'consumer';
  /** Short names of partition.assignment.strategy, the preferred one first. */
  readonly assignors: readonly string[];
  /** group.remote.assignor; null: the broker's default. */
  readonly remoteAssignor: string | null;
  readonly sessionTimeout: Micros;
  readonly heartbeatInterval: Micros;
  readonly maxPollInterval: Micros;
  readonly autoCommit: boolean;
  readonly autoCommitInterval: Micros;
  readonly retryBackoff: Micros;
  /** What waits for commits and for committed offsets grow to (from 3.7); as large as retryBackoff where they do not grow. */
  readonly retryBackoffMax: Micros;
  readonly requestTimeout: Micros;
  /** How long commitSync() and the like try again. */
  readonly apiTimeout: Micros;
  /** What this client library does in its own way. */
  readonly switches: GroupSwitches;
}

/** group.protocol; a client that has no such setting warns that it does not know it, and goes on. */
function protocolOf(config: Config, { consumerProtocol }: GroupSwitches): MemberSettings['protocol'] {
  const asked = config['group.protocol']?.trim().toLowerCase() === 'consumer';
  return asked && consumerProtocol !== 'no' ? 'consumer' : 'classic';
}

/** A client that has no such setting gives up after a minute, as Java does. */
const API_TIMEOUT = 60 * SECOND;

/**
 * The settings of a group's member out of a complete configuration.
 * @param commit what the program says about commits; only `auto` leaves them to enable.auto.commit
 * @returns null: it has no group
 */
export function memberSettings(config: Config, commit: CommitPolicy, switches: GroupSwitches): MemberSettings | null {
  const groupId = config['group.id'];
  if (groupId === undefined || groupId === '') return null;
  const instanceId = config['group.instance.id'];
  const remoteAssignor = config['group.remote.assignor'];
  return {
    groupId,
    instanceId: instanceId === undefined || instanceId === '' ? null : instanceId,
    protocol: protocolOf(config, switches),
    assignors: assignorsOf(textOf(config, 'partition.assignment.strategy')).map(({ name }) => name),
    remoteAssignor: remoteAssignor === undefined || remoteAssignor === '' ? null : remoteAssignor,
    sessionTimeout: microsOf(config, 'session.timeout.ms'),
    heartbeatInterval: microsOf(config, 'heartbeat.interval.ms'),
    maxPollInterval: microsOf(config, 'max.poll.interval.ms'),
    autoCommit: commit === 'auto' && flagOf(config, 'enable.auto.commit'),
    autoCommitInterval: microsOf(config, 'auto.commit.interval.ms'),
    retryBackoff: microsOf(config, 'retry.backoff.ms'),
    retryBackoffMax: Math.max(microsOf(config, 'retry.backoff.ms'), microsOf(config, 'retry.backoff.max.ms')),
    requestTimeout: microsOf(config, 'request.timeout.ms'),
    apiTimeout:
      config['default.api.timeout.ms'] === undefined ? API_TIMEOUT : microsOf(config, 'default.api.timeout.ms'),
    switches,
  };
}

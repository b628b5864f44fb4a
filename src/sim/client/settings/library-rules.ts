import { assignorsOf } from '../assignor/index.ts';
import type { Config } from '../../scenario.ts';
import { MS } from '../../time.ts';
import { microsOf } from './parse.ts';
import type { ConfigProblem } from './problem.ts';

/*
 * What other libraries than Java ask of settings together, where Java does not ask it or asks something else. All settings are there, those
 * that were not set with the library's defaults.
 */

const MAX_POLL = 'max.poll.interval.ms';
const SESSION = 'session.timeout.ms';
const REQUEST = 'request.timeout.ms';
const IDLE = 'connections.max.idle.ms';
const WAIT = 'fetch.max.wait.ms';
const STRATEGY = 'partition.assignment.strategy';
const DELIVERY = 'delivery.timeout.ms';

/** KafkaConsumer.__init__ of both releases; only 2.0.2 has one time for all requests, also those that wait for a rebalance. */
function kafkaPythonConsumer(config: Config, old: boolean): readonly ConfigProblem[] {
  const problems = [...above(config, IDLE, REQUEST), ...above(config, REQUEST, WAIT)];
  if (!isMember(config)) return problems;
  return old ? [...problems, ...above(config, REQUEST, SESSION)] : [...problems, ...oneKind(config)];
}

/** rd_kafka_conf_finalize, rd_kafka_assignor_rebalance_protocol_check. */
function librdkafkaConsumer(config: Config): readonly ConfigProblem[] {
  if (!isMember(config)) return [];
  const tooShort = microsOf(config, MAX_POLL) < microsOf(config, SESSION);
  return [...(tooShort ? above(config, MAX_POLL, SESSION) : []), ...oneKind(config)];
}

/** RecordAccumulator.__init__ of 3.0: what Java would raise by itself. */
function kafkaPythonProducer(config: Config): readonly ConfigProblem[] {
  const least = microsOf(config, 'linger.ms') + microsOf(config, REQUEST);
  if (microsOf(config, DELIVERY) >= least) return [];
  const message = `${DELIVERY}=${config[DELIVERY] ?? ''}; less than linger.ms plus request.timeout.ms`;
  return [{ setting: DELIVERY, message, hint: `give at least ${Math.ceil(least / MS)}` }];
}

/** What the library refuses in a consumer of this name. */
export function libraryConsumerProblems(config: Config, client: string): readonly ConfigProblem[] {
  if (client === 'kafka-python' || client === 'kafka-python-3.0')
    return kafkaPythonConsumer(config, client === 'kafka-python');
  return client === 'librdkafka' || client === 'kcat' ? librdkafkaConsumer(config) : [];
}

/** What the library refuses in a producer of this name; `null`: it asks what Java asks. */
export function libraryProducerProblems(config: Config, client: string): readonly ConfigProblem[] | null {
  if (client === 'kafka-python-3.0') return kafkaPythonProducer(config);
  // message.timeout.ms is for the whole of it, however long one request may take.
  if (client === 'librdkafka' || client === 'kcat') return above(config, DELIVERY, 'linger.ms');
  return null;
}

function isMember(config: Config): boolean {
  return (config['group.id'] ?? '') !== '' && config['group.protocol'] !== 'consumer';
}

/** A time must be longer than another. */
function above(config: Config, setting: string, other: string): readonly ConfigProblem[] {
  if (microsOf(config, setting) > microsOf(config, other)) return [];
  const message = `${setting}=${config[setting] ?? ''}; not more than ${other}=${config[other] ?? ''}`;
  return [{ setting, message, hint: `give more than ${config[other] ?? ''}, or a smaller ${other}` }];
}

/** Its assignors must be all eager, or all cooperative. */
function oneKind(config: Config): readonly ConfigProblem[] {
  const assignors = assignorsOf(config[STRATEGY] ?? '');
  if (assignors.every(({ eager }) => eager === assignors[0]?.eager)) return [];
  const message = `${STRATEGY}=${config[STRATEGY] ?? ''}; eager and cooperative assignors together`;
  return [{ setting: STRATEGY, message, hint: 'range, roundrobin or both; or cooperative-sticky alone' }];
}

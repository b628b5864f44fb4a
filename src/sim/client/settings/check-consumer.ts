import type { Config } from '../../scenario.ts';
import {
  fromOne,
  fromZero,
  longFromZero,
  sharedBounds,
  wholeProblems,
  wordProblem,
  type ConfigProblem,
} from './problem.ts';

const BOUNDS = {
  ...sharedBounds,
  'max.poll.records': fromOne,
  'fetch.max.wait.ms': fromZero,
  'fetch.min.bytes': fromZero,
  'fetch.max.bytes': fromZero,
  'max.partition.fetch.bytes': fromZero,
  'max.poll.interval.ms': fromOne,
  'session.timeout.ms': fromZero,
  'heartbeat.interval.ms': fromZero,
  'auto.commit.interval.ms': fromZero,
  'connections.max.idle.ms': longFromZero,
};

/**
 * What Kafka's consumer would refuse of a configuration with a ConfigException; empty: it starts.
 * @param config what was set, not the defaults
 */
export function checkConsumerConfig(config: Config): readonly ConfigProblem[] {
  return [
    ...wholeProblems(config, BOUNDS),
    ...wordProblem(config, 'auto.offset.reset', ['earliest', 'latest', 'none']),
    ...wordProblem(config, 'isolation.level', ['read_uncommitted', 'read_committed']),
    ...wordProblem(config, 'allow.auto.create.topics', ['true', 'false']),
  ];
}

import { assignorNamed, assignorNames } from '../assignor/index.ts';
import type { Config } from '../../scenario.ts';
import type { Era } from '../../world.ts';
import { defaultConsumerConfig } from '../presets.ts';
import { lackProblems } from './lacks.ts';
import { libraryConsumerProblems } from './library-rules.ts';
import { layered } from './parse.ts';
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
 * What Kafka's consumer would refuse of a configuration with a ConfigException, or another library in its own way; empty: it starts.
 * @param config what was set, not the defaults
 * @param era the brokers'
 * @param client which client library it is: its defaults stand for what was not set
 */
export function checkConsumerConfig(config: Config, era: Era = '3.9', client = 'java'): readonly ConfigProblem[] {
  const values = [
    ...wholeProblems(config, BOUNDS),
    ...wordProblem(config, 'auto.offset.reset', ['earliest', 'latest', 'none']),
    ...wordProblem(config, 'isolation.level', ['read_uncommitted', 'read_committed']),
    ...wordProblem(config, 'allow.auto.create.topics', ['true', 'false']),
    ...wordProblem(config, 'enable.auto.commit', ['true', 'false']),
    ...wordProblem(config, 'group.protocol', ['classic', 'consumer']),
    ...assignorProblems(config),
    ...lackProblems(config, era, client),
  ];
  const complete = layered(...defaultConsumerConfig(client, era), config);
  // What cannot be read, or is not known, cannot contradict anything.
  return values.length > 0 ? values : [...heartbeatProblems(complete), ...libraryConsumerProblems(complete, client)];
}

/** Every name in partition.assignment.strategy must be a class that is there. */
function assignorProblems(config: Config): readonly ConfigProblem[] {
  const setting = 'partition.assignment.strategy';
  const names = (config[setting] ?? '').split(',').map((name) => name.trim());
  return names
    .filter((name) => name !== '' && assignorNamed(name) === null)
    .map((name) => ({
      setting,
      message: `${setting} names ${name.slice(0, 80)}; there is no such assignor`,
      hint: `one or more of ${assignorNames.join(', ')}, with commas between them`,
    }));
}

/** A member must have the time for more than one heartbeat (the constructor of Heartbeat: IllegalArgumentException). */
function heartbeatProblems(config: Config): readonly ConfigProblem[] {
  const setting = 'heartbeat.interval.ms';
  if ((config['group.id'] ?? '') === '' || config['group.protocol'] === 'consumer') return [];
  const heartbeat = Number(config[setting]);
  const session = Number(config['session.timeout.ms']);
  if (!(heartbeat >= session)) return [];
  const message = `${setting}=${heartbeat}; not below session.timeout.ms=${session}`;
  return [{ setting, message, hint: 'a third of session.timeout.ms or less' }];
}

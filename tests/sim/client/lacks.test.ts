import { describe, expect, it } from 'vitest';

import { checkConsumerConfig } from '../../../src/sim/client/settings/check-consumer.ts';
import { checkProducerConfig } from '../../../src/sim/client/settings/check-producer.ts';
import { memberSettings } from '../../../src/sim/client/consumer/group/settings.ts';
import { defaultConsumerConfig, presetOf } from '../../../src/sim/client/presets.ts';
import { producerSettings } from '../../../src/sim/client/settings/producer-settings.ts';
import { layered } from '../../../src/sim/client/settings/parse.ts';
import { parseScenario } from '../../../src/scenario/parse-scenario.ts';

type Config = { readonly [name: string]: string };

const CLIENTS = ['java-2.8', 'java-4.0', 'kafka-python', 'kafka-python-3.0', 'kcat', 'librdkafka'];

/** Which clients refuse it, with brokers of 4.0. */
function refusing(config: Config, check = checkConsumerConfig): readonly string[] {
  return CLIENTS.filter((client) => check({ 'group.id': 'g', ...config }, '4.0', client).length > 0);
}

describe('a consumer that is asked for what it does not know refuses', () => {
  const assignor = (name: string): Config => ({ 'partition.assignment.strategy': name });

  it.each<readonly [string, Config, readonly string[]]>([
    ['the consumer protocol', { 'group.protocol': 'consumer' }, ['kafka-python', 'kafka-python-3.0', 'kcat']],
    ['to be a static member', { 'group.instance.id': 'one' }, ['kafka-python']],
    ['cooperative-sticky', assignor('cooperative-sticky'), ['kafka-python']],
    ['its class', assignor('org.apache.kafka.clients.consumer.CooperativeStickyAssignor'), ['kafka-python']],
    ['sticky', assignor('sticky'), ['kafka-python', 'kcat', 'librdkafka']],
    ['to read only what is committed', { 'isolation.level': 'read_committed' }, ['kafka-python']],
    ['to fetch from followers', { 'client.rack': 'a' }, ['kafka-python']],
    ['an assignor on the server', { 'group.remote.assignor': 'range' }, ['kafka-python', 'kafka-python-3.0', 'kcat']],
    ['more records in a poll()', { 'max.poll.records': '10' }, ['kcat', 'librdkafka']],
    ['waits that grow', { 'retry.backoff.max.ms': '500' }, ['kafka-python', 'kafka-python-3.0', 'kcat']],
    ['not to create topics', { 'allow.auto.create.topics': 'false' }, ['kafka-python']],
    [
      'a limit for its calls',
      { 'default.api.timeout.ms': '9000' },
      ['kafka-python', 'kafka-python-3.0', 'kcat', 'librdkafka'],
    ],
    ['nothing that all know', { 'group.protocol': 'classic', 'group.instance.id': '' }, []],
  ])('%s', (_what, config, clients) => {
    expect(refusing(config)).toEqual(clients);
  });

  it('and says what it lacks, and what to do', () => {
    expect(checkConsumerConfig({ 'group.instance.id': 'one' }, '3.9', 'kafka-python')).toEqual([
      {
        setting: 'group.instance.id',
        message: 'group.instance.id=one; kafka-python 2.0.2 has no static members (KIP-345)',
        hint: 'leave it out, or take client: kafka-python-3.0',
      },
    ]);
  });

  it('with its place in the scenario', () => {
    const config = '{ group.id: g, group.protocol: consumer }';
    const text = `topics: [t]\nconsumers:\n  - { name: c, client: kcat, topics: t, config: ${config} }\n`;
    const [mistake] = parseScenario('s.yaml', text).mistakes;
    expect(mistake).toMatchObject({ line: 3 });
  });
});

describe('a producer that is asked for what it does not know refuses', () => {
  it.each<readonly [string, Config]>([
    ['to be idempotent', { 'enable.idempotence': 'true', acks: 'all', retries: '5' }],
    ['delivery.timeout.ms', { 'delivery.timeout.ms': '60000' }],
  ])('%s', (_what, config) => {
    const check = (given: Config, era: '4.0', client: string) => checkProducerConfig(given, era, client);
    expect(CLIENTS.filter((client) => check(config, '4.0', client).length > 0)).toEqual(['kafka-python']);
  });

  it.each<readonly [string, Config, readonly string[]]>([
    [
      'a partitioner by its Java class',
      { 'partitioner.ignore.keys': 'true' },
      ['kafka-python', 'kafka-python-3.0', 'kcat', 'librdkafka'],
    ],
    ['to wait for room', { 'max.block.ms': '1000' }, ['kcat', 'librdkafka']],
    ['a buffer of some size', { 'buffer.memory': '1048576' }, ['kafka-python-3.0']],
    ['nothing that all know', { 'linger.ms': '10', acks: '1', 'max.request.size': '2000000' }, []],
  ])('%s', (_what, config, clients) => {
    expect(CLIENTS.filter((client) => checkProducerConfig(config, '4.0', client).length > 0)).toEqual(clients);
  });
});

describe('group.protocol=consumer', () => {
  it.each([
    ['java-2.8', 'classic'],
    ['librdkafka', 'consumer'],
    ['java-4.0', 'consumer'],
  ])(
    'of all consumers makes %s a member of the %s protocol: Java warns of what it does not know',
    (client, protocol) => {
      const config = layered(...defaultConsumerConfig(client, '4.0'), {
        'group.id': 'g',
        'group.protocol': 'consumer',
      });
      expect(memberSettings(config, 'auto', presetOf(client, '4.0').group)?.protocol).toBe(protocol);
    },
  );
});

describe('librdkafka with enable.idempotence=true', () => {
  it('has five requests in flight, where nothing was set, instead of a million', () => {
    const config = { 'enable.idempotence': 'true' };
    expect(checkProducerConfig(config, '3.9', 'librdkafka')).toEqual([]);
    expect(producerSettings(config, 'librdkafka', '3.9').maxInFlight).toBe(5);
    expect(producerSettings({}, 'librdkafka', '3.9').maxInFlight).toBe(1_000_000);
    const more = { ...config, 'max.in.flight.requests.per.connection': '6' };
    expect(checkProducerConfig(more, '3.9', 'librdkafka')).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';

import { clientNames } from '../../../src/sim/client/presets.ts';
import { checkConsumerConfig } from '../../../src/sim/client/settings/check-consumer.ts';
import { checkProducerConfig } from '../../../src/sim/client/settings/check-producer.ts';
import { producerSettings } from '../../../src/sim/client/settings/producer-settings.ts';
import { ms } from './support/client-bench.ts';
import { answered, contents, sendTo, warmProducer } from './support/producing.ts';

type Config = { readonly [name: string]: string };

const LIBRDKAFKA = ['kcat', 'librdkafka'];

describe('a consumer', () => {
  const member = (config: Config): Config => ({ 'group.id': 'g', ...config });

  it.each<readonly [string, Config, readonly string[]]>([
    [
      'eager and cooperative assignors together',
      member({ 'partition.assignment.strategy': 'range,cooperative-sticky' }),
      ['kafka-python', 'kafka-python-3.0', ...LIBRDKAFKA],
    ],
    [
      'a session longer than max.poll.interval.ms',
      member({ 'max.poll.interval.ms': '30000', 'session.timeout.ms': '40000' }),
      LIBRDKAFKA,
    ],
    [
      'a session as long as any request may take',
      member({ 'session.timeout.ms': '30000', 'request.timeout.ms': '30000' }),
      ['kafka-python'],
    ],
    ['the same without a group', { 'session.timeout.ms': '30000', 'request.timeout.ms': '30000' }, []],
    ['requests that outlast a connection', { 'connections.max.idle.ms': '300000' }, ['kafka-python']],
    [
      'fetches that outlast a request',
      { 'fetch.max.wait.ms': '40000', 'request.timeout.ms': '40000' },
      ['kafka-python', 'kafka-python-3.0'],
    ],
    ['nothing but its group', member({}), []],
  ])('with %s is refused by these clients alone', (_what, config, clients) => {
    const refusing = clientNames.filter((client) => checkConsumerConfig(config, '4.0', client).length > 0);
    expect(refusing).toEqual(clientNames.filter((client) => clients.includes(client)));
  });

  it('of librdkafka is told what would have been right', () => {
    const config = member({ 'partition.assignment.strategy': 'range,cooperative-sticky' });
    expect(checkConsumerConfig(config, '3.9', 'librdkafka')).toEqual([
      {
        setting: 'partition.assignment.strategy',
        message: 'partition.assignment.strategy=range,cooperative-sticky; eager and cooperative assignors together',
        hint: 'range, roundrobin or both; or cooperative-sticky alone',
      },
    ]);
  });
});

describe('delivery.timeout.ms', () => {
  const refusing = (config: Config): readonly string[] =>
    ['java', 'kafka-python-3.0', 'librdkafka'].filter(
      (client) => checkProducerConfig(config, '4.0', client).length > 0,
    );

  it('below linger.ms plus request.timeout.ms is refused by Java and kafka-python where it was set, and is librdkafka’s own affair', () => {
    expect(refusing({ 'delivery.timeout.ms': '10000' })).toEqual(['java', 'kafka-python-3.0']);
    expect(producerSettings({ 'delivery.timeout.ms': '10000' }, 'librdkafka', '4.0').deliveryTimeout).toBe(ms(10_000));
    expect(refusing({ 'delivery.timeout.ms': '10000', 'linger.ms': '10000' })).toContain('librdkafka');
  });

  it('is raised by Java where it was not set, and refused by kafka-python', () => {
    expect(refusing({ 'linger.ms': '100000' })).toEqual(['kafka-python-3.0']);
    expect(producerSettings({ 'linger.ms': '100000' }, 'java', '4.0').deliveryTimeout).toBe(ms(130_000));
  });
});

describe('an idempotent producer', () => {
  it.each([
    ['kafka-python-3.0', [['a']]],
    ['java-3.9', [['a'], ['b']]],
  ])('of %s has these batches of one partition in flight: %j', (client, batches) => {
    const bench = warmProducer({ client, era: '3.9' });
    for (const value of ['a', 'b']) bench.do(sendTo('orders', 0, value));
    expect(bench.open('ProduceRequest').map((request) => contents(request)['orders-0'])).toEqual(batches);
    bench.answer('ProduceRequest', (request) => answered(request, 1));
    expect(bench.open('ProduceRequest').map((request) => contents(request)['orders-0'])).toEqual([['b']]);
  });
});

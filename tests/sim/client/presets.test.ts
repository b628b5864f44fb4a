import { describe, expect, it } from 'vitest';

import { clientNames, defaultConsumerConfig, presetOf } from '../../../src/sim/client/presets.ts';
import { checkConsumerConfig } from '../../../src/sim/client/settings/check-consumer.ts';
import { checkProducerConfig } from '../../../src/sim/client/settings/check-producer.ts';
import { consumerSettings } from '../../../src/sim/client/settings/consumer-settings.ts';
import { layered } from '../../../src/sim/client/settings/parse.ts';
import { producerSettings } from '../../../src/sim/client/settings/producer-settings.ts';
import { memberSettings } from '../../../src/sim/client/consumer/group/settings.ts';
import type { Era } from '../../../src/sim/world.ts';
import { ms } from './support/client-bench.ts';

const ERAS: readonly Era[] = ['2.8', '3.9', '4.0'];

function memberOf(client: string, era: Era) {
  const config = layered(...defaultConsumerConfig(client, era), { 'group.id': 'g' });
  return memberSettings(config, 'auto', presetOf(client, era).group);
}

describe('a client library out of the box', () => {
  it('has a complete configuration that Kafka would take, in every era', () => {
    for (const client of clientNames)
      for (const era of ERAS) {
        const preset = presetOf(client, era);
        expect([client, era, checkConsumerConfig(preset.consumer)]).toEqual([client, era, []]);
        expect([client, era, checkProducerConfig(preset.producer, era)]).toEqual([client, era, []]);
        expect(() => producerSettings({}, client, era)).not.toThrow();
        expect(() => consumerSettings(layered(...defaultConsumerConfig(client, era)))).not.toThrow();
        expect(memberOf(client, era)?.autoCommit).toBe(true);
      }
  });

  it.each([
    ['java-2.8', 10_000, ['range']],
    ['java-3.9', 45_000, ['range', 'cooperative-sticky']],
    ['java-4.0', 45_000, ['range', 'cooperative-sticky']],
    ['kafka-python', 10_000, ['range', 'roundrobin']],
    ['kafka-python-3.0', 45_000, ['range', 'roundrobin']],
    ['kcat', 45_000, ['range', 'roundrobin']],
    ['librdkafka', 45_000, ['range', 'roundrobin']],
  ] as const)(
    'that is %s has sessions of %i ms and these assignors, whatever the brokers are',
    (client, session, assignors) => {
      for (const era of ERAS) expect(memberOf(client, era)).toMatchObject({ sessionTimeout: ms(session), assignors });
    },
  );

  it.each([
    ['java-2.8', 1, false, 0],
    ['java-3.9', -1, true, 0],
    ['java-4.0', -1, true, 5],
    ['kafka-python', 1, false, 0],
    ['kafka-python-3.0', -1, true, 0],
    ['kcat', -1, false, 5],
    ['librdkafka', -1, false, 5],
  ] as const)(
    'that is %s produces with acks=%i, idempotence %s and %i ms of linger',
    (client, acks, idempotence, linger) => {
      for (const era of ERAS)
        expect(producerSettings({}, client, era)).toMatchObject({ acks, idempotence, linger: ms(linger) });
    },
  );

  it('that is `java` is of the release of the brokers', () => {
    for (const era of ERAS) expect(memberOf('java', era)).toEqual(memberOf(`java-${era}`, era));
  });

  it('reads only what is committed if it is librdkafka', () => {
    const isolation = (client: string) => consumerSettings(layered(...defaultConsumerConfig(client, '3.9'))).isolation;
    expect(clientNames.filter((client) => isolation(client) === 'read_committed')).toEqual(['kcat', 'librdkafka']);
  });
});

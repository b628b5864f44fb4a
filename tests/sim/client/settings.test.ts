import { describe, expect, it } from 'vitest';
import { bootstrapOf, unknownBootstrap } from '../../../src/sim/client/settings/bootstrap.ts';
import { checkConsumerConfig } from '../../../src/sim/client/settings/check-consumer.ts';
import { checkProducerConfig } from '../../../src/sim/client/settings/check-producer.ts';
import { producerSettings } from '../../../src/sim/client/settings/producer-settings.ts';
import { ms, setupOf } from './support/client-bench.ts';

type Config = { readonly [name: string]: string };

describe('a producer out of the box', () => {
  it('asks the leader only and is not idempotent in 2.8, asks all in-sync replicas and is idempotent from 3.0 (KIP-679)', () => {
    expect(producerSettings({}, 'java', '2.8')).toMatchObject({
      acks: 1,
      idempotence: false,
      keyless: 'batch',
      linger: 0,
      retries: 2147483647,
    });
    expect(producerSettings({}, 'java', '3.9')).toMatchObject({
      acks: -1,
      idempotence: true,
      keyless: 'adaptive',
      adaptive: true,
      linger: 0,
    });
    expect(producerSettings({}, 'java', '4.0')).toMatchObject({ acks: -1, idempotence: true, linger: ms(5) });
  });

  it('waits for retry.backoff.ms before 3.7, and up to retry.backoff.max.ms from then on', () => {
    expect(producerSettings({}, 'java', '2.8')).toMatchObject({ retryBackoff: ms(100), retryBackoffMax: ms(100) });
    expect(producerSettings({}, 'java', '3.9')).toMatchObject({ retryBackoff: ms(100), retryBackoffMax: ms(1000) });
  });

  it('is another one with kcat: acks=all without idempotence, CRC-32, 5 ms of linger, whatever the brokers are', () => {
    for (const era of ['2.8', '3.9'] as const) {
      expect(producerSettings({}, 'kcat', era)).toMatchObject({
        acks: -1,
        idempotence: false,
        partitioner: 'crc32',
        keyless: 'linger',
        stickyLinger: ms(10),
        linger: ms(5),
      });
    }
  });

  it('is another one with kafka-python 2.0.2: acks=1, no retries, random partitions without a key', () => {
    expect(producerSettings({}, 'kafka-python', '3.9')).toMatchObject({
      acks: 1,
      idempotence: false,
      retries: 0,
      partitioner: 'murmur2',
      keyless: 'random',
      linger: 0,
    });
  });
});

describe('idempotence', () => {
  it('is quietly turned off by settings that contradict it, unless it was asked for (producer-065)', () => {
    for (const config of [
      { acks: '1' },
      { acks: '0' },
      { retries: '0' },
      { 'max.in.flight.requests.per.connection': '6' },
    ]) {
      expect(producerSettings(config, 'java', '3.9').idempotence, JSON.stringify(config)).toBe(false);
      expect(checkProducerConfig(config, '3.9')).toEqual([]);
    }
    expect(
      producerSettings({ acks: 'all', retries: '1', 'max.in.flight.requests.per.connection': '5' }, 'java', '3.9')
        .idempotence,
    ).toBe(true);
  });

  it('that was asked for is refused together with them (producer-067)', () => {
    const asked = { 'enable.idempotence': 'true' };
    for (const era of ['2.8', '3.9'] as const) {
      expect(checkProducerConfig({ ...asked, retries: '0' }, era).map(({ setting }) => setting)).toEqual(['retries']);
      expect(
        checkProducerConfig({ ...asked, 'max.in.flight.requests.per.connection': '6' }, era).map(
          ({ setting }) => setting,
        ),
      ).toEqual(['max.in.flight.requests.per.connection']);
      expect(checkProducerConfig({ ...asked, acks: '1' }, era)).toEqual([
        {
          setting: 'acks',
          message: 'acks=1 with enable.idempotence=true; an idempotent producer needs acks=all',
          hint: 'set acks to all, or leave enable.idempotence out',
        },
      ]);
      expect(checkProducerConfig({ ...asked, acks: 'all' }, era)).toEqual([]);
      expect(checkProducerConfig({ ...asked, acks: '-1' }, era)).toEqual([]);
    }
  });

  it('that was asked for in 2.8 makes the default acks=1 into all', () => {
    expect(checkProducerConfig({ 'enable.idempotence': 'true' }, '2.8')).toEqual([]);
    expect(producerSettings({ 'enable.idempotence': 'true' }, 'java', '2.8')).toMatchObject({
      acks: -1,
      idempotence: true,
    });
  });

  it('that was turned off stays off', () => {
    expect(producerSettings({ 'enable.idempotence': 'false' }, 'java', '3.9')).toMatchObject({
      acks: -1,
      idempotence: false,
    });
  });
});

describe('delivery.timeout.ms', () => {
  it('below linger.ms plus request.timeout.ms is refused when it was set, and raised when it was not (producer-068)', () => {
    const [problem] = checkProducerConfig({ 'delivery.timeout.ms': '20000' }, '3.9');
    expect(problem).toEqual({
      setting: 'delivery.timeout.ms',
      message: 'delivery.timeout.ms=20000; less than linger.ms plus request.timeout.ms',
      hint: 'give at least 30000, or a smaller request.timeout.ms',
    });
    expect(checkProducerConfig({ 'delivery.timeout.ms': '20000', 'request.timeout.ms': '10000' }, '3.9')).toEqual([]);
    expect(producerSettings({ 'linger.ms': '100000' }, 'java', '3.9').deliveryTimeout).toBe(ms(130_000));
    expect(producerSettings({}, 'java', '3.9').deliveryTimeout).toBe(ms(120_000));
  });
});

describe('batch.size', () => {
  it('above buffer.memory is refused: no batch could ever be made', () => {
    const problems = (config: Config): string[] => checkProducerConfig(config, '3.9').map(({ setting }) => setting);
    expect(problems({ 'batch.size': '2000', 'buffer.memory': '1999' })).toEqual(['buffer.memory']);
    expect(problems({ 'batch.size': '2000', 'buffer.memory': '2000' })).toEqual([]);
    expect(problems({ 'buffer.memory': '16383' })).toEqual(['buffer.memory']);
    expect(problems({ 'batch.size': '33554433' })).toEqual(['batch.size']);
  });
});

describe('a setting that cannot be read', () => {
  it('is named with its value and what would have been right', () => {
    const problems = (config: Config): string[] =>
      checkProducerConfig(config, '3.9').map(({ message, hint }) => `${message}: ${hint}`);
    expect(problems({ 'linger.ms': '5ms' })).toEqual(['linger.ms=5ms; not a whole number: give a whole number from 0']);
    expect(problems({ 'max.in.flight.requests.per.connection': '0' })).toEqual([
      'max.in.flight.requests.per.connection=0; too small: give a whole number from 1',
    ]);
    expect(problems({ retries: '2147483648' })).toEqual([
      'retries=2147483648; more than an INT holds: give a whole number from 0 to 2147483647',
    ]);
    expect(problems({ acks: '2' })).toEqual(['acks=2; unknown value: one of all, -1, 0, 1']);
    expect(problems({ partitioner: 'murmur' })).toHaveLength(1);
    expect(problems({ 'partitioner.class': 'com.example.Mine' })).toHaveLength(1);
    expect(problems({ 'linger.ms': '-1', acks: 'some', retries: 'x' })).toHaveLength(3);
  });

  it('is found in a consumer as well', () => {
    expect(checkConsumerConfig({ 'auto.offset.reset': 'earliest', 'max.poll.records': '1' })).toEqual([]);
    expect(
      checkConsumerConfig({ 'auto.offset.reset': 'smallest', 'max.poll.records': '0' }).map(({ setting }) => setting),
    ).toEqual(['max.poll.records', 'auto.offset.reset']);
  });
});

describe('bootstrap.servers', () => {
  it('names brokers, with or without a port; without it every broker is one', () => {
    const setup = setupOf();
    expect(bootstrapOf({}, setup)).toEqual([1, 2, 3]);
    expect(bootstrapOf({ 'bootstrap.servers': 'broker-2:9092, broker-3' }, setup)).toEqual([2, 3]);
    expect(unknownBootstrap('broker-2:9092,localhost:9092,broker-4', [1, 2, 3])).toEqual([
      'localhost:9092',
      'broker-4',
    ]);
  });
});

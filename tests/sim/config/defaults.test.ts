import { describe, expect, it } from 'vitest';

import { checkSetting } from '../../../src/sim/config/check-setting.ts';
import { consumerDefaults, producerDefaults } from '../../../src/sim/config/client-config.ts';
import { defaultOf, isSetting, settingNames } from '../../../src/sim/config/defaults.ts';

describe('defaults of settings', () => {
  it('replica.lag.time.max.ms is 10 s up to 2.4 and 30 s from 2.5 (KIP-537)', () => {
    expect(defaultOf('broker', 'replica.lag.time.max.ms', '2.4')).toBe('10000');
    expect(defaultOf('broker', 'replica.lag.time.max.ms', '2.5')).toBe('30000');
    expect(defaultOf('broker', 'replica.lag.time.max.ms', '4.0')).toBe('30000');
  });

  it('a producer of 2.8 asks the leader alone, one of 3.9 all in-sync replicas (KIP-679)', () => {
    expect(producerDefaults('2.8')).toMatchObject({ acks: '1', 'enable.idempotence': 'false' });
    expect(producerDefaults('3.9')).toMatchObject({ acks: 'all', 'enable.idempotence': 'true' });
  });

  it('linger.ms is 5 from 4.0 (KIP-1030)', () => {
    expect([producerDefaults('3.9')['linger.ms'], producerDefaults('4.0')['linger.ms']]).toEqual(['0', '5']);
  });

  it('a value that no double holds stays the string that Kafka prints', () => {
    expect(defaultOf('broker', 'log.flush.interval.messages', '3.9')).toBe('9223372036854775807');
  });

  it('what has no default, and what does not exist, is null; only the second is no setting', () => {
    expect(defaultOf('consumer', 'group.id', '3.9')).toBeNull();
    expect(consumerDefaults('3.9')).not.toHaveProperty('group.id');
    expect(isSetting('consumer', 'group.id', '3.9')).toBe(true);
    expect(isSetting('producer', 'retry.backoff.max.ms', '2.8')).toBe(false);
    expect(isSetting('producer', 'retry.backoff.max.ms', '3.9')).toBe(true);
    expect(isSetting('broker', 'zookeeper.session.timeout.ms', '4.0')).toBe(false);
    expect(isSetting('broker', 'constructor', '3.9')).toBe(false);
  });

  it('names come once and in code-unit order', () => {
    for (const scope of ['broker', 'topic', 'producer', 'consumer', 'client', 'zookeeper'] as const) {
      const names = settingNames(scope, '3.9');
      expect([...new Set(names)].sort()).toEqual(names);
      expect(names.length).toBeGreaterThan(3);
    }
  });
});

describe('settings that an author gives', () => {
  it.each([
    ['broker', 'min.insync.replicas', '0', 'a whole number from 1'],
    ['broker', 'auto.create.topics.enable', 'yes', 'true or false'],
    ['producer', 'acks', '2', 'all, -1, 0, 1'],
    ['producer', 'linger.ms', '-1', 'a whole number from 0'],
    ['producer', 'linger.ms', '1e3', 'a whole number from 0'],
    ['producer', 'linger.ms', '9999999999999', 'at most'],
    ['consumer', 'auto.offset.reset', 'begin', 'latest, earliest, none'],
  ] as const)('%s setting %s=%s is refused; it must be %s', (scope, name, value, expected) => {
    const problem = checkSetting(scope, name, value, '3.9');
    expect(problem?.code).toBe('wrong-setting');
    expect(problem?.message).toContain(expected);
    expect(problem?.message).toContain(`found ${value}`);
  });

  it.each([
    ['topic', 'retention.ms', '-1'],
    ['broker', 'log.flush.interval.messages', '9223372036854775807'],
    ['producer', 'partitioner', 'murmur2'],
    ['consumer', 'isolation.level', 'read_committed'],
  ] as const)('%s setting %s=%s is accepted', (scope, name, value) => {
    expect(checkSetting(scope, name, value, '3.9')).toBeNull();
  });

  it('a setting of a later release is unknown to an earlier one', () => {
    expect(checkSetting('producer', 'partitioner.ignore.keys', 'true', '2.8')?.code).toBe('unknown-setting');
    expect(checkSetting('producer', 'partitioner.ignore.keys', 'true', '3.9')).toBeNull();
  });

  it('what is not modelled is refused, not ignored', () => {
    expect(checkSetting('producer', 'transactional.id', 't', '3.9')?.message).toContain('not modelled');
  });
});

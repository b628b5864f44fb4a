import { describe, expect, it } from 'vitest';

import { configRefusal } from '../../../src/sim/controller/admin/config-check.ts';

describe('a setting of a broker that runs', () => {
  it.each(['log.cleaner.threads', 'num.io.threads', 'num.replica.fetchers', 'min.insync.replicas'])(
    '%s may be changed (DynamicBrokerConfig.AllDynamicConfigs)',
    (name) => {
      for (const era of ['2.8', '3.9', '4.0'] as const)
        expect(configRefusal('broker', { [name]: '2' }, era)).toBeNull();
    },
  );

  it.each(['replica.lag.time.max.ms', 'broker.id'])('%s may not', (name) => {
    expect(configRefusal('broker', { [name]: '7' }, '3.9')).toContain(`setting ${name} cannot be changed`);
  });

  it('that Kafka does not know is refused', () => {
    expect(configRefusal('broker', { 'no.such.setting': '7' }, '3.9')).toContain('no.such.setting');
  });
});

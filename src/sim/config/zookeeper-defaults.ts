import { ABSENT, type Defaults } from './default-value.ts';

/** Defaults of a broker's settings about ZooKeeper (org.apache.kafka.server.config.ZkConfigs), which 4.0 no longer has. */
export const zooKeeperDefaults: Defaults = {
  'zookeeper.connect': [
    ['2.0', null],
    ['4.0', ABSENT],
  ],
  'zookeeper.connection.timeout.ms': [
    ['2.0', null],
    ['4.0', ABSENT],
  ],
  'zookeeper.max.in.flight.requests': [
    ['2.0', '10'],
    ['4.0', ABSENT],
  ],
  'zookeeper.metadata.migration.enable': [
    ['3.4', 'false'],
    ['4.0', ABSENT],
  ],
  'zookeeper.session.timeout.ms': [
    ['2.0', '6000'],
    ['2.5', '18000'],
    ['4.0', ABSENT],
  ],
  'zookeeper.sync.time.ms': [
    ['2.0', '2000'],
    ['3.2', ABSENT],
  ],
};

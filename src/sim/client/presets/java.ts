import type { Era } from '../../world.ts';
import { JAVA_GROUP, type ClientPreset } from './preset.ts';

/** Kafka's own client of a release: its defaults are the release's (../config). */
export function javaClient(release: Era): ClientPreset {
  return {
    software: 'apache-kafka-java',
    producer: {},
    consumer: {},
    leaderEpochs: true,
    leaderDiscovery: release !== '2.8',
    closesAtOnce: false,
    group: { ...JAVA_GROUP, skipsAssignment: release !== '2.8' },
    sortsRetries: false,
  };
}

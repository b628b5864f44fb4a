import type { Era } from '../../world.ts';
import { JAVA_GROUP, type ClientPreset, type GroupSwitches } from './preset.ts';

/** Kafka's own client of a release: its defaults are the release's (../config), and so is what it knows of what came with 3 and 4. */
export function javaClient(release: Era): ClientPreset {
  const since3 = release !== '2.8';
  return {
    software: 'apache-kafka-java',
    release,
    producer: {},
    consumer: {},
    // It warns of a setting that it does not know, and goes on.
    lacks: [],
    leaderScan: null,
    leaderEpochs: true,
    leaderDiscovery: since3,
    topicIds: since3,
    namesTimeouts: since3,
    expiresQueued: false,
    setupHasRequestTimeout: false,
    closesAtOnce: false,
    readsFromBeginning: false,
    fetchSessions: true,
    assignsAnew: false,
    group: javaGroup(release),
    sortsRetries: false,
    oneAtATime: false,
    raisesDelivery: true,
    splitsBatches: true,
  };
}

function javaGroup(release: Era): GroupSwitches {
  if (release === '2.8')
    return {
      ...JAVA_GROUP,
      keepsMemberId: false,
      tellsReasons: false,
      tellsGeneration: false,
      tellsRack: false,
      stickyRules: '2.8',
      skipsAssignment: false,
      waitsForCommit: true,
    };
  return { ...JAVA_GROUP, consumerProtocol: release === '4.0' ? 'own' : 'given' };
}

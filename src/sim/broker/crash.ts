import { emptyVec, vecGet, vecSet } from '../../lib/vec.ts';
import { topicConfig, type TopicConfig } from '../config/broker-config.ts';
import { kraftPart } from '../kraft/part.ts';
import type { CrashKind } from '../intervention.ts';
import { afterCrash } from '../log/crash.ts';
import { withoutMemory } from './new-state.ts';
import type { BrokerState, LostRange, Replica } from './state.ts';

/**
 * What is left of a broker when its process has ended: the logs, as far as the kind of crash leaves them, and the marker of a
 * clean stop. What was lost is told when the process starts again.
 */
export function crashBroker(state: BrokerState, kind: CrashKind | 'clean'): BrokerState {
  const lost: LostRange[] = [...state.lost];
  const inherited = topicConfig({}, state.config);
  let { replicas } = state;
  for (const id of state.hosted) {
    const replica = vecGet(replicas, id);
    if (!replica) continue;
    const log = afterCrash(replica.log, kind);
    if (log.logEndOffset < replica.log.logEndOffset) {
      lost.push({ partition: id, from: log.logEndOffset, to: replica.log.logEndOffset });
    }
    replicas = vecSet(replicas, id, forgetful(replica, log, inherited));
  }
  const diskGone = kind === 'disk';
  return {
    ...withoutMemory(state),
    cleanShutdown: kind === 'clean' && state.cleanShutdown,
    lost,
    replicas: diskGone ? emptyVec() : replicas,
    hosted: diskGone ? [] : state.hosted,
    kraft: state.kraft === null ? null : kraftPart().broker.afterCrash(state, state.kraft, kind),
  };
}

/** A replica of which only the log is known, and whose it is: the topic's own settings are read again from ZooKeeper. */
function forgetful(replica: Replica, log: Replica['log'], inherited: TopicConfig): Replica {
  return {
    partition: replica.partition,
    topicId: replica.topicId,
    log,
    role: 'offline',
    leader: -1,
    leaderEpoch: -1,
    partitionEpoch: -1,
    controllerEpoch: -1,
    replicas: replica.replicas,
    isr: [],
    duties: null,
    topicConfig: inherited,
    watchers: [],
  };
}

import { vecForEach } from '../../../lib/vec.ts';
import { topicConfig } from '../../config/broker-config.ts';
import { brokerNode, brokerState } from '../../read/nodes.ts';
import { partitionView, topicConfigOf, topicView } from '../../read/partitions.ts';
import { registrationOf } from '../../read/controller.ts';
import { defineFact, remembered } from '../fact.ts';
import { electionsFold, electionsOf } from '../folds/elections.ts';
import { idOf, nameOf, partitionText } from '../lookup.ts';
import { brokersText, counted, listed } from '../say.ts';

const p = [{ name: 'p', kind: 'partition' }] as const;

/** The broker that leads a partition, after the cluster's metadata; -1: nobody. */
export const leader = defineFact({
  id: 'leader',
  args: p,
  ask({ world }, ref) {
    const view = partitionView(world, idOf(world, ref));
    return view.partitionEpoch < 0 ? null : view.leader;
  },
  say: (value, ref) =>
    value === null
      ? `${nameOf(ref)} has no leader yet.`
      : value < 0
        ? `Nobody leads ${nameOf(ref)}.`
        : `Broker ${value} leads ${nameOf(ref)}.`,
});

/** The leaders of a topic's partitions, in their order; -1 where there is none. */
export const leaders = defineFact({
  id: 'leaders',
  args: [{ name: 't', kind: 'topic' }],
  ask: ({ world }, topic) => topicView(world, topic)?.partitions.map((id) => partitionView(world, id).leader) ?? null,
  say: (value, topic) =>
    value === null
      ? `There is no topic ${topic}.`
      : `The partitions of ${topic} are led by ${listed(value.map((broker) => (broker < 0 ? 'nobody' : `broker ${broker}`)))}.`,
});

/** How often the leadership has been decided, counted from 0. */
export const leaderEpoch = defineFact({
  id: 'leaderEpoch',
  args: p,
  ask({ world }, ref) {
    const view = partitionView(world, idOf(world, ref));
    return view.partitionEpoch < 0 ? null : view.leaderEpoch;
  },
  say: (value, ref) =>
    value === null ? `${nameOf(ref)} has no leader epoch yet.` : `The leader epoch of ${nameOf(ref)} is ${value}.`,
});

/** The brokers a partition is assigned to, preferred leader first. */
export const replicas = defineFact({
  id: 'replicas',
  args: p,
  ask({ world }, ref) {
    const view = partitionView(world, idOf(world, ref));
    return view.replicas.length === 0 ? null : view.replicas;
  },
  say: (value, ref) =>
    value === null ? `${nameOf(ref)} does not exist yet.` : `${nameOf(ref)} is assigned to ${brokersText(value)}.`,
});

/** The in-sync replicas of a partition. */
export const isr = defineFact({
  id: 'isr',
  args: p,
  ask({ world }, ref) {
    const view = partitionView(world, idOf(world, ref));
    return view.partitionEpoch < 0 ? null : view.isr;
  },
  say: (value, ref) =>
    value === null ? `${nameOf(ref)} does not exist yet.` : `In sync for ${nameOf(ref)}: ${brokersText(value)}.`,
});

/**
 * Who could be elected now: in-sync replicas that are up and registered, in the order of the assignment; where there is
 * none and unclean.leader.election.enable is true, the other replicas that are up (PartitionLeaderElectionAlgorithms).
 */
export const eligibleLeaders = defineFact({
  id: 'eligibleLeaders',
  args: p,
  ask({ world }, ref) {
    const view = partitionView(world, idOf(world, ref));
    if (view.partitionEpoch < 0) return null;
    const alive = view.replicas.filter(
      (broker) => registrationOf(world, broker) === 'active' && brokerNode(world, broker)?.status === 'running',
    );
    const inSync = alive.filter((broker) => view.isr.includes(broker));
    if (inSync.length > 0) return inSync;
    const broker = brokerState(world, world.setup.brokerIds[0] ?? -1);
    const unclean =
      broker !== null && topicConfig(topicConfigOf(world, ref.topic), broker.config).uncleanLeaderElection;
    return unclean ? alive : [];
  },
  say: (value, ref) =>
    value === null
      ? `${nameOf(ref)} does not exist yet.`
      : value.length === 0
        ? `Nobody may lead ${nameOf(ref)} now.`
        : `${brokersText(value, true)} may lead ${nameOf(ref)} now.`,
});

/** Partitions that nobody leads, or whose leader's process is gone. */
export const withoutLeader = defineFact({
  id: 'withoutLeader',
  args: [],
  ask({ world }) {
    return world.names.partitions.flatMap((_, id) => {
      const view = partitionView(world, id);
      const status = brokerNode(world, view.leader)?.status;
      const led = status === 'running' || status === 'frozen';
      return view.partitionEpoch < 0 || led ? [] : [partitionText(world, id)];
    });
  },
  say: (value) =>
    value.length === 0 ? 'Every partition has a leader that is up.' : `No leader that is up: ${listed(value)}.`,
});

/** Leader elections so far, the first leaders of new partitions not counted: of one partition, or of all. */
export const electionCount = defineFact({
  id: 'electionCount',
  args: [{ name: 'p', kind: 'partition', optional: true }],
  folds: [electionsFold],
  ask(run, ref) {
    const elections = remembered(run, electionsFold);
    if (ref !== null) return electionsOf(elections, idOf(run.world, ref)).count;
    let sum = 0;
    vecForEach(elections, (one) => (sum += one.count));
    return sum;
  },
  say: (value, ref) =>
    `There ${value === 1 ? 'has' : 'have'} been ${counted(value, 'leader election')}${ref === null ? '' : ` for ${nameOf(ref)}`}.`,
});

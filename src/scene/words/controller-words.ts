import type { ControllerEntries } from '../../sim/trace/controller.ts';
import { brokers, counted, quoted } from './phrases.ts';
import type { Catalogue } from './sentence.ts';

/** What the controller writes, in words. */
export const controllerWords: Catalogue<ControllerEntries> = {
  ControllerElected: ({ controllerEpoch }, who) => `${who} becomes the controller, epoch ${controllerEpoch}`,
  ControllerReady: ({ partitions }, who) =>
    `${who} has the cluster's state, ${counted(partitions, 'partition')}, and begins to act as the controller`,
  ControllerResigned: (_, who) => `${who} is the controller no more`,
  BrokersChanged({ joined, left, bounced }) {
    const parts = [
      joined.length > 0 ? `${brokers(joined)} ${joined.length === 1 ? 'is' : 'are'} there` : '',
      left.length > 0 ? `${brokers(left)} ${left.length === 1 ? 'is' : 'are'} gone` : '',
      bounced.length > 0 ? `${brokers(bounced)} ${bounced.length === 1 ? 'was' : 'were'} away in between` : '',
    ].filter((part) => part !== '');
    return `the controller sees: ${parts.length === 0 ? 'no change of brokers' : parts.join('; ')}`;
  },
  LeaderElected({ partition, leader, leaderEpoch, isr, election, unclean }, _, names) {
    const how = election === 'preferred' ? ', its preferred leader,' : '';
    const lost = unclean ? '; it was not in sync, so committed records may be lost' : '';
    return `the controller makes broker ${leader}${how} leader of ${names.partition(partition)} in leader epoch ${leaderEpoch}; in sync: ${brokers(isr)}${lost}`;
  },
  PartitionOffline: ({ partition, isr }, _, names) =>
    `nobody can lead ${names.partition(partition)} now; only ${brokers(isr)} could, and is not up`,
  IsrUpdated({ partition, isr, by }, _, names) {
    const who = by === 'controller' ? 'the controller sets' : 'the controller accepts';
    return `${who} the in-sync replicas of ${names.partition(partition)}: ${brokers(isr)}`;
  },
  TopicCreated: ({ topic, partitions }) =>
    `the controller creates the topic ${quoted(topic, 60)} with ${counted(partitions.length, 'partition')}`,
  PartitionsCreated: ({ topic, partitions }) =>
    `the controller adds ${counted(partitions.length, 'partition')} to the topic ${quoted(topic, 60)}`,
  PartitionReassigned: ({ partition, replicas }, _, names) =>
    `${names.partition(partition)} has its replicas on ${brokers(replicas)} now`,
  TopicDeleted: ({ topic }) => `the controller deletes the topic ${quoted(topic, 60)}`,
  ElectionRefused: ({ partition, error }, _, names) =>
    `no new leader for ${names.partition(partition)}: ${quoted(error, 80)}`,
};

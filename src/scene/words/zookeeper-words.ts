import type { ZooKeeperEntries } from '../../sim/trace/zookeeper.ts';
import { duration, quoted } from './phrases.ts';
import type { Catalogue } from './sentence.ts';

/** What ZooKeeper writes, in words. */
export const zooKeeperWords: Catalogue<ZooKeeperEntries> = {
  SessionOpened: ({ client, timeoutMs }, who, names) =>
    `${who} opens a session for ${names.node(client)}; it ends after ${duration(timeoutMs * 1000)} of silence`,
  SessionExpired: ({ client }, who, names) =>
    `the session of ${names.node(client)} expires: ${who} has not heard from it`,
  SessionClosed: ({ client }, who, names) => `${who} closes the session of ${names.node(client)}`,
  ZnodeCreated: ({ path, ephemeral }, who) => `${who} creates ${ephemeral ? 'the ephemeral ' : ''}${quoted(path, 120)}`,
  ZnodeChanged: ({ path, version }, who) => `${who} changes ${quoted(path, 120)}, now version ${version}`,
  ZnodeDeleted: ({ path }, who) => `${who} deletes ${quoted(path, 120)}`,
  ZnodeWriteRefused: ({ path, error, client }, who, names) =>
    `${who} refuses what ${names.node(client)} writes to ${quoted(path, 120)}: ${error}`,
  ZooKeeperRoleChanged({ to, leader }, who, names) {
    if (to === 'LEADING') return `${who} is elected leader of the ensemble`;
    return to === 'FOLLOWING'
      ? `${who} follows ${names.node(leader)}`
      : `${who} has no leader and serves nobody: it looks for one`;
  },
  WatchFired: ({ path, event, client }, who, names) =>
    `${who} tells ${names.node(client)}: ${event} ${quoted(path, 120)}`,
};

import { nodeOf } from '../sim/read/nodes.ts';
import { metadataLogOf, quorumOf } from '../sim/read/quorum.ts';
import { textOf } from '../sim/read/text.ts';
import { loggedAt } from '../sim/read/whole-log.ts';
import type { World } from '../sim/world.ts';
import { metadataPart } from './metadata/part.ts';
import { fact } from './sheet-fact.ts';
import type { FactLine, Sheet } from './sheet.ts';
import type { Thing } from './thing.ts';

/** What a voter's role comes to (org.apache.kafka.raft.EpochState). */
const ROLES: { readonly [role: string]: string } = {
  Leader: 'active controller: it leads the quorum and decides',
  Follower: 'standby: it copies the metadata log',
  Candidate: 'asks for votes',
  Prospective: 'asks whether it would get votes',
  Unattached: 'knows of no leader',
  Resigned: 'has given its leadership up',
};

/** A voter of KRaft's quorum. */
export function controllerSheet(world: World, thing: Extract<Thing, { kind: 'controller' }>): Sheet | null {
  const quorum = quorumOf(world);
  const voter = quorum?.voters.find(({ node }) => node === thing.node);
  if (quorum === null || voter === undefined) return null;
  const runs = voter.status === 'running';
  const combined = world.setup.nodeOfBroker.indexOf(thing.node);
  return {
    thing,
    title: `controller ${voter.id}`,
    what: 'The controllers keep what the cluster must agree on in a log of their own, __cluster_metadata. The active one decides; what most of them have written is decided. Brokers read the log. Clients never see a controller: brokers forward what is for it.',
    state: runs ? (ROLES[voter.role] ?? voter.role) : voter.status,
    fault: !runs,
    facts: [
      fact('role', runs ? voter.role : `${voter.role}, when it ended`),
      fact('epoch', voter.epoch),
      leaderFact(quorum.voters, voter.leaderId),
      fact('vote of this epoch', voter.votedFor < 0 ? 'not given' : `to ${voter.votedFor}`),
      fact('log end offset', voter.logEndOffset),
      fact('high watermark', voter.highWatermark),
      fact('majority', `${Math.floor(quorum.voters.length / 2) + 1} of ${quorum.voters.length}`),
      ...(combined < 0
        ? []
        : [fact('in the process of', `broker ${combined}`, { kind: 'broker', broker: combined } as const)]),
    ],
    text: null,
  };
}

function leaderFact(voters: readonly { readonly id: number; readonly node: number }[], leaderId: number): FactLine {
  const leader = voters.find(({ id }) => id === leaderId);
  return fact(
    'leader',
    leader === undefined ? 'not known' : `controller ${leaderId}`,
    leader === undefined ? null : { kind: 'controller', node: leader.node },
  );
}

/** A record of __cluster_metadata in a voter's copy. */
export function metadataSheet(world: World, thing: Extract<Thing, { kind: 'metadata' }>): Sheet | null {
  const log = metadataLogOf(world, thing.node);
  const logged = log === null ? null : loggedAt(log, thing.offset);
  const { voters = [] } = quorumOf(world) ?? {};
  if (log === null || logged === null) return null;
  const voter = voters.find(({ node }) => node === thing.node);
  const broker = world.setup.nodeOfBroker.indexOf(thing.node);
  const { status } = nodeOf(world, thing.node);
  const meaning = metadataPart()?.meaning(logged) ?? null;
  const { record, batch, leaderEpoch } = logged;
  const holders = voters.filter(({ node }) => {
    const copy = metadataLogOf(world, node);
    return copy !== null && loggedAt(copy, thing.offset)?.leaderEpoch === leaderEpoch;
  });
  const known = status === 'running' || status === 'frozen';
  return {
    thing,
    title: `__cluster_metadata-0, offset ${thing.offset}`,
    what: 'A decision of the active controller. It counts when most voters have written it: then the high watermark is above it.',
    state: !known
      ? 'on the disk of a process that is gone: it does not know what is committed'
      : thing.offset < log.highWatermark
        ? 'committed: below this copy’s high watermark'
        : 'not committed, as far as this copy knows',
    fault: false,
    facts: [
      ...(meaning === null ? [] : [fact('type', meaning.type), fact('says', meaning.says)]),
      fact('epoch', leaderEpoch),
      fact('voters that have it', holders.map(({ id }) => id).join(', ')),
      fact('batch', batch.records.length === 1 ? 'alone' : `offsets ${batch.baseOffset} to ${batch.lastOffset}`),
      fact('timestamp', `${record.timestamp} ms`),
      voter === undefined
        ? fact('copy', `broker ${broker}`, { kind: 'broker', broker })
        : fact('copy', `controller ${voter.id}`, { kind: 'controller', node: thing.node }),
    ],
    meaning,
    text:
      record.value === null
        ? null
        : { label: 'value', text: textOf(record.value, MOST_BYTES), bytes: record.value.length },
  };
}

/** Longer values than this are cut, with a word about it. */
const MOST_BYTES = 20_000;

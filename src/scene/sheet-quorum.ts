import { quorumOf } from '../sim/read/quorum.ts';
import type { World } from '../sim/world.ts';
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
    what: 'The controllers keep what the cluster must agree on in a log of their own, __cluster_metadata. One of them is active and decides; what most of them have written is decided. Brokers read the log. Clients never see a controller: brokers forward what is for it.',
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

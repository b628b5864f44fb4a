import type { ZkProposed, ZkServerRole, ZkVote } from '../../protocol/zookeeper-quorum.ts';
import type { Micros } from '../../time.ts';
import type { ConnectionId } from '../../world.ts';

/** A server's part in an ensemble (QuorumPeer). `epoch`, `counter` and `log` are on its disk, the rest is memory. */
export interface EnsembleState {
  /** How many servers there are; their ids are 1 to `members`. */
  readonly members: number;
  /** Epoch of the leader whose history it has accepted (currentEpoch). */
  readonly epoch: number;
  /** How many transactions it has logged, those of `log` included. */
  readonly counter: number;
  /** Logged and not known to be committed. */
  readonly log: readonly ZkProposed[];
  readonly role: ZkServerRole;
  /** The leader's server id; -1: none. */
  readonly leader: number;
  /** Does it serve clients? A follower does once it is up to date, a leader once a quorum has its history. */
  readonly serving: boolean;
  /** Which election it takes part in (logicalclock). */
  readonly round: number;
  readonly vote: ZkVote;
  /** Votes of the others in this round, and of those that have a leader. */
  readonly ballots: readonly Ballot[];
  /** Its own connections to the others, by server id - 1; -1: none. */
  readonly peers: readonly ConnectionId[];
  /** A follower's connection to its leader. */
  readonly link: ConnectionId;
  /** How often it has tried to reach its leader in vain. */
  readonly tries: number;
  /** Sessions a follower has heard of since it last told its leader. */
  readonly touched: readonly number[];
  /** A leader's followers. */
  readonly learners: readonly Learner[];
}

export interface Ballot {
  readonly server: number;
  readonly role: ZkServerRole;
  readonly vote: ZkVote;
}

export interface Learner {
  readonly server: number;
  readonly connection: ConnectionId;
  readonly epoch: number;
  /** Has it been sent the leader's history? */
  readonly told: boolean;
  /** Everything up to here is in its log; -1: not even the leader's history. */
  readonly acked: number;
  readonly heardAt: Micros;
}

const NOBODY: ZkVote = { leader: -1, epoch: -1, counter: -1 };

/** A server's part in an ensemble of so many, of which it knows only what its disk has. */
export function newEnsemble(
  members: number,
  disk: Pick<EnsembleState, 'epoch' | 'counter' | 'log'> = { epoch: 0, counter: 0, log: [] },
): EnsembleState {
  return {
    members,
    epoch: disk.epoch,
    counter: disk.counter,
    log: disk.log,
    role: 'LOOKING',
    leader: -1,
    serving: false,
    round: 0,
    vote: NOBODY,
    ballots: [],
    peers: Array.from({ length: members }, () => -1),
    link: -1,
    tries: 0,
    touched: [],
    learners: [],
  };
}

import '../../../src/sim/kraft/load.ts';
import { present } from '../../../src/lib/assert.ts';
import type { ControllerNodeState } from '../../../src/sim/kraft/node/state.ts';
import type { RaftRole, RaftState } from '../../../src/sim/kraft/raft/state.ts';
import type { BodyOf } from '../../../src/sim/protocol/body.ts';
import type { VoteRequest } from '../../../src/sim/protocol/kraft.ts';
import { nodeNamed } from '../../../src/sim/read/nodes.ts';
import { MS, SECOND, type Micros } from '../../../src/sim/time.ts';
import type { Era } from '../../../src/sim/world.ts';
import { Bench } from './bench.ts';

/** The voter that is real; the other two are played. */
const REAL = 'controller-101';
const OTHER = { id: 102, name: 'controller-102' };
const PLAYED = [OTHER.name, 'controller-103'];

/** How a played voter answers each Vote; null: not at all. */
export type VoteAnswer = (request: VoteRequest) => boolean | null;

/** A role as Kafka's table names it; Voted is Unattached with a vote. */
export type TableRole = RaftRole | 'Voted';

/** One real voter of a quorum of three among two that a test plays, brought into a role by requests and time alone. */
export class RaftRig {
  readonly bench: Bench;
  private readonly era: Era;

  constructor(era: Era, bench?: Bench) {
    this.era = era;
    this.bench =
      bench ??
      new Bench(
        JSON.stringify({ era, mode: 'kraft', controllers: 3, brokers: 1, network: { latency: '1ms', jitter: '0ms' } }),
        [...PLAYED, 'broker-1'],
      ).run(MS);
  }

  fork(): RaftRig {
    return new RaftRig(this.era, this.bench.fork());
  }

  raft(): RaftState {
    return (present(nodeNamed(this.bench.world, REAL), REAL).state as ControllerNodeState).raft;
  }

  role(): TableRole {
    const { role, votedFor } = this.raft();
    return role.value === 'Unattached' && votedFor >= 0 ? 'Voted' : role.value;
  }

  /** Brings the real voter into a role. False: a voter of this era is never in it. */
  bring(role: TableRole): boolean {
    const yes: VoteAnswer = () => true;
    switch (role) {
      case 'Unattached':
        break;
      case 'Voted':
        this.askForVote(1);
        break;
      case 'Prospective':
        if (this.era !== '4.0') return false;
        this.waitFor(role, () => null);
        break;
      case 'Candidate':
        this.waitFor(role, ({ preVote }) => (preVote ? true : null));
        break;
      case 'Leader':
        this.waitFor(role, yes);
        break;
      case 'Follower':
        this.begin(1);
        break;
      case 'Resigned':
        this.waitFor('Leader', yes).waitFor(role, () => null);
        break;
    }
    if (this.role() !== role) throw new Error(`the voter is ${this.role()}; it should have become ${role}`);
    return true;
  }

  /** A played voter asks for a vote, with a log that nobody's goes beyond. */
  askForVote(epoch: number): this {
    const request = {
      type: 'VoteRequest' as const,
      candidateId: OTHER.id,
      candidateEpoch: epoch,
      lastOffsetEpoch: epoch - 1,
      lastOffset: 1000,
      preVote: false,
    };
    return this.tell(request, 'VoteResponse');
  }

  /** A played voter says that it leads an epoch. */
  begin(epoch: number): this {
    const request = { type: 'BeginQuorumEpochRequest' as const, leaderId: OTHER.id, leaderEpoch: epoch };
    return this.tell(request, 'BeginQuorumEpochResponse');
  }

  /** A played leader says that it resigns. */
  end(epoch: number): this {
    const preferredSuccessors = [101, 103];
    const request = {
      type: 'EndQuorumEpochRequest' as const,
      leaderId: OTHER.id,
      leaderEpoch: epoch,
      preferredSuccessors,
    };
    return this.tell(request, 'EndQuorumEpochResponse');
  }

  /** Lets time pass, while the played voters answer Votes and nothing else. */
  pass(time: Micros, answer: VoteAnswer): this {
    const end = this.bench.world.now + time;
    while (this.bench.world.now < end) {
      this.bench.run(Math.min(5 * MS, end - this.bench.world.now));
      this.answerVotes(answer);
    }
    return this;
  }

  private waitFor(role: TableRole, answer: VoteAnswer): this {
    const end = this.bench.world.now + 20 * SECOND;
    while (this.role() !== role && this.bench.world.now < end) {
      this.bench.run(MS);
      this.answerVotes(answer);
    }
    return this;
  }

  private answerVotes(answer: VoteAnswer): void {
    for (const played of PLAYED) {
      for (const { body, connection } of this.bench.openRequests(played)) {
        if (body.type !== 'VoteRequest') continue;
        const voteGranted = answer(body);
        if (voteGranted === null) continue;
        const leaderEpoch = body.candidateEpoch;
        const response: BodyOf<'VoteResponse'> = {
          type: 'VoteResponse',
          errorCode: 'NONE',
          leaderId: -1,
          leaderEpoch,
          voteGranted,
        };
        this.bench.respond(played, connection, response);
      }
    }
  }

  private tell(
    request: BodyOf<'VoteRequest'> | BodyOf<'BeginQuorumEpochRequest'> | BodyOf<'EndQuorumEpochRequest'>,
    answer: 'VoteResponse' | 'BeginQuorumEpochResponse' | 'EndQuorumEpochResponse',
  ): this {
    const connection = this.bench.connect(OTHER.name, REAL);
    this.bench.ask(OTHER.name, connection, request, answer);
    return this;
  }
}

import { present } from '../../../src/lib/assert.ts';
import { vecSet } from '../../../src/lib/vec.ts';
import type { ClassicGroup } from '../../../src/sim/group/classic/state.ts';
import type { ErrorCode } from '../../../src/sim/protocol/errors.ts';
import type { GroupRequest, GroupResponse } from '../../../src/sim/protocol/group.ts';
import { MS, SECOND, type Micros } from '../../../src/sim/time.ts';
import { nodeNamed } from '../../../src/sim/read/nodes.ts';
import type { Era } from '../../../src/sim/world.ts';
import {
  assignmentOf,
  commitRequest,
  GROUP,
  heartbeatRequest,
  joinRequest,
  leaveRequest,
  syncRequest,
  type Identity,
  type Joining,
} from './classic-requests.ts';
import { CoordinatorBench } from './coordinator-bench.ts';

/** An answer, when it came, and to whom; null: not yet. */
export interface Told {
  readonly letter: string;
  readonly at: Micros;
  readonly response: GroupResponse;
}

interface Asked {
  readonly who: string;
  readonly letter: string;
  readonly connection: number;
}

/** Time for a request to arrive and for what it sets off; links are quick here. */
const MOMENT: Micros = MS;

/**
 * Members of one group, played by a peer: each is known by a letter, remembers the member id and the generation that it was told, and asks
 * the group's real coordinator over a connection of its own for each request (so that one that waits holds no other up).
 */
export class ClassicMembers {
  readonly bench: CoordinatorBench;
  readonly start: Micros;
  private readonly asked: Asked[] = [];
  private readonly known = new Map<string, Identity>();

  constructor(config: { readonly [name: string]: string | number } = {}, era: Era = '4.0', brokers = 1) {
    this.bench = new CoordinatorBench({ era, config, brokers, network: { latency: '100us', jitter: '0s' } });
    // Whoever asks first also looks for the coordinator.
    this.bench.ask('somebody', GROUP, heartbeatRequest({ memberId: 'nobody', generation: 0, instanceId: null }));
    this.start = this.bench.bench.world.now;
  }

  /** Time passes until `at` after the start. */
  until(at: Micros): this {
    this.bench.bench.run(Math.max(0, this.start + at - this.bench.bench.world.now));
    return this;
  }

  /** Time passes. */
  wait(time: Micros): this {
    this.bench.bench.run(time);
    return this;
  }

  /** Sends a request for a member and waits a moment. */
  ask(letter: string, request: GroupRequest): this {
    const who = `${letter} ${this.asked.length}`;
    this.bench.send(who, GROUP, request);
    const sent = this.bench.bench.entries.findLast((entry) => entry.type === 'RequestSent');
    const { connection } = present(sent?.type === 'RequestSent' ? sent.args : null, 'a request that was sent');
    this.asked.push({ who, letter, connection });
    this.bench.bench.run(MOMENT);
    this.remember();
    return this;
  }

  join(letter: string, joining: Joining = {}): this {
    this.remember();
    const memberId = joining.memberId ?? this.known.get(letter)?.memberId ?? '';
    const instanceId = joining.instanceId ?? this.known.get(letter)?.instanceId ?? null;
    const before = this.identity(letter);
    this.known.set(letter, { ...before, instanceId });
    return this.ask(letter, joinRequest(letter, { ...joining, memberId, instanceId }));
  }

  sync(letter: string, assign: { readonly [letter: string]: string } = {}, as: Partial<Identity> = {}): this {
    this.remember();
    const assignments = Object.entries(assign).map(([other, text]) => ({
      memberId: this.identity(other).memberId,
      assignment: assignmentOf(text),
    }));
    return this.ask(letter, syncRequest({ ...this.identity(letter), ...as }, assignments));
  }

  heartbeat(letter: string, as: Partial<Identity> = {}): this {
    return this.ask(letter, heartbeatRequest({ ...this.identity(letter), ...as }));
  }

  commit(letter: string, as: Partial<Identity> = {}): this {
    return this.ask(letter, commitRequest({ ...this.identity(letter), ...as }));
  }

  leave(letter: string, as: Partial<Identity> = {}): this {
    return this.ask(letter, leaveRequest({ ...this.identity(letter), ...as }));
  }

  /** Who a member believes to be. */
  identity(letter: string): Identity {
    this.remember();
    return this.known.get(letter) ?? { memberId: '', generation: -1, instanceId: null };
  }

  /** The letter of a member id. */
  letterOf(memberId: string): string {
    this.remember();
    for (const [letter, identity] of this.known) if (identity.memberId === memberId) return letter;
    return memberId;
  }

  /** All that was answered, in the order in which it came. */
  told(): readonly Told[] {
    const told: Told[] = [];
    for (const entry of this.bench.bench.entries) {
      if (entry.type !== 'ResponseReceived') continue;
      const asked = this.asked.find(({ connection }) => connection === entry.args.connection);
      if (asked === undefined) continue;
      const [response] = this.bench.answers(asked.who);
      if (response !== undefined) told.push({ letter: asked.letter, at: entry.t - this.start, response });
    }
    return told;
  }

  /** The answer to the latest request of a member; null: it waits, or has asked nothing. */
  last(letter: string): GroupResponse | null {
    const asked = this.asked.findLast((one) => one.letter === letter);
    return asked === undefined ? null : (this.bench.answers(asked.who)[0] ?? null);
  }

  /** The error of a member's latest answer; null: it waits. */
  error(letter: string): ErrorCode | null {
    const answer = this.last(letter);
    return answer === null ? null : errorOf(answer);
  }

  /** The group as its coordinator has it. */
  group(): ClassicGroup | null {
    const group = this.bench.entry(GROUP)?.group ?? null;
    return group?.protocol === 'classic' ? group : null;
  }

  /**
   * The group is Dead, as it is while the coordinator lets go of it: no request can find it so in the simulator, where that takes no time, so
   * it is put into the coordinator's memory.
   */
  bury(): this {
    const { bench } = this.bench;
    const node = present(nodeNamed(bench.world, 'broker-1'), 'broker 1');
    const broker = bench.broker(1);
    const groups = broker.groups.groups.map((entry) =>
      entry.group?.protocol === 'classic' ? { ...entry, group: { ...entry.group, state: 'Dead' as const } } : entry,
    );
    const state = { ...broker, groups: { ...broker.groups, groups } };
    bench.world = { ...bench.world, nodes: vecSet(bench.world.nodes, node.id, { ...node, state }) };
    return this;
  }

  /** Where the coordinator's log of the group ends. */
  logEnd(): number {
    const number = present(this.bench.entry(GROUP), 'the group').shard;
    return this.bench.bench.replica(1, '__consumer_offsets', number).log.logEndOffset;
  }

  /** The coordinator is shut down in order: another broker takes over what it leads. */
  handOver(): this {
    const coordinator = this.bench.coordinator(GROUP);
    this.bench.bench.do({ type: 'stop', node: `broker-${coordinator}` }).run(3 * SECOND);
    this.bench.forgetCoordinator(GROUP);
    return this;
  }

  /** A group of those members in generation 1, each with its assignment; the first leads. Where the initial delay is long enough for them all. */
  stable(letters: readonly string[], joining: (letter: string) => Joining = () => ({})): this {
    for (const letter of letters) {
      this.join(letter, joining(letter));
      if (this.error(letter) === 'MEMBER_ID_REQUIRED') this.join(letter, joining(letter));
    }
    this.wait(2 * SECOND);
    const assign = Object.fromEntries(letters.map((letter, index) => [letter, `p${index}`]));
    for (const letter of letters) this.sync(letter, letter === letters[0] ? assign : {});
    return this;
  }

  private remember(): void {
    for (const { letter, response } of this.told()) {
      if (response.type !== 'JoinGroupResponse' || response.memberId === '') continue;
      const before = this.known.get(letter) ?? { memberId: '', generation: -1, instanceId: null };
      const generation = response.errorCode === 'NONE' ? response.generationId : before.generation;
      this.known.set(letter, { ...before, memberId: response.memberId, generation });
    }
  }
}

/** The error of an answer: its own, else that of the first member or partition in it. */
export function errorOf(response: GroupResponse): ErrorCode {
  switch (response.type) {
    case 'OffsetCommitResponse':
      return response.topics[0]?.partitions[0]?.errorCode ?? 'NONE';
    case 'LeaveGroupResponse':
      return response.errorCode === 'NONE' ? (response.members[0]?.errorCode ?? 'NONE') : response.errorCode;
    case 'DeleteGroupsResponse':
      return response.results[0]?.errorCode ?? 'NONE';
    default:
      return response.errorCode;
  }
}

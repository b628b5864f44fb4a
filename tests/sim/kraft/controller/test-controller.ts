import { partitionIn } from '../../../../src/sim/kraft/image/lookups.ts';
import type { MetadataImage, PartitionRegistration } from '../../../../src/sim/kraft/image/image.ts';
import type { BrokerHeartbeat } from '../../../../src/sim/kraft/controller/state.ts';
import { recordsOf } from '../../../../src/sim/kraft/codec.ts';
import { controllerBehaviour, newControllerState } from '../../../../src/sim/kraft/node/controller-node.ts';
import type { ControllerNodeState } from '../../../../src/sim/kraft/node/state.ts';
import { allBatches } from '../../../../src/sim/kraft/raft/raft.ts';
import type { MetadataRecord } from '../../../../src/sim/kraft/records.ts';
import type { Body, BodyOf, BodyType } from '../../../../src/sim/protocol/body.ts';
import type { BrokerHeartbeatRequest, BrokerHeartbeatResponse } from '../../../../src/sim/protocol/kraft.ts';
import type { Config } from '../../../../src/sim/scenario.ts';
import { MS, SECOND, type Micros } from '../../../../src/sim/time.ts';
import type { EntryType, TraceEntry } from '../../../../src/sim/trace/entry.ts';
import type { Stimulus } from '../../../../src/sim/turn.ts';
import { present } from '../../../../src/lib/assert.ts';
import { FakeTurn, setupOf } from '../../broker/fake-turn.ts';

export const CONTROLLER = 101;

/** A quorum of one: a real controller process with a real log, whose records are committed as they are written. */
export class TestController {
  readonly turn: FakeTurn;
  state: ControllerNodeState;
  private readonly epochs = new Map<number, number>();

  constructor(config: Config = {}, era: '3.9' | '4.0' = '4.0') {
    const setup = {
      ...setupOf(era, [1, 2, 3, 4, 5]),
      mode: 'kraft',
      voters: [{ id: CONTROLLER, node: CONTROLLER }],
    } as const;
    this.turn = new FakeTurn(CONTROLLER, setup);
    this.state = newControllerState(setup, CONTROLLER, config);
    this.handle({ type: 'start' });
  }

  handle(stimulus: Stimulus): void {
    this.state = controllerBehaviour.handle(this.turn, this.state, stimulus);
  }

  /** Time passes; timers fire in their order. */
  pass(time: Micros): this {
    const end = this.turn.now + time;
    for (;;) {
      const due = [...this.turn.timers].filter(([, at]) => at <= end).sort((a, b) => a[1] - b[1])[0];
      if (due === undefined) break;
      this.turn.now = Math.max(this.turn.now, due[1]);
      this.turn.timers.delete(due[0]);
      this.handle({ type: 'timer', slot: due[0] });
    }
    this.turn.now = end;
    return this;
  }

  ask<T extends BodyType>(body: Body, answer: T): BodyOf<T> {
    const before = this.turn.responses.length;
    this.handle({ type: 'request', connection: 7, peer: 1, correlationId: 1, apiVersion: 0, body });
    const got = this.turn.responses.slice(before).map((response) => response.body);
    if (got.length !== 1 || got[0]?.type !== answer) throw new Error(`${body.type} is answered ${JSON.stringify(got)}`);
    return got[0] as BodyOf<T>;
  }

  /** A broker registers. Returns its epoch; a refusal throws its error. */
  register(id: number, options: { incarnation?: string; rack?: string; previousEpoch?: number } = {}): number {
    const { errorCode, brokerEpoch } = this.ask(
      {
        type: 'BrokerRegistrationRequest',
        brokerId: id,
        incarnationId: options.incarnation ?? `first-${id}`,
        rack: options.rack ?? null,
        previousBrokerEpoch: options.previousEpoch ?? -1,
      },
      'BrokerRegistrationResponse',
    );
    if (errorCode !== 'NONE') throw new Error(errorCode);
    this.epochs.set(id, brokerEpoch);
    return brokerEpoch;
  }

  epochOf(id: number): number {
    return present(this.epochs.get(id), `broker ${id}`);
  }

  heartbeat(id: number, wish: Partial<BrokerHeartbeatRequest> = {}): BrokerHeartbeatResponse {
    const currentMetadataOffset = this.state.raft.log.logEndOffset - 1;
    return this.ask(
      {
        type: 'BrokerHeartbeatRequest',
        brokerId: id,
        brokerEpoch: this.epochOf(id),
        currentMetadataOffset,
        wantFence: false,
        wantShutDown: false,
        ...wish,
      },
      'BrokerHeartbeatResponse',
    );
  }

  /** Brokers register and are unfenced. */
  brokers(...ids: readonly number[]): this {
    for (const id of ids) {
      this.register(id);
      this.heartbeat(id);
    }
    return this;
  }

  /** Topic `t` with these assignments. */
  topic(assignments: readonly (readonly number[])[], configs: Config = {}, name = 't'): this {
    const { topics } = this.ask(
      {
        type: 'CreateTopicsRequest',
        topics: [
          {
            name,
            numPartitions: -1,
            replicationFactor: -1,
            assignments: assignments.map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds })),
            configs: Object.entries(configs).map(([setting, value]) => ({ name: setting, value })),
          },
        ],
        timeoutMs: 1000,
      },
      'CreateTopicsResponse',
    );
    if (topics[0]?.errorCode !== 'NONE') throw new Error(JSON.stringify(topics));
    return this;
  }

  /** The leader proposes an ISR. */
  propose(
    isr: readonly number[],
    partition = 0,
  ): BodyOf<'AlterPartitionResponse'>['topics'][number]['partitions'][number] {
    const { leader, leaderEpoch, partitionEpoch } = this.partition(partition);
    const proposal = {
      partitionIndex: partition,
      leaderEpoch,
      newIsr: isr,
      leaderRecoveryState: 'RECOVERED',
      partitionEpoch,
    } as const;
    const answer = this.ask(
      {
        type: 'AlterPartitionRequest',
        brokerId: leader,
        brokerEpoch: this.epochOf(leader),
        topics: [{ topicName: 't', partitions: [proposal] }],
      },
      'AlterPartitionResponse',
    );
    return present(answer.topics[0]?.partitions[0], 'an answer');
  }

  get image(): MetadataImage {
    return this.state.controller.image;
  }

  partition(number = 0, topic = 't'): PartitionRegistration {
    return present(partitionIn(this.image, topic, number), `${topic}-${number}`);
  }

  /** The metadata log's batches, without control batches. */
  batches(): readonly (readonly MetadataRecord[])[] {
    return allBatches(this.state.raft, 0)
      .filter((batch) => batch.control === null)
      .map(recordsOf);
  }

  entries<T extends EntryType>(type: T): readonly TraceEntry<T>[] {
    return this.turn.entries.filter((entry) => entry.type === type) as unknown as readonly TraceEntry<T>[];
  }
}

/** broker.session.timeout.ms, and the eighth of it in which the controller of 4.0 looks for sessions that are over, for two of them. */
export const SESSION: Micros = 9 * SECOND + (9 * SECOND) / 8 + 10 * MS;

/** Time passes until the sessions of all brokers but these are over, and more. */
export function outlive(controller: TestController, ...alive: readonly number[]): TestController {
  controller.pass(5 * SECOND);
  for (const id of alive) controller.heartbeat(id);
  return controller.pass(SESSION - 5 * SECOND);
}

/** What the active controller remembers of a broker's heartbeats. */
export function heartbeatOf(controller: TestController, id: number): BrokerHeartbeat | undefined {
  return controller.state.controller.active?.heartbeats.find((broker) => broker.id === id);
}

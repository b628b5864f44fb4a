import '../../../src/sim/kraft/load.ts';

import { present } from '../../../src/lib/assert.ts';
import { brokerIn, partitionIn } from '../../../src/sim/kraft/image/lookups.ts';
import type { MetadataImage, PartitionRegistration } from '../../../src/sim/kraft/image/image.ts';
import type { ControllerNodeState } from '../../../src/sim/kraft/node/state.ts';
import type { MetadataRecord } from '../../../src/sim/kraft/records.ts';
import type { Body, BodyOf, BodyType } from '../../../src/sim/protocol/body.ts';
import type { BrokerHeartbeatRequest, BrokerHeartbeatResponse } from '../../../src/sim/protocol/kraft.ts';
import { nodeNamed } from '../../../src/sim/read/nodes.ts';
import { MS } from '../../../src/sim/time.ts';
import type { ConnectionId, Era } from '../../../src/sim/world.ts';
import { Bench } from './bench.ts';
import { feedQuorum } from './feed-quorum.ts';

/** A scenario has a broker; a peer of its name stands in for it and does nothing. */
const NOBODY = 900;

/**
 * A quorum of three controllers whose active one is asked by a peer in the place of brokers and operators.
 * @param past records that a voter, played by a peer, has led the others to write before it fell silent; none: all three are real
 */
export class QuorumCluster {
  readonly bench: Bench;
  readonly controllerName: string;
  private readonly connection: ConnectionId;

  constructor(past: readonly MetadataRecord[] = [], era: Era = '4.0') {
    const scenario = {
      era,
      mode: 'kraft',
      brokers: [{ id: NOBODY }],
      config: { broker: { 'auto.leader.rebalance.enable': false } },
    };
    const bench = new Bench(JSON.stringify(scenario), [
      `broker-${NOBODY}`,
      ...(past.length > 0 ? ['controller-101'] : []),
    ]);
    if (past.length > 0) feedQuorum(bench, past);
    const elected = (): boolean => bench.entries.some((entry) => entry.type === 'ControllerReady');
    bench.until('a controller is active', elected).run(20 * MS);
    const ready = bench.entries.findLast((entry) => entry.type === 'ControllerReady');
    this.bench = bench;
    this.controllerName = `controller-${ready?.type === 'ControllerReady' ? ready.args.broker : -1}`;
    this.connection = bench.connect('peer', this.controllerName);
  }

  /** The same for a bench that runs already. */
  static of(bench: Bench, controllerName: string): QuorumCluster {
    const parts = { bench, controllerName, connection: bench.connect('peer', controllerName) };
    return Object.assign(Object.create(QuorumCluster.prototype) as QuorumCluster, parts);
  }

  /** A copy that goes its own way from here. */
  fork(): QuorumCluster {
    return Object.assign(Object.create(QuorumCluster.prototype) as QuorumCluster, this, { bench: this.bench.fork() });
  }

  get controller(): ControllerNodeState {
    return present(nodeNamed(this.bench.world, this.controllerName), this.controllerName).state as ControllerNodeState;
  }

  /** What is committed. */
  get image(): MetadataImage {
    return this.controller.controller.committed.image;
  }

  partition(number = 0): PartitionRegistration {
    return present(partitionIn(this.image, 't', number), `t-${number}`);
  }

  ask<T extends BodyType>(body: Body, answer: T): BodyOf<T> {
    return this.bench.ask('peer', this.connection, body, answer);
  }

  register(brokerId: number, rack: string | null = null, incarnationId = `first-${brokerId}`): string {
    const request = {
      type: 'BrokerRegistrationRequest',
      brokerId,
      incarnationId,
      rack,
      previousBrokerEpoch: -1,
    } as const;
    return this.ask(request, 'BrokerRegistrationResponse').errorCode;
  }

  heartbeat(brokerId: number, wish: Partial<BrokerHeartbeatRequest> = {}): BrokerHeartbeatResponse {
    const { epoch } = present(brokerIn(this.image, brokerId), `broker ${brokerId}`);
    const currentMetadataOffset = this.controller.raft.log.logEndOffset - 1;
    const plain = {
      type: 'BrokerHeartbeatRequest',
      brokerId,
      brokerEpoch: epoch,
      wantFence: false,
      wantShutDown: false,
    } as const;
    return this.ask({ ...plain, currentMetadataOffset, ...wish }, 'BrokerHeartbeatResponse');
  }
}

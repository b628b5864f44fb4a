import '../../../src/sim/kraft/load.ts';

import { present } from '../../../src/lib/assert.ts';
import { brokerIn, partitionIn } from '../../../src/sim/kraft/image/lookups.ts';
import type { MetadataImage } from '../../../src/sim/kraft/image/image.ts';
import type { MetadataRecord, PartitionChangeRecord } from '../../../src/sim/kraft/records.ts';
import type { AlterPartitionRequest } from '../../../src/sim/protocol/cluster.ts';
import { MS } from '../../../src/sim/time.ts';
import type { ConnectionId } from '../../../src/sim/world.ts';
import type { Bench } from './bench.ts';
import type { Control, Part, Proposal } from './control.ts';
import { METADATA_LEADER } from './metadata-batches.ts';
import { newOffice } from './quorum-office.ts';

export const OFFICE_NAME = `controller-${METADATA_LEADER}`;

/** An active controller of KRaft mode: what it says stands in the metadata log, and brokers do as they read. */
export class KRaftControl implements Control {
  private readonly bench: Bench;

  /**
   * Starts the real brokers.
   * @param played brokers whose part a peer plays: they are registered and unfenced
   */
  constructor(
    bench: Bench,
    brokers: readonly number[],
    played: readonly number[],
    topicConfig: { readonly [name: string]: string },
  ) {
    this.bench = bench;
    const records = [...played.map(registered), ...settings(topicConfig)];
    bench.order(OFFICE_NAME, { do: 'takeOffice', office: newOffice(brokers, records) });
    for (const id of brokers) bench.do({ type: 'start', node: `broker-${id}` });
    const run = (): boolean => brokers.every((id) => bench.broker(id).lifecycle.value === 'RUNNING');
    const know = (): boolean =>
      brokers.every((id) => brokers.every((other) => brokerIn(this.imageOf(id), other)?.fenced === false));
    bench.until('the brokers run', () => run() && know());
  }

  on(bench: Bench): Control {
    return Object.assign(Object.create(KRaftControl.prototype) as KRaftControl, { bench });
  }

  tell(broker: number, part: Part): void {
    this.write(broker, this.changeTo(broker, part));
    const { leader, leaderEpoch } = this.bench.replica(broker, part.topicName);
    if (leader !== part.leader || leaderEpoch !== part.leaderEpoch)
      throw new Error(`broker ${broker} does not take its part: ${leader} leads in epoch ${leaderEpoch}`);
  }

  publish(broker: number, part: Part): void {
    // What it was told it tells.
    const { leader, leaderEpoch } = present(partitionIn(this.imageOf(broker), part.topicName, 0), part.topicName);
    if (leader !== part.leader || leaderEpoch !== part.leaderEpoch)
      throw new Error(`broker ${broker} was told something else of ${part.topicName}`);
  }

  without(broker: number, dead: readonly number[]): void {
    const change = (brokerId: number): MetadataRecord => ({
      type: 'BrokerRegistrationChangeRecord',
      brokerId,
      brokerEpoch: this.brokerEpoch(broker, brokerId),
      fenced: true,
      inControlledShutdown: null,
    });
    this.write(broker, dead.map(change));
  }

  proposed(): Proposal | null {
    return this.open();
  }

  accept(): void {
    const open = this.open();
    if (open === null) return;
    const { brokerId } = open.request;
    const topics = open.request.topics.map(({ topicName, topicId, partitions }) => ({
      topicName,
      ...(topicId !== undefined && { topicId }),
      partitions: partitions.map(({ partitionIndex, leaderEpoch, newIsr, partitionEpoch }) => ({
        partitionIndex,
        errorCode: 'NONE' as const,
        leaderId: brokerId,
        leaderEpoch,
        isr: newIsr,
        leaderRecoveryState: 'RECOVERED' as const,
        partitionEpoch: partitionEpoch + 1,
      })),
    }));
    const changes = topics.flatMap(({ topicName, partitions }) =>
      partitions.map(({ isr }) => changeRecord(topicName, { isr })),
    );
    this.write(brokerId, changes);
    const response = { type: 'AlterPartitionResponse', errorCode: 'NONE', topics } as const;
    this.bench.respond(OFFICE_NAME, open.connection, response).run(10 * MS);
  }

  brokerEpoch(leader: number, follower: number): number {
    return present(brokerIn(this.imageOf(leader), follower), `broker ${follower}`).epoch;
  }

  private imageOf(broker: number): MetadataImage {
    return present(this.bench.broker(broker).kraft, 'a broker of KRaft mode').image;
  }

  /** Writes for a broker, which goes by it afterwards. */
  private write(broker: number, records: readonly MetadataRecord[]): void {
    const publishedTo = (): number => present(this.bench.broker(broker).kraft, 'a broker of KRaft mode').publishedTo;
    const end = publishedTo() + records.length;
    this.bench.order(OFFICE_NAME, { do: 'write', broker, records });
    this.bench.until('the broker goes by the metadata', () => publishedTo() >= end);
  }

  /** The records that make a partition what it is to be. Each that names a leader begins a leader epoch. */
  private changeTo(broker: number, { topicName, leader, leaderEpoch, replicas, isr }: Part): MetadataRecord[] {
    const known = partitionIn(this.imageOf(broker), topicName, 0);
    if (known === null)
      return [
        { type: 'TopicRecord', name: topicName, topicId: `id-of-${topicName}` },
        {
          type: 'PartitionRecord',
          topic: topicName,
          partitionId: 0,
          replicas,
          isr,
          removingReplicas: [],
          addingReplicas: [],
          leader,
          leaderRecoveryState: 'RECOVERED',
          leaderEpoch,
          partitionEpoch: 0,
          eligibleLeaderReplicas: [],
          lastKnownElr: [],
        },
      ];
    const elections = leaderEpoch - known.leaderEpoch;
    if (elections < 0 || (elections === 0 && leader !== known.leader))
      throw new Error(`epoch ${leaderEpoch} does not follow leader ${known.leader} in epoch ${known.leaderEpoch}`);
    if (elections === 0) return [changeRecord(topicName, { replicas, isr })];
    return Array.from({ length: elections }, () => changeRecord(topicName, { leader, replicas, isr }));
  }

  private open(): (Proposal & { readonly connection: ConnectionId; readonly request: AlterPartitionRequest }) | null {
    this.bench.run(20 * MS);
    for (const { body, connection } of this.bench.openRequests(OFFICE_NAME)) {
      if (body.type === 'AlterPartitionRequest')
        return { connection, request: body, newIsr: body.topics[0]?.partitions[0]?.newIsr ?? [] };
    }
    return null;
  }
}

function changeRecord(topic: string, change: Partial<PartitionChangeRecord>): PartitionChangeRecord {
  return {
    type: 'PartitionChangeRecord',
    topic,
    partitionId: 0,
    isr: null,
    leader: null,
    replicas: null,
    removingReplicas: null,
    addingReplicas: null,
    leaderRecoveryState: null,
    eligibleLeaderReplicas: null,
    lastKnownElr: null,
    ...change,
  };
}

function registered(brokerId: number, index: number): MetadataRecord {
  return {
    type: 'RegisterBrokerRecord',
    brokerId,
    incarnationId: `played-${brokerId}`,
    brokerEpoch: index + 1,
    rack: null,
    fenced: false,
    inControlledShutdown: false,
  };
}

function settings(config: { readonly [name: string]: string }): MetadataRecord[] {
  return Object.entries(config).map(([name, value]) => ({
    type: 'ConfigRecord',
    resourceType: 'TOPIC',
    resourceName: 't',
    name,
    value,
  }));
}

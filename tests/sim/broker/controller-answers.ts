import { present } from '../../../src/lib/assert.ts';
import type { BodyOf } from '../../../src/sim/protocol/body.ts';
import type { ErrorCode } from '../../../src/sim/protocol/errors.ts';
import type { TestBroker } from './test-broker.ts';

/** The AlterPartition that the broker has sent last and that has no answer yet; null when there is none. */
export function proposal(broker: TestBroker): BodyOf<'AlterPartitionRequest'> | null {
  openChannel(broker);
  const channel = broker.state.toController.find((each) => each.purpose === 'alterPartition');
  return channel?.busy === true && channel.ready
    ? (broker.requests('AlterPartitionRequest').at(-1)?.body ?? null)
    : null;
}

/** The controller (broker 1, which may be this very broker) takes the connection of the channel for ISR changes. */
function openChannel(broker: TestBroker): void {
  const channel = broker.state.toController.find((each) => each.purpose === 'alterPartition');
  if (channel === undefined || channel.connection === null || channel.ready || channel.busy) return;
  const { connection } = channel;
  broker.deliver({ type: 'connected', connection, peer: 1 });
  const hello = present(broker.requests('ApiVersionsRequest').at(-1), 'a request for the versions').body;
  broker.answer(connection, hello, { type: 'ApiVersionsResponse', errorCode: 'NONE' });
}

/** The controller accepts every ISR change that is proposed, one partition epoch after another. */
export function acceptProposals(broker: TestBroker): void {
  for (let request = proposal(broker); request !== null; request = proposal(broker)) answerProposal(broker, 'NONE');
}

/** The controller answers the proposal under way. */
export function answerProposal(broker: TestBroker, errorCode: ErrorCode, topLevel: ErrorCode = 'NONE'): void {
  const request = present(proposal(broker), 'a proposal under way');
  const { connection } = present(
    broker.state.toController.find((each) => each.purpose === 'alterPartition'),
    'the channel for ISR changes',
  );
  const topics = request.topics.map(({ topicName, partitions }) => ({
    topicName,
    partitions: partitions.map(({ partitionIndex, leaderEpoch, newIsr, partitionEpoch }) => ({
      partitionIndex,
      errorCode,
      leaderId: broker.id,
      leaderEpoch,
      isr: newIsr,
      leaderRecoveryState: 'RECOVERED' as const,
      partitionEpoch: partitionEpoch + 1,
    })),
  }));
  const body = {
    type: 'AlterPartitionResponse',
    errorCode: topLevel,
    topics: topLevel === 'NONE' ? topics : [],
  } as const;
  broker.answer(present(connection, 'a connection'), request, body);
}

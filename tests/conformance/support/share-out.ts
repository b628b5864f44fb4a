import { consumerBehaviour, newConsumerState } from '../../../src/sim/client/consumer.ts';
import type { AssignorMember } from '../../../src/sim/client/assignor/index.ts';
import type { MetadataRequest, MetadataResponse } from '../../../src/sim/protocol/client.ts';
import type { SyncGroupRequest } from '../../../src/sim/protocol/group.ts';
import type { Era } from '../../../src/sim/world.ts';
import { ClientBench, metadata, ms, setupOf } from '../../sim/client/support/client-bench.ts';

/** What the node itself is subscribed to: a leader shares out what the members say, its own word among them. */
const OWN = 'own';

type Topics = { readonly [topic: string]: number };

/**
 * What a real consumer shares out as the leader of a group: JoinGroupResponse tells it the members, and its SyncGroupRequest says who gets what.
 * @param name the short name of the assignor
 * @param era whose Java client it is
 * @returns each member's partitions as `topic-partition`, in the request's order
 */
export function shareOut(
  name: string,
  topics: Topics,
  members: readonly AssignorMember[],
  era: Era = '4.0',
): { readonly [member: string]: readonly string[] } {
  const setup = setupOf(era);
  const config = { 'group.id': 'g', 'partition.assignment.strategy': name };
  const consumer = { name: 'leader', client: 'java', config, topics: [OWN], assign: null, processing: 0 };
  const bench = new ClientBench(setup, consumerBehaviour, newConsumerState(setup, consumer)).take({ type: 'start' });
  const leader = members[0]?.memberId ?? 'nobody';
  const found = { key: 'g', nodeId: 1, errorCode: 'NONE' as const };
  for (let turns = 0; turns < 100; turns++) {
    bench.accept();
    if (bench.open('MetadataRequest').length > 0)
      bench.answer('MetadataRequest', (request) => known(request, { ...topics, [OWN]: 1 }));
    else if (bench.open('FindCoordinatorRequest').length > 0)
      bench.answer('FindCoordinatorRequest', { type: 'FindCoordinatorResponse', coordinators: [found] });
    else if (bench.open('JoinGroupRequest').length > 0)
      bench.answer('JoinGroupRequest', {
        type: 'JoinGroupResponse',
        errorCode: 'NONE',
        generationId: 7,
        protocolType: 'consumer',
        protocolName: name,
        leader,
        skipAssignment: false,
        memberId: leader,
        members: members.map(({ memberId, groupInstanceId, subscription }) => ({
          memberId,
          groupInstanceId,
          metadata: subscription,
        })),
      });
    else if (bench.open('SyncGroupRequest').length > 0) return listed(bench.open('SyncGroupRequest')[0]);
    else bench.advance(bench.now + ms(100));
  }
  throw new Error('the leader has sent no SyncGroup');
}

/** Metadata of the topics that were asked for. Those that nobody has made are unknown. */
function known(request: MetadataRequest, topics: Topics): MetadataResponse {
  const asked = request.topics ?? Object.keys(topics);
  const there = asked.filter((topic) => Object.hasOwn(topics, topic));
  const answer = metadata(
    Object.fromEntries(there.map((topic) => [topic, Array.from({ length: topics[topic] ?? 0 }, () => 1)])),
  );
  const missing = asked
    .filter((topic) => !there.includes(topic))
    .map((name) => ({
      errorCode: 'UNKNOWN_TOPIC_OR_PARTITION' as const,
      name,
      topicId: '',
      isInternal: false,
      partitions: [],
    }));
  return { ...answer, topics: [...answer.topics, ...missing] };
}

function listed(request: SyncGroupRequest | undefined): { readonly [member: string]: readonly string[] } {
  return Object.fromEntries(
    (request?.assignments ?? []).map(({ memberId, assignment }) => [
      memberId,
      assignment.assignedPartitions.flatMap(({ topic, partitions }) =>
        partitions.map((partition) => `${topic}-${partition}`),
      ),
    ]),
  );
}

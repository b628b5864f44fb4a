import { MS, SECOND } from '../../time.ts';
import type { Intervention, NewTopic } from '../../intervention.ts';
import type { BodyOf } from '../../protocol/body.ts';
import type { ClientBody } from '../../protocol/client.ts';
import type { ClusterBody } from '../../protocol/cluster.ts';
import type { AdminJob } from './state.ts';

/** default.api.timeout.ms, after which a call is given up, and what the broker is told (KafkaAdminClient.calcTimeoutMsRemainingAsInt). */
export const API_TIMEOUT = 60 * SECOND;
const REQUEST_TIMEOUT_MS = Math.floor((30 * SECOND) / MS);

type Call = Pick<AdminJob, 'request' | 'target'>;

/** One CreateTopics for all of these. An explicit assignment leaves both counts at -1 (KIP-464). */
export function createTopics(topics: readonly NewTopic[]): Call {
  return {
    target: 'controller',
    request: {
      type: 'CreateTopicsRequest',
      topics: topics.map((topic) => ({
        name: topic.name,
        numPartitions: topic.assignment === null ? topic.partitions : -1,
        replicationFactor: topic.assignment === null ? topic.replicationFactor : -1,
        assignments: (topic.assignment ?? []).map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds })),
        configs: Object.keys(topic.config)
          .sort()
          .map((name) => ({ name, value: topic.config[name] as string })),
      })),
      timeoutMs: REQUEST_TIMEOUT_MS,
    },
  };
}

/** The request that an operator's intervention becomes, and whom it is for; null when it is none. */
export function callOf(intervention: Intervention): Call | null {
  switch (intervention.type) {
    case 'createTopic':
      return createTopics([intervention.topic]);
    case 'createPartitions': {
      const { topic, count, assignment } = intervention;
      const assignments = assignment === null ? null : assignment.map((brokerIds) => ({ brokerIds }));
      return {
        target: 'controller',
        request: {
          type: 'CreatePartitionsRequest',
          topics: [{ name: topic, count, assignments }],
          timeoutMs: REQUEST_TIMEOUT_MS,
        },
      };
    }
    case 'deleteTopic':
      return {
        target: 'controller',
        request: { type: 'DeleteTopicsRequest', topicNames: [intervention.topic], timeoutMs: REQUEST_TIMEOUT_MS },
      };
    case 'reassignPartitions': {
      const { topic, partition: partitionIndex, replicas } = intervention;
      return {
        target: 'controller',
        request: {
          type: 'AlterPartitionReassignmentsRequest',
          topics: [{ name: topic, partitions: [{ partitionIndex, replicas }] }],
          timeoutMs: REQUEST_TIMEOUT_MS,
        },
      };
    }
    case 'electLeaders': {
      const { election, topic, partition } = intervention;
      return {
        target: 'controller',
        request: {
          type: 'ElectLeadersRequest',
          electionType: election,
          topicPartitions: [{ topic, partitions: [partition] }],
          timeoutMs: REQUEST_TIMEOUT_MS,
        },
      };
    }
    case 'deleteRecords': {
      const { topic: name, partition: partitionIndex, before } = intervention;
      return {
        target: { leaderOf: name, partition: partitionIndex },
        request: {
          type: 'DeleteRecordsRequest',
          topics: [{ name, partitions: [{ partitionIndex, offset: before ?? -1 }] }],
          timeoutMs: REQUEST_TIMEOUT_MS,
        },
      };
    }
    case 'alterConfig': {
      const { resource, name, config } = intervention;
      const configs = Object.keys(config)
        .sort()
        .map((setting) => alteration(setting, config[setting] ?? null));
      return {
        // A broker's own settings are its own business; a topic's may be altered through any broker.
        target: resource === 'broker' ? Number(name.replace(/^broker-/, '')) : 'any',
        request: {
          type: 'IncrementalAlterConfigsRequest',
          resources: [
            {
              resourceType: resource === 'broker' ? 'BROKER' : 'TOPIC',
              resourceName: name.replace(/^broker-(?=\d+$)/, ''),
              configs,
            },
          ],
        },
      };
    }
    default:
      return null;
  }
}

function alteration(
  name: string,
  value: string | null,
): { readonly name: string; readonly configOperation: 'SET' | 'DELETE'; readonly value: string | null } {
  return { name, configOperation: value === null ? 'DELETE' : 'SET', value };
}

/** One line of an answer: what was asked for, and what came of it. */
export interface Outcome {
  readonly request: string;
  readonly target: string;
  readonly error: string;
}

/** What a response says, item by item. */
export function outcomesOf(response: ClusterBody | ClientBody): readonly Outcome[] {
  switch (response.type) {
    case 'CreateTopicsResponse':
      return response.topics.map(({ name, errorCode }) => ({
        request: 'CreateTopics',
        target: name,
        error: errorCode,
      }));
    case 'CreatePartitionsResponse':
      return response.results.map(({ name, errorCode }) => ({
        request: 'CreatePartitions',
        target: name,
        error: errorCode,
      }));
    case 'DeleteTopicsResponse':
      return response.responses.map(({ name, errorCode }) => ({
        request: 'DeleteTopics',
        target: name,
        error: errorCode,
      }));
    case 'AlterPartitionReassignmentsResponse':
      return reassignmentOutcomes(response);
    case 'ElectLeadersResponse':
      return electionOutcomes(response);
    case 'DeleteRecordsResponse':
      return response.topics.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex, errorCode }) => ({
          request: 'DeleteRecords',
          target: `${name}-${partitionIndex}`,
          error: errorCode,
        })),
      );
    case 'IncrementalAlterConfigsResponse':
      return response.responses.map(({ resourceName, errorCode }) => ({
        request: 'IncrementalAlterConfigs',
        target: resourceName,
        error: errorCode,
      }));
    default:
      return [];
  }
}

function electionOutcomes(response: BodyOf<'ElectLeadersResponse'>): readonly Outcome[] {
  if (response.errorCode !== 'NONE') return [{ request: 'ElectLeaders', target: '', error: response.errorCode }];
  return response.replicaElectionResults.flatMap(({ topic, partitionResult }) =>
    partitionResult.map(({ partitionId, errorCode }) => ({
      request: 'ElectLeaders',
      target: `${topic}-${partitionId}`,
      error: errorCode,
    })),
  );
}

function reassignmentOutcomes(response: BodyOf<'AlterPartitionReassignmentsResponse'>): readonly Outcome[] {
  const request = 'AlterPartitionReassignments';
  if (response.errorCode !== 'NONE') return [{ request, target: '', error: response.errorCode }];
  return response.responses.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, errorCode }) => ({
      request,
      target: `${name}-${partitionIndex}`,
      error: errorCode,
    })),
  );
}

/** What a request is about, for one that never got an answer. */
export function targetsOf(request: AdminJob['request']): readonly Outcome[] {
  const error = 'TimeoutException';
  switch (request.type) {
    case 'CreateTopicsRequest':
      return request.topics.map(({ name }) => ({ request: 'CreateTopics', target: name, error }));
    case 'CreatePartitionsRequest':
      return request.topics.map(({ name }) => ({ request: 'CreatePartitions', target: name, error }));
    case 'DeleteTopicsRequest':
      return request.topicNames.map((target) => ({ request: 'DeleteTopics', target, error }));
    case 'AlterPartitionReassignmentsRequest':
      return request.topics.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex }) => ({
          request: 'AlterPartitionReassignments',
          target: `${name}-${partitionIndex}`,
          error,
        })),
      );
    case 'ElectLeadersRequest':
      return request.topicPartitions.flatMap(({ topic, partitions }) =>
        partitions.map((partition) => ({ request: 'ElectLeaders', target: `${topic}-${partition}`, error })),
      );
    case 'DeleteRecordsRequest':
      return request.topics.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex }) => ({
          request: 'DeleteRecords',
          target: `${name}-${partitionIndex}`,
          error,
        })),
      );
    case 'IncrementalAlterConfigsRequest':
      return request.resources.map(({ resourceName }) => ({
        request: 'IncrementalAlterConfigs',
        target: resourceName,
        error,
      }));
  }
}

/** Was the request refused by a broker that is not the controller, or does not lead the partition (any more)? Then it is made again. */
export function isMisdirected(outcomes: readonly Outcome[]): boolean {
  return outcomes.length > 0 && outcomes.every(({ error }) => MISDIRECTED.includes(error));
}

const MISDIRECTED = ['NOT_CONTROLLER', 'NOT_LEADER_OR_FOLLOWER'];

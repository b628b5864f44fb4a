import type { DeleteTopicsRequest, DeleteTopicsResponse } from '../../protocol/cluster.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import { topicIn } from '../image/lookups.ts';
import { distinct } from './ids.ts';
import type { Decision } from './decision.ts';

/** Deletes topics at once, whoever of their replicas is down (ReplicationControlManager.deleteTopics). */
export function deleteTopics(decision: Decision, { topicNames }: DeleteTopicsRequest): DeleteTopicsResponse {
  const responses = distinct(topicNames).map((name) => {
    const errorCode = errorOf(decision, topicNames, name);
    if (errorCode === 'NONE') decision.records.push({ type: 'RemoveTopicRecord', name });
    return { name, errorCode, errorMessage: errorCode === 'NONE' ? null : REASONS[errorCode] };
  });
  return { type: 'DeleteTopicsResponse', responses };
}

type DeletionError = Extract<
  ErrorCode,
  'NONE' | 'TOPIC_DELETION_DISABLED' | 'INVALID_REQUEST' | 'UNKNOWN_TOPIC_OR_PARTITION'
>;

const REASONS = {
  TOPIC_DELETION_DISABLED: 'delete.topic.enable is false',
  INVALID_REQUEST: 'topic is in the request more than once',
  UNKNOWN_TOPIC_OR_PARTITION: 'topic does not exist',
} as const;

function errorOf({ config, image }: Decision, names: readonly string[], name: string): DeletionError {
  if (!config.deleteTopics) return 'TOPIC_DELETION_DISABLED';
  if (names.indexOf(name) !== names.lastIndexOf(name)) return 'INVALID_REQUEST';
  return topicIn(image, name) === null ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'NONE';
}

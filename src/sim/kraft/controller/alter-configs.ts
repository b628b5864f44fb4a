import { configRefusal } from '../../controller/admin/config-check.ts';
import type { IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse } from '../../protocol/cluster.ts';
import type { Era } from '../../world.ts';
import { brokerIn, configIn, topicIn } from '../image/lookups.ts';
import type { ConfigRecord } from '../records.ts';
import type { Decision } from './decision.ts';
import type { Refusal } from './placement.ts';

type Resource = IncrementalAlterConfigsRequest['resources'][number];

/** Changes settings of topics and brokers (ConfigurationControlManager.incrementalAlterConfigs). */
export function alterConfigs(
  era: Era,
  decision: Decision,
  request: IncrementalAlterConfigsRequest,
): IncrementalAlterConfigsResponse {
  const responses = request.resources.map((resource) => {
    const { resourceType, resourceName } = resource;
    const records = recordsOf(era, decision, resource);
    if ('error' in records)
      return { errorCode: records.error, errorMessage: records.message, resourceType, resourceName };
    decision.records.push(...records);
    return { errorCode: 'NONE' as const, errorMessage: null, resourceType, resourceName };
  });
  return { type: 'IncrementalAlterConfigsResponse', responses };
}

function recordsOf(era: Era, decision: Decision, resource: Resource): readonly ConfigRecord[] | Refusal {
  const { resourceType, resourceName, configs } = resource;
  const invalid = (message: string): Refusal => ({ error: 'INVALID_REQUEST', message });
  if (configs.some((config, at) => configs.findIndex(({ name }) => name === config.name) !== at))
    return invalid('setting is in the request more than once');
  const unset = configs.find((config) => config.configOperation === 'SET' && config.value === null);
  if (unset !== undefined) return invalid(`setting ${unset.name} has no value`);
  const before = configIn(decision.image, resourceType, resourceName);
  const after: Record<string, string> = { ...before };
  const records: ConfigRecord[] = [];
  for (const { name, configOperation, value: given } of configs) {
    const value = configOperation === 'SET' ? given : null;
    if (value === null) delete after[name];
    else after[name] = value;
    // A broker's setting is written even when it is so already: brokers load it again (KAFKA-14136).
    if (resourceType === 'BROKER' || value !== (before[name] ?? null))
      records.push({ type: 'ConfigRecord', resourceType, resourceName, name, value });
  }
  const wrong = configRefusal(resourceType === 'TOPIC' ? 'topic' : 'broker', after, era);
  if (wrong !== null) return { error: 'INVALID_CONFIG', message: wrong };
  return absence(decision, resource) ?? records;
}

/** Is there such a topic or broker (QuorumController.ConfigResourceExistenceChecker)? */
function absence({ image }: Decision, { resourceType, resourceName }: Resource): Refusal | null {
  if (resourceType === 'TOPIC')
    return topicIn(image, resourceName) === null
      ? { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: `topic ${resourceName} does not exist` }
      : null;
  if (resourceName === '') return null;
  if (!/^\d{1,9}$/.test(resourceName))
    return { error: 'INVALID_REQUEST', message: `broker ${resourceName} is no number` };
  return brokerIn(image, Number(resourceName)) === null
    ? { error: 'BROKER_ID_NOT_REGISTERED', message: `broker ${resourceName} is not registered` }
    : null;
}

import { cachedTopic } from '../../broker/metadata-cache.ts';
import type { BrokerState } from '../../broker/state.ts';
import type { IncrementalAlterConfigsRequest } from '../../protocol/cluster.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ZkOp, ZkResult } from '../../protocol/zookeeper.ts';
import { fromMs } from '../../time.ts';
import type { Turn } from '../../turn.ts';
import type { ConnectionId } from '../../world.ts';
import { configChangeData, configData, configIn } from '../../zookeeper/data.ts';
import { CONFIG_CHANGE_PREFIX, configPath } from '../../zookeeper/paths.ts';
import { nextTaskId, startTask, type Progress } from './admin.ts';
import { configRefusal } from './config-check.ts';
import type { AlterConfigsTask, ConfigItem } from './task.ts';

type Resource = IncrementalAlterConfigsRequest['resources'][number];

/** The znode of settings for all brokers. */
const DEFAULT_BROKER = '<default>';

/**
 * Changes settings of topics or of this broker (ZkAdminManager.incrementalAlterConfigs). Any broker does that without the
 * controller: it writes the settings and a notification that all brokers watch for.
 */
export function beginAlterConfigs(
  turn: Turn,
  broker: BrokerState,
  connection: ConnectionId,
  request: IncrementalAlterConfigsRequest,
): BrokerState {
  const items = request.resources.map((resource) => itemOf(broker, resource));
  const deadline = turn.now + fromMs(30_000);
  const task: AlterConfigsTask = {
    kind: 'alterConfigs',
    id: nextTaskId(broker),
    connection,
    cause: turn.cause,
    deadline,
    request,
    stage: 'reading',
    items,
  };
  const ops = sound(items).map(({ kind, name }): ZkOp => ({
    op: 'getData',
    path: configPath(kind, name),
    watch: false,
  }));
  return startTask(turn, broker, ops.length > 0 ? { task, ops } : { task: { ...task, stage: 'done' }, ops: null });
}

function sound(items: readonly ConfigItem[]): readonly ConfigItem[] {
  return items.filter((item) => item.error === 'NONE');
}

function itemOf(broker: BrokerState, resource: Resource): ConfigItem {
  const { resourceType, resourceName: given, configs } = resource;
  const kind = resourceType === 'TOPIC' ? 'topics' : 'brokers';
  const name = kind === 'brokers' && given === '' ? DEFAULT_BROKER : given;
  const checked = (error: ErrorCode, message: string | null): ConfigItem => ({
    kind,
    name,
    error,
    message,
    config: {},
    exists: false,
  });
  if (configs.some((config, at) => configs.findIndex((each) => each.name === config.name) !== at))
    return checked('INVALID_REQUEST', 'setting is in the request more than once');
  const unset = configs.find((config) => config.configOperation === 'SET' && config.value === null);
  if (unset !== undefined) return checked('INVALID_REQUEST', `setting ${unset.name} has no value`);
  if (kind === 'topics' && cachedTopic(broker.metadata, name) === null)
    return checked('UNKNOWN_TOPIC_OR_PARTITION', `topic ${name} does not exist`);
  if (kind === 'brokers' && name !== DEFAULT_BROKER && name !== String(broker.brokerId))
    return checked('INVALID_REQUEST', `broker ${given} must be asked itself; this is broker ${broker.brokerId}`);
  return checked('NONE', null);
}

/** The next step: settings are read, written, and told of. */
export function alterConfigsAnswered(
  turn: Turn,
  _broker: BrokerState,
  task: AlterConfigsTask,
  results: readonly ZkResult[],
): Progress {
  switch (task.stage) {
    case 'reading': {
      let at = 0;
      const items = task.items.map((item, index) =>
        item.error === 'NONE' ? changed(turn, item, task.request.resources[index] as Resource, results[at++]) : item,
      );
      return ask({ ...task, items, stage: 'writing' }, sound(items).map(writeOf));
    }
    case 'writing':
      return ask(
        { ...task, stage: 'notifying' },
        sound(task.items).map(({ kind, name }) => ({
          op: 'create',
          path: CONFIG_CHANGE_PREFIX,
          data: configChangeData(`${kind}/${name}`),
          ephemeral: false,
          sequential: true,
        })),
      );
    case 'notifying':
    case 'done':
      return { task: { ...task, stage: 'done' }, ops: null };
  }
}

function ask(task: AlterConfigsTask, ops: readonly ZkOp[]): Progress {
  return ops.length === 0 ? { task: { ...task, stage: 'done' }, ops: null } : { task, ops };
}

function changed(turn: Turn, item: ConfigItem, resource: Resource, result: ZkResult | undefined): ConfigItem {
  const config: Record<string, string> = { ...configIn(result?.data ?? null) };
  for (const { name, configOperation, value } of resource.configs) {
    if (configOperation === 'SET' && value !== null) config[name] = value;
    else delete config[name];
  }
  const wrong = configRefusal(item.kind === 'topics' ? 'topic' : 'broker', config, turn.setup.era);
  return wrong === null
    ? { ...item, config, exists: result?.error === 'Ok' }
    : { ...item, error: 'INVALID_CONFIG', message: wrong };
}

function writeOf({ kind, name, config, exists }: ConfigItem): ZkOp {
  const path = configPath(kind, name);
  return exists
    ? { op: 'setData', path, data: configData(config), version: -1 }
    : { op: 'create', path, data: configData(config), ephemeral: false, sequential: false };
}

export function answerAlterConfigs(turn: Turn, task: AlterConfigsTask): void {
  const responses = task.items.map(({ error, message }, at) => {
    const { resourceType, resourceName } = task.request.resources[at] as Resource;
    return { errorCode: error, errorMessage: message, resourceType, resourceName };
  });
  turn.respond(task.connection, { type: 'IncrementalAlterConfigsResponse', responses });
}

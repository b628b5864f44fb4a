import { expect, test } from 'vitest';

import type { IncrementalAlterConfigsRequest } from '../../../../src/sim/protocol/cluster.ts';
import { TestController } from './test-controller.ts';

function alter(
  controller: TestController,
  resourceType: 'TOPIC' | 'BROKER',
  resourceName: string,
  name: string,
  value: string | null,
): string {
  const config = { name, configOperation: value === null ? ('DELETE' as const) : ('SET' as const), value };
  const resources: IncrementalAlterConfigsRequest['resources'] = [{ resourceType, resourceName, configs: [config] }];
  const answer = controller.ask(
    { type: 'IncrementalAlterConfigsRequest', resources },
    'IncrementalAlterConfigsResponse',
  );
  return answer.responses[0]?.errorCode ?? 'no answer';
}

test('settings of topics and brokers are written, and taken back', () => {
  const controller = new TestController().brokers(1).topic([[1]]);
  expect(alter(controller, 'TOPIC', 't', 'min.insync.replicas', '2')).toBe('NONE');
  expect(alter(controller, 'BROKER', '1', 'message.max.bytes', '5000')).toBe('NONE');
  expect(alter(controller, 'BROKER', '', 'min.insync.replicas', '3')).toBe('NONE');
  expect(controller.image.configs).toEqual([
    { resourceType: 'BROKER', resourceName: '', config: { 'min.insync.replicas': '3' } },
    { resourceType: 'BROKER', resourceName: '1', config: { 'message.max.bytes': '5000' } },
    { resourceType: 'TOPIC', resourceName: 't', config: { 'min.insync.replicas': '2' } },
  ]);
  expect(alter(controller, 'TOPIC', 't', 'min.insync.replicas', null)).toBe('NONE');
  expect(controller.image.configs).toHaveLength(2);
});

test('a topic setting that is so already is not written again; that of a broker is, so that it loads it anew', () => {
  const controller = new TestController().brokers(1).topic([[1]], { 'min.insync.replicas': '2' });
  const before = controller.batches().length;
  alter(controller, 'TOPIC', 't', 'min.insync.replicas', '2');
  expect(controller.batches()).toHaveLength(before);
  alter(controller, 'BROKER', '', 'message.max.bytes', '5000');
  alter(controller, 'BROKER', '', 'message.max.bytes', '5000');
  expect(controller.batches()).toHaveLength(before + 2);
});

test.each([
  ['TOPIC', 'u', 'min.insync.replicas', '2', 'UNKNOWN_TOPIC_OR_PARTITION'],
  ['TOPIC', 't', 'min.insync.replicas', 'many', 'INVALID_CONFIG'],
  ['BROKER', '9', 'message.max.bytes', '5000', 'BROKER_ID_NOT_REGISTERED'],
  ['BROKER', 'x', 'message.max.bytes', '5000', 'INVALID_REQUEST'],
  ['BROKER', '1', 'broker.id', '5', 'INVALID_CONFIG'],
] as const)('a setting of %s %s (%s = %s) is refused with %s', (type, resource, name, value, error) => {
  const controller = new TestController().brokers(1).topic([[1]]);
  expect(alter(controller, type, resource, name, value)).toBe(error);
  expect(controller.image.configs).toEqual([]);
});

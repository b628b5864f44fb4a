import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { expect, it } from 'vitest';

import { handleConsumerHeartbeat, modernTimeUp } from '../../../src/sim/group/modern/index.ts';
import { fromMs, toMs } from '../../../src/sim/time.ts';
import {
  modernTraceSchema,
  playModernTrace,
  type ModernTrace,
  type TracedCoordinator,
} from '../../conformance/support/modern-trace.ts';
import { readFolder } from '../../conformance/support/vector.ts';
import { FakeGroupWork } from './fake-group-work.ts';

/* Kafka's timed traces of groups of the consumer protocol, over a shard without a broker. */

const { vectors } = readFolder(fileURLToPath(new URL('../../conformance/vectors', import.meta.url)));
const traces = vectors.filter(({ kind, data }) => kind === 'trace' && data['protocol'] === 'consumer');

it('there are ten traces', () => {
  expect(traces.length).toBe(10);
});

it.each(traces.map(({ id, data }) => [id, String(data['name']), data] as const))('%s %s', (_id, _name, data) => {
  const trace = v.parse(modernTraceSchema, data);
  expect(playModernTrace(trace, shardFor(trace))).toEqual(trace.expectedTrace);
});

function shardFor({ topics, settings }: ModernTrace): TracedCoordinator {
  const work = new FakeGroupWork(topics, {
    consumerHeartbeatInterval: fromMs(settings['group.consumer.heartbeat.interval.ms'] ?? 5000),
    consumerSessionTimeout: fromMs(settings['group.consumer.session.timeout.ms'] ?? 45_000),
    consumerMaxSize: settings['group.consumer.max.size'] ?? 1000,
  });
  return {
    now: () => toMs(work.now),
    ask: (request) => {
      handleConsumerHeartbeat(work, { connection: 1, peer: 1 }, request);
      const { response } = work.answers.splice(0)[0] ?? {};
      if (response?.type !== 'ConsumerGroupHeartbeatResponse') throw new Error('no answer to a heartbeat');
      return response;
    },
    group: (groupId) => {
      const group = work.group(groupId);
      return group?.protocol === 'consumer' ? group : null;
    },
    sleep: (ms, look) => {
      work.sleep(fromMs(ms), (groupId, name) => modernTimeUp(work, groupId, name), look);
    },
  };
}

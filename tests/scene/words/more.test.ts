import { beforeAll, describe, expect, test } from 'vitest';

import { changeClause, interventionClause } from '../../../src/scene/words/intervention-words.ts';
import { namesOf, type Names } from '../../../src/scene/words/names.ts';
import { clockText } from '../../../src/sim/clock-text.ts';
import { duration, listed } from '../../../src/scene/words/phrases.ts';
import { skippedSentence } from '../../../src/scene/words/skipped-words.ts';
import { screenSummary } from '../../../src/scene/words/state-words.ts';
import { changeName, isFault, momentName, tipName } from '../../../src/scene/words/timeline-words.ts';
import type { Intervention } from '../../../src/sim/intervention.ts';
import type { Timeline } from '../../../src/timeline/timeline.ts';
import { s } from '../../sim/cluster/build.ts';
import { ask, clusterTimeline, entriesOf, orders } from '../../timeline/cluster-run.ts';

const PROSE = /\b(events?|messages?|simply|simple|just|obviously)\b|undefined|\[object/i;

describe('a run in which the leader dies', () => {
  let timeline: Timeline;
  let names: Names;
  let leader: number;
  let controller: number;

  beforeAll(() => {
    timeline = clusterTimeline(orders(), 12.4);
    leader = Number(ask(timeline, 'leader(orders-0)'));
    controller = Number(ask(timeline, 'controller'));
    timeline.intervene([{ type: 'crash', node: `broker-${leader}`, kind: 'process' }]);
    timeline.advanceUntil(s(60), 1e9);
    names = namesOf(timeline.world);
  });

  test('begins with a paragraph that says how everything is', () => {
    timeline.seek(s(12));
    const log = Number(ask(timeline, 'logEndOffset(orders-0)'));
    const replicas = ask(timeline, 'isr(orders-0)') as readonly number[];
    expect(screenSummary(timeline.world, { playing: false, at: s(12), hint: 'Press Next to go on' })).toBe(
      `3 brokers, all up. The controller is broker ${controller}. ` +
        `Topic orders: 1 partition, leader broker ${leader}, in sync ${listed(replicas)}; ${log} records, high watermark ${log}. ` +
        `Producer p1: acks=all, nothing unanswered. Consumer c1: position ${log}. Paused at 12.000 s. Press Next to go on.`,
    );
    timeline.seek(s(60));
    const later = screenSummary(timeline.world, { playing: true, at: s(60), hint: '' });
    expect(later).toContain(`broker ${leader} has crashed`);
    expect(later).toMatch(/Playing at 1:00\.000\.$/);
    expect(later).not.toMatch(PROSE);
  });

  test('has named moments, of which the crash is a fault', () => {
    const now = Number(ask(timeline, 'leader(orders-0)'));
    const told = timeline.moments
      .filter(({ kind }) => kind !== 'controller')
      .map((moment) => [momentName(moment, names), isFault(moment)]);
    expect(told).toEqual([
      ['first record', false],
      [`broker ${leader} crashes`, true],
      [`broker ${now} leads orders-0`, false],
    ]);
  });

  test('names its branches by what was changed and when', () => {
    const [root, changed] = clusterTips(timeline, names);
    expect(changed ?? root).toBe(`broker ${leader} is killed, 12.400 s`);
    expect(timeline.undoable && changeName(timeline.undoable, names)).toBe(`broker ${leader} is killed, 12.400 s`);
  });

  test('says what passed in the quiet stretch', () => {
    const crash = entriesOf(timeline, 'ProcessCrashed')[0]?.t ?? 0;
    timeline.seek(crash + s(2));
    const from = timeline.present;
    timeline.seek(crash + s(10));
    const told = skippedSentence(
      from.at,
      timeline.present.at,
      timeline.entriesBetween(from.step, timeline.present.step),
    );
    expect(told).toMatch(/^8 s pass: \d+ Metadata requests(, .*)? and \d+ pings?\.$/);
    expect(skippedSentence(0, 1_500_000, [])).toBe('1.5 s pass; nothing is sent.');
  });
});

function clusterTips(timeline: Timeline, names: Names): readonly string[] {
  return timeline.tips.map((tip) => tipName(tip, names));
}

describe('interventions in words', () => {
  const names = namesOf(clusterTimeline(orders(), 0).world);
  const topic = { name: 'rides', partitions: 3, replicationFactor: 3, assignment: null, config: {} };
  const record = { topic: 'orders', partition: null, key: null, value: 'A', headers: [] };
  const program = {
    topic: 'orders',
    perTick: 1,
    interval: 1,
    count: null,
    keys: [null],
    values: ['x'],
    partition: null,
  };
  const cases: readonly (readonly [Intervention, string])[] = [
    [{ type: 'crash', node: 'broker-3', kind: 'process' }, 'broker 3 is killed'],
    [{ type: 'crash', node: 'broker-3', kind: 'power' }, 'the machine of broker 3 is cut from power'],
    [{ type: 'crash', node: 'broker-3', kind: 'disk' }, 'broker 3 is killed and its disk destroyed'],
    [{ type: 'stop', node: 'p1' }, 'p1 is stopped'],
    [{ type: 'start', node: 'zookeeper-1' }, 'ZooKeeper is started'],
    [{ type: 'freeze', node: 'broker-1' }, 'broker 1 is frozen'],
    [{ type: 'thaw', node: 'broker-1' }, 'broker 1 is thawed'],
    [{ type: 'cutLink', from: 'broker-1', to: 'p1' }, 'the link from broker 1 to p1 is cut'],
    [
      { type: 'slowLink', from: 'broker-1', to: 'p1', extra: 1_500_000 },
      'the link from broker 1 to p1 is slowed by 1.5 s',
    ],
    [{ type: 'healLink', from: 'broker-1', to: 'p1' }, 'the link from broker 1 to p1 is healed'],
    [{ type: 'resetLink', from: 'broker-1', to: 'p1' }, 'connections between broker 1 and p1 are reset'],
    [{ type: 'createTopic', topic }, 'the topic rides is asked for'],
    [
      { type: 'createPartitions', topic: 'rides', count: 4, assignment: null },
      '4 partitions are asked for in the topic rides',
    ],
    [
      { type: 'electLeaders', election: 'UNCLEAN', topic: 'rides', partition: 2 },
      'an unclean leader election is asked for in rides-2',
    ],
    [
      { type: 'alterConfig', resource: 'topic', name: 'rides', config: { 'min.insync.replicas': '2' } },
      'min.insync.replicas=2 is set for topic rides',
    ],
    [
      { type: 'addProducer', producer: { name: 'p2', client: 'java', config: {}, program: null } },
      'the producer p2 is started',
    ],
    [
      {
        type: 'addConsumer',
        consumer: { name: 'c2', client: 'java', config: {}, topics: [], assign: null, processing: 0 },
      },
      'the consumer c2 is started',
    ],
    [
      { type: 'configureClient', node: 'p1', config: { 'linger.ms': '5', acks: '1' } },
      'p1 is given acks=1 and linger.ms=5',
    ],
    [{ type: 'setProgram', node: 'p1', program }, 'p1 is given another program'],
    [{ type: 'setProcessing', node: 'c1', processing: 400_000 }, 'c1 takes 400 ms for each record'],
    [{ type: 'send', node: 'p1', records: [record] }, 'p1 sends record A'],
    [{ type: 'send', node: 'p1', records: [record, record] }, 'p1 sends 2 records'],
    [{ type: 'flush', node: 'p1' }, 'p1 flushes its buffer'],
    [{ type: 'seek', node: 'c1', topic: 'orders', partition: 0, to: 4 }, 'c1 seeks to offset 4 of orders-0'],
    [
      { type: 'seek', node: 'c1', topic: 'orders', partition: 0, to: 'beginning' },
      'c1 seeks to the beginning of orders-0',
    ],
    [{ type: 'pause', node: 'p1', paused: true }, 'p1 pauses'],
  ];

  test.each(cases)('%j', (intervention, clause) => {
    expect(interventionClause(intervention, names)).toBe(clause);
  });

  test('of both directions of a link are one, and of many the first is told', () => {
    const cut = (from: string, to: string): Intervention => ({ type: 'cutLink', from, to });
    expect(changeClause([cut('broker-1', 'broker-2'), cut('broker-2', 'broker-1')], names)).toBe(
      'the link between broker 1 and broker 2 is cut',
    );
    expect(changeClause([cut('broker-1', 'broker-2'), cut('broker-1', 'broker-3')], names)).toBe(
      'the link from broker 1 to broker 2 is cut, and 1 more',
    );
    expect(changeClause([], names)).toBe('as it was');
  });
});

test('lists, durations and instants read as one says them', () => {
  expect([listed([]), listed([1]), listed([1, 2]), listed([1, 2, 3])]).toEqual(['none', '1', '1 and 2', '1, 2 and 3']);
  expect([20, 999_600, 18_000_000, 17_764_723, 89_940_000, 90_000_000, 360_000_000].map(duration)).toEqual([
    '20 µs',
    '1 s',
    '18 s',
    '17.8 s',
    '89.9 s',
    '1 min 30 s',
    '6 min',
  ]);
  expect([0, 12_904_123, 3_600_000_000].map(clockText)).toEqual(['0.000 s', '12.904 s', '1:00:00.000']);
});

test('a name from a stranger is cut and cannot turn the direction of a sentence', () => {
  const timeline = clusterTimeline(orders({ consumers: [] }), 0.5);
  const name = `x${'y'.repeat(100)}`;
  timeline.intervene([
    { type: 'addConsumer', consumer: { name, client: 'java', config: {}, topics: [], assign: null, processing: 0 } },
  ]);
  const names = namesOf(timeline.world);
  expect(names.node(timeline.world.nodes.length - 1)).toBe(`x${'y'.repeat(59)}…`);
});

import { beforeAll, describe, expect, test } from 'vitest';

import { causesOf, type Link } from '../../src/timeline/why.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { s } from '../sim/cluster/build.ts';
import { ask, clusterTimeline, entriesOf, orders } from './cluster-run.ts';

function chain(timeline: Timeline, seq: number | undefined): readonly Link[] {
  return causesOf({ world: timeline.world, entry: (number) => timeline.entry(number) }, seq ?? -1);
}

function types(links: readonly Link[]): readonly string[] {
  return links.map(({ entry }) => entry.type);
}

describe('why a new leader is elected', () => {
  let timeline: Timeline;
  let leader: number;

  beforeAll(() => {
    timeline = clusterTimeline(orders(), 12.4);
    leader = Number(ask(timeline, 'leader(orders-0)'));
    timeline.intervene([{ type: 'crash', node: `broker-${leader}`, kind: 'power' }]);
    timeline.advanceUntil(s(80), 1e9);
  });

  test('leads through the session that expired back to the crash, which ZooKeeper never heard of', () => {
    const election = entriesOf(timeline, 'LeaderElected').at(-1);
    const links = chain(timeline, election?.seq);
    expect(types(links)[0]).toBe('LeaderElected');
    expect(types(links)).toContain('SessionExpired');
    expect(types(links).slice(-2)).toEqual(['ProcessCrashed', 'Intervened']);
    const expired = links.find(({ entry }) => entry.type === 'SessionExpired');
    expect(expired?.by).toBe('silence');
    expect(links.at(-1)?.by).toBe('end');
  });

  test('is told in order of time, each link earlier than the one before', () => {
    const links = chain(timeline, entriesOf(timeline, 'LeaderElected').at(-1)?.seq);
    for (let i = 1; i < links.length; i++) expect(links[i]?.entry.seq).toBeLessThan(links[i - 1]?.entry.seq ?? 0);
  });

  test('also explains a request that found no answer: the machine had lost its power', () => {
    const node = timeline.world.setup.nodeOfBroker[leader];
    const lost = entriesOf(timeline, 'ConnectionLost').find(
      ({ args }) => args.reason === 'timeout' && args.peer === node,
    );
    expect(lost).toBeDefined();
    expect(types(chain(timeline, lost?.seq))).toEqual(['ConnectionLost', 'ProcessCrashed', 'Intervened']);
  });
});

test('why a record is committed: it was sent, appended, copied and fetched', () => {
  const timeline = clusterTimeline(orders(), 9.5);
  const moved = entriesOf(timeline, 'HighWatermarkAdvanced')
    .filter(({ args }) => args.role === 'leader')
    .at(-1);
  const told = types(chain(timeline, moved?.seq));
  expect(told[0]).toBe('HighWatermarkAdvanced');
  expect(told).toContain('RecordsAppended');
  expect(told.slice(-2)).toEqual(['RecordsBuffered', 'ProcessStarted']);
  expect(told).not.toContain('RequestSent');
});

describe('why a record was handed over', () => {
  const last = (timeline: Timeline): readonly Link[] =>
    chain(timeline, entriesOf(timeline, 'RecordsBuffered').at(-1)?.seq);

  test('by a program: its timer runs out again and again since the client has started', () => {
    const links = last(clusterTimeline(orders(), 6));
    expect(types(links)).toEqual(['RecordsBuffered', 'ProcessStarted']);
    expect(links.map(({ by }) => by)).toEqual(['timer', 'end']);
  });

  test('by a program that was given to it meanwhile, and by hand', () => {
    const timeline = clusterTimeline(orders(), 6);
    const [producer] = orders().producers;
    const node = producer?.name ?? '';
    const program = producer?.program ?? null;
    timeline.intervene([{ type: 'setProgram', node, program }]);
    timeline.advanceUntil(s(8), 1e9);
    expect(last(timeline).map(({ by, entry }) => `${entry.type} ${by}`)).toEqual([
      'RecordsBuffered timer',
      'Intervened end',
    ]);
    timeline.intervene([{ type: 'setProgram', node, program: null }]);
    const records = [{ topic: 'orders', partition: 0, key: null, value: 'x', headers: [] }];
    timeline.intervene([{ type: 'send', node, records }]);
    timeline.advanceUntil(s(9), 1e9);
    const links = last(timeline);
    expect(links.map(({ by }) => by)).toEqual(['cause', 'end']);
    expect(links.at(-1)?.entry.args).toMatchObject({ intervention: { type: 'send' } });
  });
});

test('why a follower is to leave the in-sync replicas: it was frozen', () => {
  const timeline = clusterTimeline(orders(), 10);
  const leader = Number(ask(timeline, 'leader(orders-0)'));
  const other = [1, 2, 3].find((id) => id !== leader && id !== Number(ask(timeline, 'controller'))) ?? 0;
  timeline.intervene([{ type: 'freeze', node: `broker-${other}` }]);
  timeline.advanceUntil(s(70), 1e9);
  const proposed = entriesOf(timeline, 'IsrChangeProposed').find(({ args }) => args.change === 'shrink');
  if (proposed === undefined) {
    // Its session may end first; then the controller takes it out, and that is explained by the same freeze.
    const updated = entriesOf(timeline, 'SessionExpired')[0];
    expect(types(chain(timeline, updated?.seq))).toEqual(['SessionExpired', 'ProcessFroze', 'Intervened']);
    return;
  }
  expect(types(chain(timeline, proposed.seq))).toEqual(['IsrChangeProposed', 'ProcessFroze', 'Intervened']);
});

test('why nothing is heard over a cut link: the cut', () => {
  const timeline = clusterTimeline(orders(), 10);
  const cut = (from: string, to: string) => ({ type: 'cutLink', from, to }) as const;
  timeline.intervene([cut('broker-2', 'zookeeper-1'), cut('zookeeper-1', 'broker-2')]);
  timeline.advanceUntil(s(60), 1e9);
  const expired = entriesOf(timeline, 'SessionExpired')[0];
  expect(types(chain(timeline, expired?.seq))).toEqual(['SessionExpired', 'LinkChanged', 'Intervened']);
});

test('a chain of waiting fetches is not followed for ever', () => {
  const timeline = clusterTimeline(orders(), 30);
  for (const { seq } of timeline.entriesBetween(0, timeline.present.step).slice(-200)) {
    expect(chain(timeline, seq).length).toBeLessThanOrEqual(12);
  }
});

test('there is no chain for an entry that has not been written', () => {
  expect(chain(clusterTimeline(orders(), 1), 1e9)).toEqual([]);
});

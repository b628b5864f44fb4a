import { describe, expect, test } from 'vitest';

import { fateView, recordIdOf, type FateView } from '../../src/scene/fate.ts';
import { partitionIdOf } from '../../src/sim/read/nodes.ts';
import { recordsOf } from '../../src/sim/read/log.ts';
import { logOf } from '../../src/sim/read/replicas.ts';
import { nodeIdOf } from '../../src/sim/facts/lookup.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { ask, entriesOf } from '../timeline/cluster-run.ts';
import { brokenConnection, lostAcknowledgements, memberDies } from './fate-runs.ts';

function fate(timeline: Timeline, producer: string, number: number): FateView {
  const node = nodeIdOf(timeline.world, producer, 'producer');
  const partition = partitionIdOf(timeline.world, 'orders', 0);
  const view = fateView(timeline.run, { by: 'producer', producer: node, partition, number });
  if (view === null) throw new Error(`record ${number} of ${producer} missing`);
  return view;
}

const kinds = (view: FateView): readonly string[] => view.lines.map(({ kind }) => kind);
const bad = (view: FateView): readonly string[] => view.lines.flatMap((line) => (line.bad ? [line.sentence] : []));

describe('what became of a record', () => {
  test('is told in the order of the entries, each line with the entry that made it', () => {
    const timeline = brokenConnection();
    const view = fate(timeline, 'p', 0);
    expect([view.title, view.verdict, view.bad]).toEqual(['Record v0 of p', 'It is acknowledged.', false]);
    expect(kinds(view)).toEqual(['sent', 'sent', 'written', 'committed', 'acknowledged', 'read']);
    expect(view.lines.map(({ seq }) => timeline.entry(seq)?.entry.type)).toEqual([
      'RecordsBuffered',
      'BatchSent',
      'RecordsAppended',
      'HighWatermarkAdvanced',
      'RecordsAcknowledged',
      'RecordsPrinted',
    ]);
    expect(view.lines.map(({ seq, at }) => timeline.entry(seq)?.entry.t === at)).not.toContain(false);
    expect(view.lines[4]?.sentence).toBe('p learns that it is acknowledged (acks=all): 3 logs have it now');
    expect(view.more).toEqual(['c has read it once.']);
  });

  test('a record that was sent again without idempotence stands twice, and late: both are said', () => {
    const timeline = brokenConnection();
    const all = Array.from({ length: 400 }, (_, n) => fate(timeline, 'p', n));
    const doubled = all.filter(({ verdict }) => verdict.startsWith('It is doubled'));
    expect(doubled).toHaveLength(ask(timeline, 'duplicatesInLog') as number);
    expect(doubled[0]?.places).toHaveLength(2);
    expect(doubled[0]?.lines.some(({ sentence }) => sentence.includes('appends it again at offset'))).toBe(true);
    expect(doubled[0]?.more).toContain('c has read it twice.');
    const late = all.filter((view) => bad(view).some((sentence) => sentence.endsWith('out of order')));
    expect(late).toHaveLength(ask(timeline, 'outOfOrder') as number);
    expect(late.length).toBeGreaterThan(0);
  });

  test('a record that is acknowledged and lost leads to the leader that began without it', () => {
    const timeline = lostAcknowledgements();
    const view = fate(timeline, 'p1', 9);
    expect([view.verdict, view.bad]).toEqual(['It is acknowledged, and it is lost.', true]);
    expect(bad(view)).toEqual(['Broker 2 begins to lead without it: it is lost']);
    const started = entriesOf(timeline, 'LeaderStarted').find(({ args }) => args.leaderEpoch === 1);
    expect(view.lines.at(-1)?.seq).toBe(started?.seq);
    expect(view.lines.find(({ kind }) => kind === 'acknowledged')?.sentence).toContain('1 log has it now');
    expect([view.places, view.more]).toEqual([[], ['Nobody has read it.']]);
  });

  test('a record that a group skips leads to the commit that passed it', () => {
    const timeline = memberDies('before');
    const view = fate(timeline, 'p', 19);
    expect(view.more).toEqual(['Group kitchen has skipped it: it has committed past it, and nobody has processed it.']);
    expect(view.bad).toBe(true);
    const last = view.lines.at(-1);
    expect(timeline.entry(last?.seq ?? -1)?.entry.type).toBe('OffsetsCommitted');
  });

  test('a record that a living member has in its hands is not called skipped', () => {
    const timeline = memberDies('before');
    const commit = entriesOf(timeline, 'OffsetsCommitted')[0];
    timeline.seek(commit?.t ?? 0);
    expect(fate(timeline, 'p', 19).more).toEqual(['Group kitchen has read it once and not processed it yet.']);
  });

  test('a record that a group processes twice says so at the second time, and what was done outside Kafka', () => {
    const view = fate(memberDies('after'), 'p', 2);
    expect(view.more).toEqual([
      'Group kitchen has processed it twice.',
      'Outside Kafka, 2 things were done for it; nothing undoes that.',
    ]);
    expect(bad(view)).toEqual(['ben of group kitchen has processed it: its group has done so twice now']);
  });

  test('a tile names its record whatever copy it is in, and a commit is nobody’s record', () => {
    const timeline = memberDies('after');
    const { world } = timeline;
    const partition = partitionIdOf(world, 'orders', 0);
    const ids = [1, 2, 3].map((broker) => recordIdOf(world, { kind: 'record', partition, broker, offset: 7 }));
    expect(new Set(ids.map((id) => JSON.stringify(id))).size).toBe(1);
    expect(recordIdOf(world, { kind: 'record', partition, broker: 1, offset: 99 })).toBeNull();
    const offsets = partitionIdOf(world, '__consumer_offsets', 0);
    const broker = [1, 2, 3].find((id) => logOf(world, id, offsets) !== null) ?? -1;
    const log = logOf(world, broker, offsets);
    const first = log === null ? undefined : recordsOf(log)[0];
    const id = recordIdOf(world, { kind: 'record', partition: offsets, broker, offset: first?.offset ?? -1 });
    expect(id).toMatchObject({ by: 'place' });
    const view = id === null ? null : fateView(timeline.run, id);
    expect(view?.verdict).toBe('A broker has written it for itself; no producer has sent it.');
    expect(view?.lines.map(({ kind }) => kind)).toEqual(['written', 'committed']);
  });
});

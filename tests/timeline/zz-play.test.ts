import { test } from 'vitest';
import { Timeline } from '../../src/timeline/timeline.ts';
import { clusterEngine } from '../../src/timeline/cluster-engine.ts';
import { scenario, topic, producer, consumer, s } from '../sim/cluster/build.ts';
import { namesOf } from '../../src/scene/words/names.ts';
import { sentenceOf } from '../../src/scene/words/sentence.ts';
import { interestOf } from '../../src/sim/trace/interest.ts';
import { screenSummary } from '../../src/scene/words/state-words.ts';
import { momentName } from '../../src/scene/words/timeline-words.ts';
import { causesOf } from '../../src/timeline/why.ts';
import { whyLines } from '../../src/scene/words/why-words.ts';
import { facts } from '../../src/sim/facts/registry.ts';
import { parseFactCall } from '../../src/sim/facts/call.ts';
import { askCall, sayCall } from '../../src/sim/facts/ask.ts';
import { AutoPace } from '../../src/timeline/auto-pace.ts';
import { skippedSentence } from '../../src/scene/words/skipped-words.ts';
import { writeFileSync } from 'node:fs';

test('play', () => {
  const sc = scenario({ topics: [topic('orders', 1, 3)], producers: [producer('p1', 'orders', { config: {acks: '1'}, startAt: s(5), program: { interval: s(1), keys: ['alice', 'bob'] } })], consumers: [consumer('c1', ['orders'], { startAt: s(6) })] });
  const tl = new Timeline({ engine: clusterEngine, scenario: sc });
  tl.advanceUntil(s(12.4), 1e9);
  const leader = parseFactCall('leader(orders-0)');
  const l = leader.ok ? askCall(tl.run, leader.value) : 1;
  tl.intervene([{ type: 'crash', node: `broker-${l}`, kind: 'process' }]);
  tl.advanceUntil(s(40), 1e9);
  const names = namesOf(tl.world);
  const out: string[] = [];
  for (const e of tl.entriesBetween(0, tl.present.step)) {
    const i = interestOf(e.type);
    out.push(`${i === 'beat' ? '*' : i === 'detail' ? '.' : ' '} ${(e.t / 1e6).toFixed(6)} ${e.seq} ${sentenceOf(e, names)}`);
  }
  writeFileSync('/tmp/hw/trace.txt', out.join('\n'));
  console.log(tl.present, tl.entriesBetween(0, tl.present.step).length);
  console.log(screenSummary(tl.world, { playing: false, at: tl.present.at, hint: 'Press Next to go on' }));
  console.log(tl.moments.map((m) => `${(m.at / 1e6).toFixed(3)} ${momentName(m, names)}`));
  const el = tl.entriesBetween(0, tl.present.step).filter((e) => e.type === 'LeaderElected').at(-1)!;
  for (const w of whyLines(causesOf({ world: tl.world, entry: (q) => tl.entry(q) }, el.seq), names)) console.log(w.at / 1e6, w.because, '|', w.text);
  for (const e of tl.entriesBetween(0, tl.present.step).filter((e) => e.type === 'HighWatermarkAdvanced' || e.type==='RecordsPrinted' || e.type === 'IsrChanged').slice(-4)) {
    console.log('---');
    for (const w of whyLines(causesOf({ world: tl.world, entry: (q) => tl.entry(q) }, e.seq), names)) console.log(w.at / 1e6, w.because, '|', w.text);
  }
  const sample: Record<string, string> = { partition: 'orders-0', topic: 'orders', broker: '2', producer: 'p1', consumer: 'c1', client: 'c1', offset: '3', count: '3', time: '5s', record: 'orders-0@3', partitioner: 'kcat', entryType: 'LeaderElected', text: 'alice' };
  for (const f of facts) {
    const text = `${f.id}(${f.args.filter((a) => !a.optional || true).map((a) => (a.name === 'to' ? '30s' : sample[a.kind])).join(', ')})`;
    const call = parseFactCall(text);
    if (!call.ok) { console.log(text, call.problem); continue; }
    console.log(text, JSON.stringify(askCall(tl.run, call.value))?.slice(0, 120), '|', sayCall(tl.run, call.value).slice(0, 160));
  }
  const pace = new AutoPace(tl);
  let at = s(10); let wall = 0; const log: string[] = [];
  pace.place(at);
  while (at < s(36)) {
    if (pace.wanted(at) !== null) { log.push('wanted'); break; }
    const next = pace.move(at, 100_000); wall += 100_000;
    log.push(`${(wall / 1e6).toFixed(1)} ${(next / 1e6).toFixed(6)} x${pace.speedAt(next) / 1000}`);
    at = next;
  }
  writeFileSync('/tmp/hw/pace.txt', log.join('\n'));
  const q = pace.quietAt(s(20));
  console.log(log.length, q, q && skippedSentence(q.from, q.to, []));
});

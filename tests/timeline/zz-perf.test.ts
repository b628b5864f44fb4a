import { test } from 'vitest';
import { Timeline } from '../../src/timeline/timeline.ts';
import { clusterEngine } from '../../src/timeline/cluster-engine.ts';
import { createWorld, step } from '../../src/sim/cluster.ts';
import { joinFolds } from '../../src/sim/facts/fold.ts';
import { scenario, topic, producer, consumer, s } from '../sim/cluster/build.ts';

const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; };
test('perf', () => {
  const sc = scenario({ topics: [topic('orders', 12, 3)], producers: [producer('p1', 'orders', { startAt: s(2), program: { interval: s(0.1), keys: ['alice', 'bob', 'carol', 'dave'] } })], consumers: [consumer('c1', ['orders'], { startAt: s(3) })] });
  {
    let w = createWorld(sc); const t0 = cpu();
    for (let i = 0; i < 100000; i++) w = step(w)!.world;
    console.log('bare steps/s', Math.round(100000 / ((cpu() - t0) / 1000)), 'virtual', w.now / 1e6);
  }
  const noFolds = { ...clusterEngine, folds: joinFolds([]) };
  for (const [name, engine] of [['none', noFolds], ['folds', clusterEngine]] as const) {
    const tl = new Timeline({ engine, scenario: sc });
    const t0 = cpu();
    tl.extend(s(36000), 100000);
    console.log(name, 'timeline steps/s', Math.round(100000 / ((cpu() - t0) / 1000)));
  }
  globalThis.gc?.(); globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const tl = new Timeline({ engine: clusterEngine, scenario: sc });
  const t0 = cpu();
  tl.advanceUntil(s(3600), 1e9);
  console.log('hour', cpu() - t0, 'ms', tl.frontier);
  globalThis.gc?.(); globalThis.gc?.();
  console.log('heap MB', (process.memoryUsage().heapUsed - before) / 1e6);
  const times: number[] = [];
  let x = 12345;
  for (let i = 0; i < 100; i++) {
    x = (x * 1103515245 + 12345) & 0x7fffffff;
    const at = (x % 3600) * 1e6;
    const t1 = cpu(); tl.seek(at); times.push(cpu() - t1);
  }
  times.sort((a, b) => a - b);
  console.log('seek hour median', times[50], 'p99', times[98], 'max', times[99]);
  const dense: number[] = [];
  const f = tl.frontier.step;
  for (let i = 0; i < 1000; i++) {
    x = (x * 1103515245 + 12345) & 0x7fffffff;
    const to = f - (x % 50000);
    const t1 = cpu(); tl.seekStep(to); dense.push(cpu() - t1);
  }
  dense.sort((a, b) => a - b);
  console.log('seek dense median', dense[500], 'p99', dense[989], 'max', dense[999]);
}, 600000);

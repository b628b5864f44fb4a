import { it } from 'vitest';
import { torment } from './torment.ts';
import { vecGet } from '../../../src/lib/vec.ts';
it('debug', () => {
  for (const seed of (process.env['SEEDS'] ?? '4').split(',').map(Number)) {
    let c;
    try { c = torment(seed, 25); } catch (e) { console.log(seed, 'threw', (e as Error).message); continue; }
    console.log(seed, 'controller', c.controller(), 'epoch', c.data('/controller_epoch'), 'now', c.world.now / 1e6);
    for (const id of [1, 2, 3, 4]) {
      const b = c.broker(id);
      console.log(id, vecGet(c.world.nodes, id)?.status, b.lifecycle.value, b.zk.session.value, b.controller?.phase.value, b.brokerEpoch, c.znode(`/brokers/ids/${id}`)?.czxid, b.metadata.controllerEpoch, b.metadata.liveBrokers.map((l) => l.id).join(), b.waitingFor, JSON.stringify(b.controller?.current?.asking), b.controller?.queue.length, b.zk.queued.length, b.zk.asked.length, JSON.stringify(b.controller?.channels.map((x) => [x.broker, x.connection, x.busy, x.retryAt, x.waiting.length])));
    }
    for (let p = 0; p < 5; p++) console.log(JSON.stringify(c.state('t', p)), [1,2,3,4].map((id) => { const r = vecGet(c.broker(id).replicas, p); return r ? `${id}:${r.role}/${r.leader}/${r.leaderEpoch}/isr${r.isr.join('')}` : `${id}:-`; }).join('  '));
    if (process.env['TRACE']) for (const e of c.entries) if (!/^(Request|Response|ConnectionOpened|Follower|FetchParked|High|LogFl|Znode|Watch|Notif)/.test(e.type)) console.log(e.t / 1e6, e.seq, e.type, e.node, JSON.stringify(e.args).slice(0, 200));
  }
});

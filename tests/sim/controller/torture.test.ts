import { describe, expect, it } from 'vitest';
import { vecGet } from '../../../src/lib/vec.ts';
import { ASSIGNMENT, BROKERS, torment } from './torment.ts';

describe('a cluster that has been tormented and is healed', () => {
  for (let seed = 1; seed <= 12; seed++) {
    it(`comes to one controller, leaders for all partitions, and one opinion (seed ${seed})`, () => {
      const c = torment(seed, 25);
      const epoch = Number(c.data('/controller_epoch'));
      const controllers = BROKERS.filter((id) => c.broker(id).controller?.phase.value === 'ACTIVE');
      expect(controllers).toEqual([c.controller()]);
      expect(c.broker(c.controller()).controller).toMatchObject({ epoch, current: null, queue: [] });
      for (const id of BROKERS) {
        expect(c.broker(id).lifecycle.value).toBe('RUNNING');
        expect(c.broker(id).brokerEpoch).toBe(c.znode(`/brokers/ids/${id}`)?.czxid);
        expect(c.broker(id).metadata.controllerEpoch).toBe(epoch);
        expect(c.broker(id).metadata.liveBrokers.map((live) => live.id)).toEqual(BROKERS);
      }
      ASSIGNMENT.forEach((replicas, partition) => {
        const state = c.state('t', partition);
        expect(replicas).toContain(state.leader);
        // What the leader believes of its ISR is what is written.
        const { version } = c.znode(`/brokers/topics/t/partitions/${partition}/state`) ?? {};
        const leader = vecGet(c.broker(state.leader).replicas, partition);
        expect(leader).toMatchObject({ isr: state.isr, partitionEpoch: version });
        for (const id of BROKERS) {
          const known = c.broker(id).metadata.partitions;
          expect(vecGet(known, partition)).toMatchObject({ leader: state.leader, leaderEpoch: state.leaderEpoch });
        }
        for (const id of replicas)
          expect(vecGet(c.broker(id).replicas, partition)).toMatchObject({
            leader: state.leader,
            leaderEpoch: state.leaderEpoch,
          });
      });
    });
  }
});

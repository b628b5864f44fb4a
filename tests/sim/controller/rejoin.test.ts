import { describe, expect, it } from 'vitest';
import { ASSIGNMENT, torment } from './torment.ts';

describe('the ISR of an idle partition', () => {
  it('lets a follower in again that caught up between the proposal to drop it and the answer', () => {
    const c = torment(180, 25);
    ASSIGNMENT.forEach((replicas, partition) => {
      expect(c.state('t', partition).isr.slice().sort()).toEqual(replicas.slice().sort());
    });
  }, 30_000);
});

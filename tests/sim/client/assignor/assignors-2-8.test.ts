import { describe, expect, it } from 'vitest';

import { assignorNamed, type Assignor } from '../../../../src/sim/client/assignor/index.ts';
import { present } from '../../../../src/lib/assert.ts';
import { propertiesOf } from '../../../conformance/support/assignment-properties.ts';
import { after, listed, member, owned, randomTask, type Task } from './tasks.ts';

/*
 * AbstractStickyAssignor of 2.8: constrainedAssign before members' quotas (KAFKA-12675), generalAssign with what members say of earlier
 * generations. What is expected of single tasks is what kafka-clients 2.8.2 and 3.9.0 answered.
 */

const get = (name: string): Assignor => present(assignorNamed(name), name);
const by = (name: string, { topics, members }: Task) => get(name).assign(topics, members, { sticky: '2.8' });
const found = (name: string, task: Task) =>
  propertiesOf({ topics: task.topics, members: owned(task) }, listed(by(name, task)));
const seeds = Array.from({ length: 60 }, (_, at) => at);
const has = (...partitions: number[]) => [{ topic: 't', partitions }];

describe('the sticky assignor of 2.8', () => {
  const two = [member('a', ['t'], has(0, 1), 1), member('b', ['t'], has(2, 3), 1), member('c', ['t'])];

  it('takes the first partition of the first member that has most, later ones the last of one that may not have so many', () => {
    const topics = { t: 4 };
    expect(listed(by('sticky', { topics, members: two }))).toEqual({ a: ['t-1'], b: ['t-2', 't-3'], c: ['t-0'] });
    const later = { a: ['t-0', 't-1'], b: ['t-2'], c: ['t-3'] };
    expect(listed(get('sticky').assign(topics, two))).toEqual(later);
  });

  it('believes members of the latest generation alone', () => {
    const topics = { t: 4 };
    const members = [member('a', ['t'], has(0, 1), 1), member('b', ['t'], has(2, 3), 2)];
    expect(listed(by('sticky', { topics, members }))).toEqual({ a: ['t-0', 't-1'], b: ['t-2', 't-3'] });
    const crossed = [member('a', ['t'], has(2, 3), 1), member('b', ['t'], has(0, 1), 2), member('c', ['t'])];
    expect(listed(by('sticky', { topics, members: crossed }))).toEqual({ a: ['t-2'], b: ['t-0', 't-1'], c: ['t-3'] });
  });

  it('remembers who had a partition before, where members are subscribed to different topics', () => {
    const topics = { t: 4, u: 3 };
    const members = [
      member('a', ['t', 'u'], [...has(1, 3), { topic: 'u', partitions: [0] }], 1),
      member('b', ['u'], [{ topic: 'u', partitions: [1] }], 2),
      member('c', ['u'], [{ topic: 'u', partitions: [0] }], -1),
    ];
    const t = ['t-0', 't-1', 't-2', 't-3'];
    // Of u-0's two owners neither is of the group's latest generation: for 2.8 c is the one before a.
    expect(listed(by('sticky', { topics, members }))).toEqual({ a: t, b: ['u-1'], c: ['u-0', 'u-2'] });
    expect(listed(get('sticky').assign(topics, members))).toEqual({ a: t, b: ['u-0', 'u-1'], c: ['u-2'] });
  });

  it('gives every partition to one member, evenly, and leaves with everybody what it may', () => {
    for (const seed of seeds) {
      const { topics, members } = randomTask(seed, 100);
      const task = { topics, members: after(members, by('sticky', { topics, members }), 1) };
      const partitions = Object.values(topics).reduce((sum, count) => sum + count, 0);
      expect(found('sticky', task).kept, `seed ${seed}`).toBe(partitions);
      const joined = { topics, members: [...task.members, member('new', Object.keys(topics))] };
      const next = found('sticky', joined);
      expect([next.holds('valid'), next.holds('balanced')], `seed ${seed}`).toEqual([true, true]);
    }
  });
});

describe('the cooperative-sticky assignor of 2.8', () => {
  it('gives nobody yet what a member has too many of, or what others lack', () => {
    const topics = { t: 4 };
    const one = [member('a', ['t'], has(0, 1, 2, 3)), member('b', ['t'])];
    expect(listed(by('cooperative-sticky', { topics, members: one }))).toEqual({ a: ['t-0', 't-1'], b: [] });
    const two = [member('a', ['t'], has(0, 1)), member('b', ['t'], has(2, 3)), member('c', ['t'])];
    expect(listed(by('cooperative-sticky', { topics, members: two }))).toEqual({
      a: ['t-1'],
      b: ['t-2', 't-3'],
      c: [],
    });
  });

  it('withholds what moves, and hands it out when its owner has given it up', () => {
    for (const seed of seeds) {
      const { topics, members } = randomTask(seed, 100);
      const first = after(members, by('cooperative-sticky', { topics, members }), -1);
      const joined = { topics, members: [...first, member('new', Object.keys(topics))] };
      expect(found('cooperative-sticky', joined).holds('valid-cooperative'), `seed ${seed}`).toBe(true);
      const revoked = { topics, members: after(joined.members, by('cooperative-sticky', joined), -1) };
      const next = found('cooperative-sticky', revoked);
      expect([next.withheld, next.holds('valid'), next.holds('balanced')], `seed ${seed}`).toEqual([[], true, true]);
    }
  });
});

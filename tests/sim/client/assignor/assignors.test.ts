import { describe, expect, it } from 'vitest';

import {
  assignorNamed,
  assignorNames,
  assignorsOf,
  rebalanceProtocol,
  type Assignor,
} from '../../../../src/sim/client/assignor/index.ts';
import { present } from '../../../../src/lib/assert.ts';
import { propertiesOf } from '../../../conformance/support/assignment-properties.ts';
import { after, largeTask, listed, member, owned, randomTask, type Task } from './tasks.ts';

const get = (name: string): Assignor => present(assignorNamed(name), name);
const seeds = Array.from({ length: 60 }, (_, at) => at);
const found = (task: Task, assignor: Assignor) =>
  propertiesOf({ topics: task.topics, members: owned(task) }, listed(assignor.assign(task.topics, task.members)));

describe('assignors have the names that configurations and JoinGroup give them', () => {
  it('by short name, by class and by full class name', () => {
    for (const name of ['sticky', 'StickyAssignor', 'org.apache.kafka.clients.consumer.StickyAssignor'])
      expect(assignorNamed(name)?.name).toBe('sticky');
    expect(assignorNames).toEqual(['range', 'roundrobin', 'sticky', 'cooperative-sticky']);
    expect(assignorNamed('toString')).toBeNull();
    expect(assignorNamed('com.example.Sticky')).toBeNull();
  });

  it('one eager assignor in the list makes a consumer eager', () => {
    expect(rebalanceProtocol(assignorsOf('range,cooperative-sticky'))).toBe('eager');
    expect(rebalanceProtocol(assignorsOf('cooperative-sticky'))).toBe('cooperative');
  });
});

describe.each(assignorNames)('the %s assignor', (name) => {
  const assignor = get(name);

  it('gives every partition to one subscribed member', () => {
    for (const seed of seeds)
      expect(found(randomTask(seed, seed % 2 === 0 ? 100 : 50), assignor).holds('valid'), `seed ${seed}`).toBe(true);
  });

  it('does not ask in which order members joined or topics are known', () => {
    for (const seed of seeds) {
      const { topics, members } = randomTask(seed, 60);
      const turned = Object.fromEntries(Object.entries(topics).reverse());
      expect(assignor.assign(turned, [...members].reverse())).toEqual(assignor.assign(topics, members));
    }
  });

  it('knows nothing to share when nobody or no topic is there', () => {
    expect(assignor.assign({ t: 3 }, [])).toEqual([]);
    expect(assignor.assign({}, [member('a', ['t'])])).toEqual([
      { memberId: 'a', assignment: { assignedPartitions: [] } },
    ]);
  });

  it('leaves nothing to members beyond the partitions', () => {
    const lists = listed(assignor.assign({ t: 2 }, [member('a', ['t']), member('b', ['t']), member('c', ['t'])]));
    expect(lists).toEqual({ a: ['t-0'], b: ['t-1'], c: [] });
  });
});

describe.each(['sticky', 'cooperative-sticky'])('the %s assignor is balanced and sticky', (name) => {
  const assignor = get(name);

  it.each([100, 50])('for members that want each topic with a chance of %i in a hundred', (chance) => {
    for (const seed of seeds) {
      const { topics, members } = randomTask(seed, chance);
      expect(found({ topics, members }, assignor).holds('balanced'), `seed ${seed}`).toBe(true);
      const again = after(members, assignor.assign(topics, members), 1);
      const partitions = Object.values(listed(assignor.assign(topics, members))).flat().length;
      expect(found({ topics, members: again }, assignor).kept, `seed ${seed}`).toBe(partitions);
    }
  });

  it('a member that leaves moves its own partitions only', () => {
    for (const seed of seeds) {
      const { topics, members } = randomTask(seed, 100);
      const [gone, ...rest] = after(members, assignor.assign(topics, members), 1);
      if (gone === undefined || rest.length === 0) continue;
      const left = rest.flatMap((one) => one.subscription.ownedPartitions.flatMap((of) => of.partitions)).length;
      expect(found({ topics, members: rest }, assignor).kept, `seed ${seed}`).toBe(left);
    }
  });
});

describe('the cooperative-sticky assignor', () => {
  const assignor = get('cooperative-sticky');

  it('withholds what moves, and hands it out when its owner has given it up', () => {
    for (const seed of seeds) {
      const { topics, members } = randomTask(seed, seed % 2 === 0 ? 100 : 60);
      const first = after(members, assignor.assign(topics, members), 1);
      const joined = [...first, member('new', Object.keys(topics))];
      const round = found({ topics, members: joined }, assignor);
      expect(round.holds('valid-cooperative'), `seed ${seed}`).toBe(true);
      const revoked = after(joined, assignor.assign(topics, joined), 2);
      const next = found({ topics, members: revoked }, assignor);
      expect([next.withheld, next.holds('valid'), next.holds('balanced')], `seed ${seed}`).toEqual([[], true, true]);
    }
  });
});

describe('2,000 partitions and 200 members', () => {
  const joinedLate = (task: Task, assignor: Assignor): Task => {
    const settled = after(task.members.slice(1), assignor.assign(task.topics, task.members.slice(1)), 4);
    return { topics: task.topics, members: [...settled, ...task.members.slice(0, 1)] };
  };

  it.each([true, false])('with equal subscriptions %s have one owner each, at first and when one joins', (equal) => {
    for (const name of assignorNames) {
      const assignor = get(name);
      const fresh = largeTask(equal);
      expect(found(fresh, assignor).holds('valid'), name).toBe(true);
      const late = name === 'cooperative-sticky' ? 'valid-cooperative' : 'valid';
      expect(found(joinedLate(fresh, assignor), assignor).holds(late), name).toBe(true);
    }
  });
});

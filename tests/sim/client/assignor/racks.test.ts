import { describe, expect, it } from 'vitest';

import { assignorNamed, type AssignorMember, type TopicRacks } from '../../../../src/sim/client/assignor/index.ts';
import { present } from '../../../../src/lib/assert.ts';
import type { TopicPartitions } from '../../../../src/sim/protocol/group.ts';

/* KIP-881. The cases are those of RangeAssignorTest and AbstractStickyAssignorTest of 3.8. */

const T = { t1: 6, t2: 7, t3: 2 };
const RACKS = ['a', 'b', 'c', 'd'];
type Counts = { readonly [topic: string]: number };
type Where = readonly (string | null)[];

/** Replicas go round the brokers, one broker in each of so many racks, and go on where the last topic ended. */
function placed(topics: Counts, replicas: number, brokers: number): TopicRacks {
  let next = 0;
  return Object.fromEntries(
    Object.entries(topics).map(([topic, count]) => [
      topic,
      Array.from({ length: count }, () => {
        const first = next++;
        return Array.from({ length: replicas }, (_, i) => RACKS[(first + i) % brokers] as string);
      }),
    ]),
  );
}

/** `t1-0, t1-3` as partitions by topic. */
function parsed(text: string): readonly TopicPartitions[] {
  const all: { topic: string; partitions: number[] }[] = [];
  for (const [topic, number] of text.split(', ').map((part) => part.split('-') as [string, string])) {
    const known = all.find((one) => one.topic === topic);
    if (known === undefined) all.push({ topic, partitions: [Number(number)] });
    else known.partitions.push(Number(number));
  }
  return all;
}

interface Case {
  readonly by: string;
  readonly topics?: Counts;
  readonly replicas: number;
  /** One broker in each of so many racks. */
  readonly brokers: number;
  readonly members?: Where;
  readonly subscribed?: readonly (readonly string[])[];
  readonly owned?: readonly string[];
}

function shared({ by, topics = T, replicas, brokers, members = ['a', 'b', 'c'], subscribed, owned }: Case) {
  const all: readonly AssignorMember[] = members.map((rackId, at) => ({
    memberId: `consumer${at}`,
    groupInstanceId: null,
    subscription: {
      topics: subscribed?.[at] ?? Object.keys(topics),
      ownedPartitions: owned === undefined ? [] : parsed(owned[at] as string),
      generationId: -1,
      rackId,
    },
  }));
  const assignor = present(assignorNamed(by), by);
  return assignor
    .assign(topics, all, { racks: placed(topics, replicas, brokers) })
    .map(({ assignment }) =>
      assignment.assignedPartitions
        .flatMap(({ topic, partitions }) => partitions.map((partition) => `${topic}-${partition}`))
        .join(', '),
    );
}

describe('the range assignor with racks', () => {
  const plain = ['t1-0, t1-1, t2-0, t2-1, t2-2, t3-0', 't1-2, t1-3, t2-3, t2-4, t3-1', 't1-4, t1-5, t2-5, t2-6'];

  it.each<readonly [string, Case]>([
    ['every rack has every partition', { by: 'range', replicas: 3, brokers: 3 }],
    ['no replica is in a member’s rack', { by: 'range', replicas: 3, brokers: 3, members: ['d', 'e', 'f'] }],
    ['members do not say where they are', { by: 'range', replicas: 1, brokers: 3, members: [null, null, null] }],
  ])('does not look at them where %s', (_why, given) => {
    expect(shared(given)).toEqual(plain);
  });

  it('gives members what is near them, as far as their shares allow', () => {
    expect(shared({ by: 'range', replicas: 1, brokers: 3 })).toEqual([
      't1-0, t1-3, t2-0, t2-3, t2-6',
      't1-1, t1-4, t2-1, t2-4, t3-0',
      't1-2, t1-5, t2-2, t2-5, t3-1',
    ]);
    expect(shared({ by: 'range', replicas: 2, brokers: 3 })).toEqual([
      't1-0, t1-2, t2-0, t2-2, t2-3, t3-1',
      't1-1, t1-3, t2-1, t2-4, t3-0',
      't1-4, t1-5, t2-5, t2-6',
    ]);
  });

  it('does so for whoever is subscribed', () => {
    const subscribed = [Object.keys(T), Object.keys(T), ['t1', 't3']];
    expect(shared({ by: 'range', replicas: 1, brokers: 3, subscribed })).toEqual([
      't1-0, t1-3, t2-0, t2-2, t2-3, t2-6',
      't1-1, t1-4, t2-1, t2-4, t2-5, t3-0',
      't1-2, t1-5, t3-1',
    ]);
  });

  it('keeps topics alike that have as many partitions and the same members, near or not', () => {
    const even = { t1: 5, t2: 5, t3: 5 };
    const alike = ['t1-0, t1-1, t2-0, t2-1, t3-0, t3-1', 't1-2, t1-3, t2-2, t2-3, t3-2, t3-3', 't1-4, t2-4, t3-4'];
    for (const replicas of [1, 2]) expect(shared({ by: 'range', topics: even, replicas, brokers: 3 })).toEqual(alike);
    const subscribed = [Object.keys(even), Object.keys(even), ['t1', 't3']];
    expect(shared({ by: 'range', topics: even, replicas: 2, brokers: 3, subscribed })).toEqual([
      't1-2, t2-0, t2-1, t2-3, t3-2',
      't1-0, t1-3, t2-2, t2-4, t3-0, t3-3',
      't1-1, t1-4, t3-1, t3-4',
    ]);
  });

  it('moves topics that are alike together', () => {
    const pairs = { t1: 6, t2: 6, t3: 2, t4: 2 };
    const members = ['a', 'b', 'b', 'a'];
    expect(shared({ by: 'range', topics: pairs, replicas: 1, brokers: 2, members })).toEqual([
      't1-0, t1-2, t2-0, t2-2, t3-0, t4-0',
      't1-1, t1-3, t2-1, t2-3, t3-1, t4-1',
      't1-5, t2-5',
      't1-4, t2-4',
    ]);
  });
});

describe('the sticky assignors with racks and equal subscriptions', () => {
  const near = ['t1-0, t1-3, t2-0, t2-3, t2-6', 't1-1, t1-4, t2-1, t2-4, t3-0', 't1-2, t1-5, t2-2, t2-5, t3-1'];
  const owned = ['t1-0, t1-1, t1-2, t1-3, t1-4', 't1-5, t2-0, t2-1, t2-2, t2-3', 't2-4, t2-5, t2-6, t3-0, t3-1'];

  it.each(['sticky', 'cooperative-sticky'])('%s gives members what is near them', (by) => {
    for (const replicas of [1, 2]) {
      expect(shared({ by, replicas, brokers: 3 })).toEqual(near);
      expect(shared({ by, replicas, brokers: 3, owned: near })).toEqual(near);
    }
    expect(shared({ by, replicas: 3, brokers: 2 })).toEqual(near);
  });

  it('take from members what is far from them: the cooperative one in two rebalances', () => {
    expect(shared({ by: 'sticky', replicas: 1, brokers: 3, owned })).toEqual(near);
    const first = ['t1-0, t1-3', 't2-1', 't2-5, t3-1'];
    expect(shared({ by: 'cooperative-sticky', replicas: 1, brokers: 3, owned })).toEqual(first);
    expect(shared({ by: 'cooperative-sticky', replicas: 1, brokers: 3, owned: first })).toEqual(near);
  });

  it('serve first what the fewest members are near to', () => {
    const all = ['a', 'b'].map((rackId, at) => ({
      memberId: `consumer${at}`,
      groupInstanceId: null,
      subscription: { topics: ['t'], ownedPartitions: [], generationId: -1, rackId },
    }));
    const given = present(assignorNamed('sticky'), 'sticky').assign({ t: 2 }, all, {
      racks: { t: [['a', 'b'], ['a']] },
    });
    expect(given.map(({ assignment }) => assignment.assignedPartitions[0]?.partitions)).toEqual([[1], [0]]);
  });

  it('leave with its owner what is in every rack', () => {
    expect(shared({ by: 'sticky', replicas: 3, brokers: 3, owned })).toEqual(owned);
  });
});

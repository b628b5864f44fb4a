import { describe, expect, it } from 'vitest';

import type { StickyRules } from '../../../../src/sim/client/assignor/assignor.ts';
import { assignorNamed } from '../../../../src/sim/client/assignor/index.ts';
import { present } from '../../../../src/lib/assert.ts';
import { after, listed, member } from './tasks.ts';

/* One way for all subscriptions (KIP-54). What is expected is what the libraries did with brokers of 3.9.0. */

const topics = { t: 7 };
const both = [member('a', ['t']), member('b', ['t'])];
const has = (...partitions: readonly number[]): readonly string[] => partitions.map((partition) => `t-${partition}`);

const share = (name: string, members: typeof both, sticky?: StickyRules) =>
  present(assignorNamed(name), name).assign(topics, members, sticky === undefined ? {} : { sticky });

describe('the cooperative-sticky assignor of librdkafka 2.16', () => {
  const name = 'cooperative-sticky';

  it('has those who have most give up the first of theirs; Java since 3.0 the last', () => {
    const fresh = share(name, both, 'librdkafka');
    expect(listed(fresh)).toEqual({ a: has(0, 2, 4, 6), b: has(1, 3, 5) });
    const joined = [...after(both, fresh, 1), member('c', ['t'])];
    const first = { a: has(2, 4, 6), b: has(3, 5), c: [] };
    expect(listed(share(name, joined, 'librdkafka'))).toEqual(first);
    expect(listed(share(name, joined))).toEqual({ a: has(0, 2, 4), b: has(1, 3), c: [] });
    const next = after(joined, share(name, joined, 'librdkafka'), 2);
    expect(listed(share(name, next, 'librdkafka'))).toEqual({ ...first, c: has(0, 1) });
  });

  it('hands out what nobody has from the last on', () => {
    const t3 = { t: 5 };
    const members = [
      member('a', ['t'], [{ topic: 't', partitions: [0] }]),
      member('c', ['t'], [{ topic: 't', partitions: [3, 4] }]),
    ];
    const found = present(assignorNamed(name), name).assign(t3, members, { sticky: 'librdkafka' });
    expect(listed(found)).toEqual({ a: has(0, 1, 2), c: has(3, 4) });
    const even = [
      member('a', ['t'], [{ topic: 't', partitions: [0] }]),
      member('c', ['t'], [{ topic: 't', partitions: [3] }]),
    ];
    const t4 = present(assignorNamed(name), name).assign({ t: 4 }, even, { sticky: 'librdkafka' });
    expect(listed(t4)).toEqual({ a: has(0, 2), c: has(1, 3) });
  });
});

describe('the sticky assignor of kafka-python 3.0', () => {
  it('has those who have most give up the last of theirs, and hands out what nobody has from the first on', () => {
    const alone = [member('a', ['t'], [{ topic: 't', partitions: [0, 1, 2, 3, 4, 5, 6] }], 1), member('b', ['t'])];
    const two = share('sticky', alone, 'kafka-python');
    expect(listed(two)).toEqual({ a: has(0, 1, 2, 3), b: has(4, 5, 6) });
    const joined = [...after(alone, two, 2), member('c', ['t'])];
    const three = share('sticky', joined, 'kafka-python');
    expect(listed(three)).toEqual({ a: has(0, 1, 2), b: has(4, 5), c: has(3, 6) });
    const left = after(joined, three, 3).filter(({ memberId }) => memberId !== 'b');
    expect(listed(share('sticky', left, 'kafka-python'))).toEqual({ a: has(0, 1, 2, 5), c: has(3, 4, 6) });
  });
});

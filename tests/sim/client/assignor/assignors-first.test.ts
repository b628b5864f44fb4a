import { describe, expect, it } from 'vitest';

import { assignorNamed } from '../../../../src/sim/client/assignor/index.ts';
import { present } from '../../../../src/lib/assert.ts';
import { after, listed, member } from './tasks.ts';

/* rdkafka_sticky_assignor.c, and kafka-python's: one way for all subscriptions (KIP-54). Expected is what librdkafka 2.16 did with brokers of 3.9.0. */

const assignor = present(assignorNamed('cooperative-sticky'), 'cooperative-sticky');

describe('the cooperative-sticky assignor of librdkafka', () => {
  const topics = { t: 7 };
  const both = [member('a', ['t']), member('b', ['t'])];
  const share = (members: typeof both, sticky?: 'first') =>
    assignor.assign(topics, members, sticky === undefined ? {} : { sticky });

  it('has those who have most give up the first of theirs; Java since 3.0 the last', () => {
    const fresh = share(both, 'first');
    expect(listed(fresh)).toEqual({ a: ['t-0', 't-2', 't-4', 't-6'], b: ['t-1', 't-3', 't-5'] });
    const joined = [...after(both, fresh, 1), member('c', ['t'])];
    const first = { a: ['t-2', 't-4', 't-6'], b: ['t-3', 't-5'], c: [] };
    expect(listed(share(joined, 'first'))).toEqual(first);
    expect(listed(share(joined))).toEqual({ a: ['t-0', 't-2', 't-4'], b: ['t-1', 't-3'], c: [] });
    const next = after(joined, share(joined, 'first'), 2);
    expect(listed(share(next, 'first'))).toEqual({ ...first, c: ['t-0', 't-1'] });
  });
});

import { expect, test } from 'vitest';

import { clusterOf } from './cluster-fixture.ts';
import { sceneOf } from './support.ts';

test('the summary says that a broker has no power, and that another one is frozen', () => {
  const world = clusterOf({
    now: 9_000_000,
    brokers: [{ id: 1 }, { id: 2, status: 'off' }, { id: 3, status: 'frozen' }],
    controller: 1,
    epoch: 1,
    topics: {},
  });
  expect(sceneOf(world).summary).toContain('3 brokers, broker 2 has no power, broker 3 is frozen.');
});

import * as v from 'valibot';

import { apiKeyOf } from '../../../src/sim/protocol/api-keys.ts';
import { adapter, type Check } from '../support/adapter.ts';

const schema = v.object({
  key: v.number(),
  name: v.string(),
  messageName: v.string(),
  clusterAction: v.boolean(),
  forwardableToController: v.boolean(),
  versions: v.tuple([v.number(), v.number()]),
});

/** A request's number and versions, whether it is between brokers alone, and whether a broker hands it on to the controller. */
export const playApi = adapter(schema, ({ messageName, ...expected }): Check => {
  const known = apiKeyOf(messageName);
  if (known === null) return { expected, got: null };
  const { key, name, clusterAction, forwardable, lowest, highest } = known;
  return {
    expected,
    got: { key, name, clusterAction, forwardableToController: forwardable, versions: [lowest, highest] },
  };
});

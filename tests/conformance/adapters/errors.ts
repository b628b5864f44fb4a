import * as v from 'valibot';

import { errorTable, type KnownError } from '../../../src/sim/protocol/error-table.ts';
import { adapter, type Check } from '../support/adapter.ts';

const schema = v.object({ code: v.number(), name: v.string(), retriable: v.boolean(), invalidMetadata: v.boolean() });

/** An error's number, and what a client does when it meets it. */
export const playError = adapter(schema, ({ code, name, retriable, invalidMetadata }): Check => {
  const known = Object.hasOwn(errorTable, name) ? errorTable[name as KnownError] : null;
  return {
    expected: { code, retriable, invalidMetadata },
    got:
      known === null ? null : { code: known.code, retriable: known.retriable, invalidMetadata: known.invalidMetadata },
  };
});

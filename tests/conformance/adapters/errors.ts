import * as v from 'valibot';

import { errorTable, exceptionOf, type KnownError } from '../../../src/sim/protocol/error-table.ts';
import { adapter, type Check } from '../support/adapter.ts';

const schema = v.object({
  code: v.number(),
  name: v.string(),
  retriable: v.boolean(),
  invalidMetadata: v.boolean(),
  exception: v.optional(v.nullable(v.string())),
});

/** An error's number, what a client does when it meets it, and what the Java client throws. */
export const playError = adapter(schema, ({ name, ...expected }): Check => {
  if (!Object.hasOwn(errorTable, name)) return { expected, got: null };
  const error = name as KnownError;
  const { code, retriable, invalidMetadata } = errorTable[error];
  const exception = expected.exception === undefined ? undefined : exceptionOf(error);
  return { expected, got: { code, retriable, invalidMetadata, exception } };
});

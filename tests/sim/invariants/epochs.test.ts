import { expect, it } from 'vitest';

import { agreesUpTo } from '../../../src/sim/invariants/epochs.ts';
import { emptyLog, type ReplicaLog } from '../../../src/sim/log/replica-log.ts';

const log: ReplicaLog = { ...emptyLog(), logEndOffset: 20, epochs: [{ epoch: 0, startOffset: 0 }] };
const known = [
  { epoch: 0, startOffset: 0 },
  { epoch: 3, startOffset: 10 },
];

it('a log agrees with what is committed up to the first offset that it has from another epoch', () => {
  expect(agreesUpTo(log, known, 18)).toBe(10);
  expect(agreesUpTo({ ...log, epochs: known }, known, 18)).toBe(18);
  expect(agreesUpTo({ ...log, logEndOffset: 4 }, known, 18)).toBe(4);
});

it('what a leader has deleted is not compared', () => {
  expect(agreesUpTo(log, known, 18, 18)).toBe(18);
  expect(agreesUpTo(log, known, 18, 12)).toBe(12);
});

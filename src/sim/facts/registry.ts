import type { Fact } from './fact.ts';
import * as acks from './of/acks.ts';
import * as brokers from './of/brokers.ts';
import * as consumers from './of/consumers.ts';
import * as fates from './of/fates.ts';
import * as groups from './of/groups.ts';
import * as leadership from './of/leadership.ts';
import * as ledger from './of/ledger.ts';
import * as logContents from './of/log-contents.ts';
import * as logMarks from './of/log-marks.ts';
import * as losses from './of/losses.ts';
import * as metadata from './of/metadata.ts';
import * as partitioning from './of/partitioning.ts';
import * as processing from './of/processing.ts';
import * as producers from './of/producers.ts';
import * as quorum from './of/quorum.ts';
import * as rebalances from './of/rebalances.ts';
import * as sharing from './of/sharing.ts';
import * as trace from './of/trace.ts';

/**
 * The questions one may ask of a World and its past. The same registry serves lesson checks, quiz answers, misconceptions,
 * tables, tooltips and the command line.
 */
export const facts: readonly Fact[] = [
  logMarks,
  logContents,
  leadership,
  brokers,
  quorum,
  metadata,
  producers,
  losses,
  acks,
  fates,
  ledger,
  consumers,
  processing,
  groups,
  sharing,
  rebalances,
  partitioning,
  trace,
].flatMap((group): readonly Fact[] => Object.values(group));

/** The names of all facts, as they are spelt. */
export const factNames: readonly string[] = facts.map((fact) => fact.id);

const byName: { readonly [name: string]: Fact } = Object.fromEntries(facts.map((fact) => [fact.id, fact]));

/** The fact of that name, letter for letter; null when there is none. */
export function factNamed(name: string): Fact | null {
  return Object.hasOwn(byName, name) ? (byName[name] ?? null) : null;
}

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { createWorld, runUntil } from '../../src/sim/cluster.ts';
import '../../src/sim/kraft/load.ts';
import { invariants } from '../../src/sim/invariants/all.ts';
import { Checker } from '../../src/sim/invariants/checker.ts';
import { safetyRules, type SafetyRule } from '../../src/sim/safety.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import type { Modes } from '../swarm/draw-scenario.ts';
import { unconverged } from '../swarm/converged.ts';
import { SHORT } from '../swarm/plan.ts';
import { swarm } from '../swarm/swarm.ts';

/** With a rule switched off, which invariant must break, and in which scenario; or in a run of the swarm. */
type Mutant =
  | { readonly rule: SafetyRule; readonly breaks: string; readonly scenario: string; readonly mode?: Scenario['mode'] }
  | { readonly rule: SafetyRule; readonly breaks: string; readonly modes: Modes };

const mutants: readonly Mutant[] = [
  { rule: 'leaderEpochOfFetch', breaks: 'IsrHoldsCommitted', scenario: 'scenarios/late-fetch' },
  { rule: 'leaderEpochOfOrders', breaks: 'MonotonicLeaderEpoch', scenario: 'scenarios/late-order' },
  { rule: 'newLeaderEpochs', breaks: 'SingleLeaderPerEpoch', scenario: 'scenarios/same-epoch' },
  { rule: 'partitionEpoch', breaks: 'IsrHoldsCommitted', scenario: 'scenarios/late-proposal' },
  { rule: 'versionOfMetadata', breaks: 'MetadataAgreement', scenario: 'scenarios/same-epoch' },
  { rule: 'highWatermarkStays', breaks: 'MonotonicHighWatermark', scenario: 'scenarios/follower-without-power' },
  { rule: 'truncationByLeaderEpoch', breaks: 'LogMatching', scenario: 'scenarios/long-divergence' },
  { rule: 'isrOfTheCaughtUp', breaks: 'IsrHoldsCommitted', scenario: 'scenarios/far-behind' },
  { rule: 'isrOfTheCaughtUp', breaks: 'NoCommittedRecordLost', scenario: 'scenarios/far-behind' },
  { rule: 'minInsyncReplicas', breaks: 'MinInsyncHonoured', scenario: 'scenarios/few-in-sync' },
  { rule: 'electionsFromTheIsr', breaks: 'LeaderCompleteness', scenario: '../golden/stories/last-isr-member-dies' },
  {
    rule: 'electionsFromTheIsr',
    breaks: 'IsrWithinReplicas',
    scenario: '../golden/stories/last-isr-member-dies',
    mode: 'kraft',
  },
  { rule: 'highWatermarkOfTheIsr', breaks: 'IsrHoldsCommitted', scenario: '../golden/stories/leader-crash' },
  { rule: 'acknowledgedWhenCommitted', breaks: 'AcknowledgedIsCommitted', scenario: '../golden/stories/leader-crash' },
  {
    rule: 'producerSequences',
    breaks: 'IdempotentProducerWritesOnce',
    scenario: '../golden/stories/disconnect-with-idempotence',
  },
  { rule: 'readToTheHighWatermark', breaks: 'ConsistentRead', modes: ['zookeeper'] },
  { rule: 'controllerEpoch', breaks: 'MonotonicMetadata', scenario: 'scenarios/late-word' },
  { rule: 'majorityCommits', breaks: 'CommittedMetadata', scenario: 'scenarios/split-quorum' },
  { rule: 'sessionExpiry', breaks: 'EventuallyConverges', modes: ['zookeeper'] },
  { rule: 'sessionExpiry', breaks: 'EventuallyConverges', modes: ['kraft'] },
  { rule: 'voteForUpToDateLogs', breaks: 'CommittedMetadata', modes: ['kraft'] },
  { rule: 'oneVoteAnEpoch', breaks: 'SingleQuorumLeader', scenario: 'scenarios/two-candidates' },
  { rule: 'generationOfCommits', breaks: 'ZombiesFenced', scenario: 'scenarios/server-side', mode: 'kraft' },
  { rule: 'membersOfCommits', breaks: 'ZombiesFenced', scenario: 'scenarios/late-commits' },
  { rule: 'newGenerations', breaks: 'MonotonicGeneration', scenario: 'scenarios/hasty-cooperation' },
  { rule: 'memberSessions', breaks: 'EventuallyConverges', scenario: 'scenarios/dead-member' },
  { rule: 'revokedFirst', breaks: 'NoDoubleOwnership', scenario: 'scenarios/hasty-cooperation' },
  { rule: 'revokedFirst', breaks: 'NoDoubleAssignment', scenario: 'scenarios/server-side', mode: 'kraft' },
  { rule: 'commitOfTheDelivered', breaks: 'AutoCommitNeverBeyondDelivered', scenario: 'scenarios/hasty-commit' },
  {
    rule: 'answersAfterCommit',
    breaks: 'MonotonicMemberEpoch',
    scenario: 'scenarios/cut-off-coordinator',
    mode: 'kraft',
  },
];

/**
 * What breaks in a minute of a scenario.
 * @param converges by then it has healed, and must have converged
 */
function broken(
  name: string,
  rule: SafetyRule | null,
  mode: Scenario['mode'] | undefined,
  converges: boolean,
): readonly string[] {
  const text = readFileSync(new URL(`${name}.yaml`, import.meta.url), 'utf8');
  const { scenario: written, mistakes } = parseScenario(name, text);
  if (written === null) throw new Error(JSON.stringify(mistakes));
  const scenario = { ...written, mode: mode ?? written.mode };
  const checker = new Checker();
  const names = new Set<string>();
  let before = createWorld(rule === null ? scenario : { ...scenario, without: [rule] });
  const end = runUntil(before, 60_000_000, (entries, after) => {
    for (const { invariant } of checker.look(before, after, entries)) names.add(invariant);
    before = after;
  });
  if (converges) for (const { invariant } of unconverged(end, checker.ledger)) names.add(invariant);
  return [...names].sort();
}

for (const mutant of mutants) {
  const where = 'scenario' in mutant ? (mutant.mode ?? 'zookeeper') : mutant.modes.join();
  test(`without ${mutant.rule}, ${mutant.breaks} does not hold (${where})`, { timeout: 120_000 }, () => {
    if ('scenario' in mutant) {
      const converges = mutant.breaks === 'EventuallyConverges';
      expect(broken(mutant.scenario, null, mutant.mode, converges)).toEqual([]);
      expect(broken(mutant.scenario, mutant.rule, mutant.mode, converges)).toContain(mutant.breaks);
      return;
    }
    const found: string[] = [];
    const runs = {
      runs: 60,
      seed: 1,
      length: SHORT,
      modes: mutant.modes,
      groups: false,
      without: [mutant.rule],
      shrinks: 0,
    };
    for (const { outcome } of swarm(runs)) {
      found.push(...outcome.violations.map(({ invariant }) => invariant));
      if (found.includes(mutant.breaks)) break;
    }
    expect(found).toContain(mutant.breaks);
  });
}

test('every rule that can be switched off has its mutant', () => {
  const covered = new Set(mutants.map(({ rule }) => rule));
  expect(safetyRules.filter((rule) => !covered.has(rule))).toEqual([]);
});

test('every invariant can fail: a mutant breaks it', () => {
  const broken = new Set(mutants.map(({ breaks }) => breaks));
  expect(invariants.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
});

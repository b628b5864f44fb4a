/** What the sandbox's form asks for: a cluster in a dozen fields. */
export interface SandboxSetup {
  readonly era: '2.8' | '3.9';
  readonly brokers: number;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly acks: '0' | '1' | 'all';
  readonly minInsyncReplicas: number;
  /** One way, in milliseconds. */
  readonly latencyMs: number;
  readonly seed: number;
}

export const MOST_SANDBOX_BROKERS = 9;
export const MOST_SANDBOX_PARTITIONS = 50;

/** Something worth watching: keys that keep their order, three copies of everything, one reader. */
export const defaultSetup: SandboxSetup = {
  era: '3.9',
  brokers: 3,
  partitions: 3,
  replicationFactor: 3,
  acks: 'all',
  minInsyncReplicas: 2,
  latencyMs: 1,
  seed: 1,
};

export interface SetupProblem {
  readonly field: keyof SandboxSetup;
  readonly text: string;
}

/** What is wrong with a form, each with what would be right; empty: nothing. */
export function setupProblems(setup: SandboxSetup): readonly SetupProblem[] {
  const problems: SetupProblem[] = [];
  const within = (field: keyof SandboxSetup, name: string, least: number, most: number): void => {
    const value = setup[field] as number;
    if (!Number.isSafeInteger(value) || value < least || value > most) {
      problems.push({ field, text: `${name} must be a whole number from ${least} to ${most}` });
    }
  };
  within('brokers', 'brokers', 1, MOST_SANDBOX_BROKERS);
  within('partitions', 'partitions', 1, MOST_SANDBOX_PARTITIONS);
  within('replicationFactor', 'the replication factor', 1, MOST_SANDBOX_BROKERS);
  within('minInsyncReplicas', 'min.insync.replicas', 1, MOST_SANDBOX_BROKERS);
  within('latencyMs', 'latency in ms', 1, 10_000);
  within('seed', 'the seed', 0, 2_147_483_647);
  if (problems.length > 0) return problems;
  if (setup.replicationFactor > setup.brokers) {
    problems.push({
      field: 'replicationFactor',
      text: `a partition's copies need a broker each; with ${setup.brokers} brokers the replication factor is at most ${setup.brokers}`,
    });
  }
  return problems;
}

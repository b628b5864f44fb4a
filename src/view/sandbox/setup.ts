/** Which Kafka: the release, and who keeps its metadata. There was no other pair. */
export const kafkas = [
  { era: '2.8', mode: 'zookeeper', name: '2.8 with ZooKeeper' },
  { era: '3.9', mode: 'zookeeper', name: '3.9 with ZooKeeper' },
  { era: '3.9', mode: 'kraft', name: '3.9 with KRaft' },
  { era: '4.0', mode: 'kraft', name: '4.0 with KRaft' },
] as const;

export type SandboxEra = (typeof kafkas)[number]['era'];
export type SandboxMode = (typeof kafkas)[number]['mode'];
export type Roles = 'separate' | 'combined';

/** What the sandbox's form asks for: a cluster in a dozen fields. */
export interface SandboxSetup {
  readonly era: SandboxEra;
  readonly mode: SandboxMode;
  /** In mode `zookeeper`: how many servers the ensemble has. */
  readonly zookeepers: number;
  /** In mode `kraft`: how many voters the quorum has, and whether they are brokers too. */
  readonly controllers: number;
  readonly roles: Roles;
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
/** An ensemble or a quorum has one of these sizes: an even number tolerates no more failures. */
export const ensembleSizes = [1, 3, 5] as const;

/** Something worth watching: keys that keep their order, three copies of everything, one reader. */
export const defaultSetup: SandboxSetup = {
  era: '3.9',
  mode: 'zookeeper',
  zookeepers: 1,
  controllers: 3,
  roles: 'separate',
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
  if (setup.mode === 'kraft' && setup.roles === 'combined' && setup.controllers > setup.brokers) {
    problems.push({
      field: 'controllers',
      text: `combined roles: each controller is a broker too; with ${setup.brokers} brokers take fewer controllers, or separate roles`,
    });
  }
  return problems;
}

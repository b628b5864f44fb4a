import '../../../../src/sim/kraft/load.ts';
import { vecGet } from '../../../../src/lib/vec.ts';
import type { CrashKind } from '../../../../src/sim/intervention.ts';
import type { ControllerNodeState } from '../../../../src/sim/kraft/node/state.ts';
import type { RaftRole, RaftState } from '../../../../src/sim/kraft/raft/state.ts';
import type { Scenario } from '../../../../src/sim/scenario.ts';
import { Cluster, scenario } from '../../cluster/build.ts';

/** A quorum of controllers alone: the one broker of the scenario is never started. */
export class Quorum extends Cluster {
  readonly ids: readonly number[];

  constructor(size: 1 | 3 | 5, more: Partial<Scenario> = {}, seed: number = 1) {
    const alone = [{ id: 1, rack: null, config: {}, up: false }];
    super(
      scenario({
        mode: 'kraft',
        era: '4.0',
        kraft: { controllers: size, roles: 'separate' },
        brokers: alone,
        ...more,
      }),
      seed,
    );
    this.ids = Array.from({ length: size }, (_, i) => 101 + i);
  }

  raft(id: number): RaftState {
    const node = this.world.setup.voters.find((voter) => voter.id === id);
    return (vecGet(this.world.nodes, node?.node ?? -1)?.state as ControllerNodeState).raft;
  }

  role(id: number): RaftRole {
    return this.raft(id).role.value;
  }

  isRunning(id: number): boolean {
    const node = this.world.setup.voters.find((voter) => voter.id === id);
    return vecGet(this.world.nodes, node?.node ?? -1)?.status === 'running';
  }

  /** Running voters that believe they lead. */
  leaders(): readonly number[] {
    return this.ids.filter((id) => this.isRunning(id) && this.role(id) === 'Leader');
  }

  /** The one that leads. */
  leader(): number {
    const leaders = this.leaders();
    if (leaders.length !== 1) throw new Error(`one leader is expected; there are ${leaders.length}`);
    return leaders[0] as number;
  }

  /** The voters that do not lead. */
  followers(): readonly number[] {
    const leader = this.leader();
    return this.ids.filter((id) => id !== leader);
  }

  crash(seconds: number, id: number, kind: CrashKind = 'process'): this {
    return this.do(seconds, { type: 'crash', node: `controller-${id}`, kind });
  }

  startAgain(seconds: number, id: number): this {
    return this.do(seconds, { type: 'start', node: `controller-${id}` });
  }

  /** Cuts, or heals, every link between two groups of voters. */
  links(seconds: number, type: 'cutLink' | 'healLink', ones: readonly number[], others: readonly number[]): this {
    for (const one of ones)
      for (const other of others) {
        this.do(seconds, { type, from: `controller-${one}`, to: `controller-${other}` });
        this.do(seconds, { type, from: `controller-${other}`, to: `controller-${one}` });
      }
    return this;
  }
}

import type { ClassicGroup } from '../../../src/sim/group/classic/state.ts';
import { toMs } from '../../../src/sim/time.ts';
import type { ClassicMembers } from './classic-members.ts';

export interface SeenState {
  readonly t: number;
  readonly event: 'groupState';
  readonly state: string;
  readonly generation: number;
  readonly members: readonly string[];
}

/** Notes each state and generation in which the coordinator has left the group, once, with the members of that moment. */
export class GroupWatch {
  private readonly members: ClassicMembers;
  private readonly notes: ClassicGroup[] = [];

  constructor(members: ClassicMembers) {
    this.members = members;
    members.bench.bench.onStimulus = () => {
      this.look();
    };
  }

  look(): void {
    const group = this.members.group();
    const last = this.notes.at(-1);
    if (group === null || (last?.state === group.state && last.generation === group.generation)) return;
    this.notes.push(group);
  }

  /** Member ids become letters only when the members know them. */
  get seen(): readonly SeenState[] {
    return this.notes.map(({ stateSince, state, generation, members }) => ({
      t: toMs(stateSince - this.members.start),
      event: 'groupState',
      state,
      generation,
      members: members.map(({ memberId }) => this.members.letterOf(memberId)).sort(),
    }));
  }
}

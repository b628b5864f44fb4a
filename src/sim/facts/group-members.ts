import type { ConsumerState } from '../client/state.ts';
import { nodeOf } from '../read/nodes.ts';
import type { NodeId, World } from '../world.ts';

/** The consumers whose group.id is this one, dead ones too; null: all that have any. */
export function membersOf(world: World, group: string | null): readonly NodeId[] {
  const found: NodeId[] = [];
  for (let id = 0; id < world.nodes.length; id++) {
    const { kind, state } = nodeOf(world, id);
    const settings = kind === 'consumer' ? (state as ConsumerState).group?.settings : undefined;
    if (settings !== undefined && (group === null || settings.groupId === group)) found.push(id);
  }
  return found;
}

import { idOf } from '../../sim/facts/lookup.ts';
import { brokerNode } from '../../sim/read/nodes.ts';
import { partitionView, topicView } from '../../sim/read/partitions.ts';
import { logOf } from '../../sim/read/replicas.ts';
import type { TraceEntry } from '../../sim/trace/entry.ts';
import type { PartitionId, World } from '../../sim/world.ts';
import { firstOf, nameArg, numberOf, partitionArg } from './look.ts';
import type { Asking, Misconception } from './misconception.ts';

/** The first live in-sync replica of the assignment is elected, whatever its log end offset; a single one is enough. */
export const m32: Misconception = {
  id: 'M32',
  belief: 'the replicas vote: a majority is needed, and the one with the most records wins',
  answer(asking) {
    if (asking.fact === 'ackedButLost') {
      return hasMajority(asking.after.world) ? undefined : (numberOf(asking.before, 'survivors') ?? undefined);
    }
    if (asking.fact === 'leaders') {
      return topicView(asking.before.world, nameArg(asking))?.partitions.map(
        (id) => leaderThatLives(asking, id) ?? withMostRecords(asking, id) ?? -1,
      );
    }
    const ref = partitionArg(asking);
    return asking.fact === 'leader' && ref !== null
      ? withMostRecords(asking, idOf(asking.before.world, ref))
      : undefined;
  },
  refutedBy: (asking) => firstOf(asking, 'LeaderElected') ?? firstOf(asking, 'ProcessCrashed'),
};

function hasMajority(world: World): boolean {
  const up = world.setup.brokerIds.filter((broker) => brokerNode(world, broker)?.status === 'running');
  return up.length * 2 > world.setup.brokerIds.length;
}

/** The leader of before, if it is alive: then there is nothing to vote about. */
function leaderThatLives({ before, after }: Asking, id: PartitionId): number | null {
  const { leader } = partitionView(before.world, id);
  return brokerNode(after.world, leader)?.status === 'running' ? leader : null;
}

/** The live broker whose log reached furthest before anyone was elected. */
function withMostRecords(asking: Asking, id: PartitionId): number | undefined {
  const { world } = asking.after;
  let best: { readonly broker: number; readonly end: number } | null = null;
  for (const broker of partitionView(world, id).replicas) {
    if (brokerNode(world, broker)?.status !== 'running') continue;
    const end = endAtElection(asking, id, broker);
    if (best === null || end > best.end) best = { broker, end };
  }
  return best?.broker;
}

function endAtElection({ before, entries }: Asking, id: PartitionId, broker: number): number {
  let end = logOf(before.world, broker, id)?.logEndOffset ?? 0;
  for (const entry of entries) {
    if (entry.type === 'LeaderElected') break;
    if (entry.type !== 'RecordsReplicated' && entry.type !== 'RecordsAppended') continue;
    const { args } = entry as TraceEntry<'RecordsReplicated' | 'RecordsAppended'>;
    if (args.partition === id && args.broker === broker) end = args.to;
  }
  return end;
}

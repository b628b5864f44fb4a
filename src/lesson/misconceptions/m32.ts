import { idOf } from '../../sim/facts/lookup.ts';
import { brokerNode } from '../../sim/read/nodes.ts';
import { partitionView } from '../../sim/read/partitions.ts';
import { logOf } from '../../sim/read/replicas.ts';
import type { TraceEntry } from '../../sim/trace/entry.ts';
import type { PartitionId, World } from '../../sim/world.ts';
import { decisionAbout, isUp, ledPartition } from './leadership.ts';
import { firstOf, numberOf, partitionArg } from './look.ts';
import type { Asking, Misconception } from './misconception.ts';

/** The first live in-sync replica of the assignment is elected, whatever its log end offset; a single one is enough. */
export const m32: Misconception = {
  id: 'M32',
  belief: 'the replicas vote: a majority is needed, and the one with the most records wins',
  answer(asking) {
    if (asking.fact === 'ackedButLost') {
      return hasMajority(asking.after.world) ? undefined : (numberOf(asking.before, 'survivors') ?? undefined);
    }
    const partition = ledPartition(asking);
    const ref = partitionArg(asking);
    if (partition === null || ref === null) return undefined;
    // Where the leader lives there is nothing to vote about.
    return isUp(asking, partition.leader) ? partition.leader : withMostRecords(asking, idOf(asking.before.world, ref));
  },
  refutedBy: (asking) => (asking.fact === 'leader' ? decisionAbout(asking) : firstOf(asking, 'LeaderElected')),
};

function hasMajority(world: World): boolean {
  const up = world.setup.brokerIds.filter((broker) => brokerNode(world, broker)?.status === 'running');
  return up.length * 2 > world.setup.brokerIds.length;
}

/** The live broker whose log reached furthest before anyone was elected; -1 when the live ones are no majority. */
function withMostRecords(asking: Asking, id: PartitionId): number {
  const { world } = asking.after;
  const { replicas } = partitionView(world, id);
  const live = replicas.filter((broker) => isUp(asking, broker));
  if (live.length * 2 <= replicas.length) return -1;
  let best: { readonly broker: number; readonly end: number } | null = null;
  for (const broker of live) {
    const end = endAtElection(asking, id, broker);
    if (best === null || end > best.end) best = { broker, end };
  }
  return best?.broker ?? -1;
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

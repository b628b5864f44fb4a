import { askNamed } from '../sim/facts/ask.ts';
import type { Run } from '../sim/facts/fact.ts';
import { brokersOf } from '../sim/read/brokers.ts';
import { consumersOf } from '../sim/read/clients.ts';
import { controllerNow } from '../sim/read/controller.ts';
import { committedBy, groupsOf } from '../sim/read/groups.ts';
import { partitionView } from '../sim/read/partitions.ts';
import { logOf } from '../sim/read/replicas.ts';
import type { PartitionId, World } from '../sim/world.ts';
import { CONDITION_WORDS } from './columns.ts';
import { partitionName } from './partition-name.ts';
import { isInternal } from './shape.ts';

/** A fact that is another one in two futures; `none` where the thing is not there. */
export interface Difference {
  readonly what: string;
  readonly here: string;
  readonly there: string;
}

/** What differs between two futures at one instant, in the order brokers, partitions, groups, consumers, records; empty: nothing of these. */
export function differencesOf(here: Run, there: Run): readonly Difference[] {
  const [a, b] = [factsOf(here), factsOf(there)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((what) => {
    const [one, other] = [a.get(what) ?? NONE, b.get(what) ?? NONE];
    return one === other ? [] : [{ what, here: one, there: other }];
  });
}

const NONE = 'none';

function factsOf(run: Run): ReadonlyMap<string, string> {
  const { world } = run;
  const facts = new Map<string, string>();
  const { id } = controllerNow(world);
  for (const { brokerId, condition } of brokersOf(world)) facts.set(`broker ${brokerId}`, CONDITION_WORDS[condition]);
  facts.set('controller', id < 0 ? NONE : String(id));
  world.names.partitions.forEach(({ topic }, partition) => {
    if (!isInternal(topic)) tellPartition(facts, world, partition);
  });
  for (const { groupId, state, generation } of groupsOf(world)) {
    facts.set(`group ${groupId}`, `${state}, generation ${generation}`);
    for (const { partition, offset } of committedBy(world, groupId))
      facts.set(`group ${groupId}, committed in ${partitionName(world, partition)}`, String(offset));
  }
  for (const { name, positions } of consumersOf(world))
    for (const { partition, position } of positions)
      facts.set(
        `consumer ${name}, position in ${partitionName(world, partition)}`,
        position === null ? NONE : String(position),
      );
  tellCount(facts, run, 'records acknowledged and lost', 'ackedButLost');
  tellCount(facts, run, 'records twice in the log', 'duplicatesInLog');
  return facts;
}

/** The offsets are the leader's, or those of the replica that may lead next. */
function tellPartition(facts: Map<string, string>, world: World, id: PartitionId): void {
  const { name, leader, leaderEpoch, isr, replicas } = partitionView(world, id);
  if (replicas.length === 0) return;
  const log = [leader, ...isr, ...replicas].map((broker) => logOf(world, broker, id)).find((one) => one !== null);
  facts.set(`${name}, leader`, leader < 0 ? NONE : `broker ${leader}, epoch ${leaderEpoch}`);
  facts.set(`${name}, in sync`, isr.length === 0 ? NONE : [...isr].sort((a, b) => a - b).join(', '));
  facts.set(`${name}, log end`, String(log?.logEndOffset ?? NONE));
  facts.set(`${name}, high watermark`, String(log?.highWatermark ?? NONE));
}

function tellCount(facts: Map<string, string>, run: Run, what: string, fact: string): void {
  const count = askNamed(run, fact, []);
  if (typeof count === 'number') facts.set(what, String(count));
}

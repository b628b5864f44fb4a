import { sizeOf } from '../lib/ranges.ts';
import type { Run } from '../sim/facts/fact.ts';
import { membersOf } from '../sim/facts/group-members.ts';
import { readRanges, type ReadFate } from '../sim/facts/read-ranges.ts';
import { groupOfNode } from '../sim/facts/record-fate.ts';
import { sentRanges, type SentFate } from '../sim/facts/sent-ranges.ts';
import { nodesOfKind } from '../sim/read/clients.ts';
import type { NodeId, PartitionId, World } from '../sim/world.ts';
import type { Thing } from './thing.ts';

/** What the fates are counted of: a producer's records, or what a group, or a consumer without one, has read; of one topic. */
export interface FateOwner {
  readonly key: string;
  readonly thing: Thing;
  readonly name: string;
  readonly topic: string;
  /** The producer; or the readers. */
  readonly nodes: readonly NodeId[];
  /** Null for a producer, and for a consumer without a group. */
  readonly group: string | null;
}

export interface FateRow<F extends string> {
  readonly owner: FateOwner;
  /** In the order of the table's columns; null: it means nothing for this one. */
  readonly cells: readonly ({ readonly fate: F; readonly count: number; readonly bad: boolean } | null)[];
}

export interface FateColumn<F extends string> {
  readonly fate: F;
  readonly name: string;
}

/** How many records came to what. Columns that few runs need are left out while they hold nothing. */
export interface FateTables {
  readonly sent: { readonly columns: readonly FateColumn<SentFate>[]; readonly rows: readonly FateRow<SentFate>[] };
  readonly read: { readonly columns: readonly FateColumn<ReadFate>[]; readonly rows: readonly FateRow<ReadFate>[] };
}

interface ColumnRule {
  readonly name: string;
  /** What nobody wants, where there is any of it. */
  readonly bad?: true;
  /** Is shown only where there is any of it. */
  readonly rare?: true;
}

export const SENT_COLUMNS: { readonly [F in SentFate]: ColumnRule } = {
  sent: { name: 'sent' },
  acknowledged: { name: 'acknowledged' },
  waiting: { name: 'waiting', rare: true },
  failed: { name: 'failed' },
  lost: { name: 'acknowledged but lost', bad: true },
  vanished: { name: 'gone with acks=0', bad: true, rare: true },
  doubled: { name: 'doubled', bad: true },
  outOfOrder: { name: 'out of order', bad: true, rare: true },
  failedButWritten: { name: 'failed but written', bad: true, rare: true },
};

export const READ_COLUMNS: { readonly [F in ReadFate]: ColumnRule } = {
  read: { name: 'read' },
  readTwice: { name: 'read twice', rare: true },
  processed: { name: 'processed' },
  processedTwice: { name: 'processed twice', bad: true },
  skipped: { name: 'skipped', bad: true },
};

/** The tables of fates of a run at its World. */
export function fateTables(run: Run): FateTables {
  return {
    sent: tableOf(SENT_COLUMNS, producersOf(run)),
    read: tableOf(READ_COLUMNS, readersOf(run)),
  };
}

interface Counted<F extends string> {
  readonly owner: FateOwner;
  readonly counts: { readonly [C in F]: number | null };
}

function tableOf<F extends string>(
  rules: { readonly [C in F]: ColumnRule },
  rows: readonly Counted<F>[],
): { readonly columns: readonly FateColumn<F>[]; readonly rows: readonly FateRow<F>[] } {
  const fates = (Object.keys(rules) as F[]).filter(
    (fate) => rules[fate].rare !== true || rows.some(({ counts }) => (counts[fate] ?? 0) > 0),
  );
  return {
    columns: fates.map((fate) => ({ fate, name: rules[fate].name })),
    rows: rows.map(({ owner, counts }) => ({
      owner,
      cells: fates.map((fate) => {
        const count = counts[fate];
        return count === null ? null : { fate, count, bad: count > 0 && rules[fate].bad === true };
      }),
    })),
  };
}

function producersOf(run: Run): readonly Counted<SentFate>[] {
  return nodesOfKind(run.world, 'producer').flatMap(({ id, name }) =>
    byTopic(run.world, sentRanges(run, id)).map(({ topic, all }) => ({
      owner: {
        key: `producer ${id} ${topic}`,
        thing: { kind: 'producer', node: id } as const,
        name,
        topic,
        nodes: [id],
        group: null,
      },
      counts: countsOf(Object.keys(SENT_COLUMNS) as SentFate[], all),
    })),
  );
}

function readersOf(run: Run): readonly Counted<ReadFate>[] {
  const owners: Omit<FateOwner, 'topic' | 'key'>[] = [];
  for (const { id, name } of nodesOfKind(run.world, 'consumer')) {
    const group = groupOfNode(run.world, id);
    if (group === null) owners.push({ thing: { kind: 'consumer', node: id }, name, nodes: [id], group });
    else if (!owners.some((known) => known.group === group))
      owners.push({ thing: { kind: 'group', group }, name: group, nodes: membersOf(run.world, group), group });
  }
  return owners.flatMap((owner) =>
    byTopic(run.world, readRanges(run, owner.nodes, owner.group)).map(({ topic, all }) => {
      const counts = countsOf(Object.keys(READ_COLUMNS) as ReadFate[], all);
      const none = { processed: null, processedTwice: null, skipped: null };
      return {
        owner: { ...owner, topic, key: `reader ${owner.nodes.join()} ${topic}` },
        counts: owner.group === null ? { ...counts, ...none } : counts,
      };
    }),
  );
}

interface Ranged<F extends string> {
  readonly partition: PartitionId;
  readonly ranges: { readonly [C in F]: Parameters<typeof sizeOf>[0] };
}

function byTopic<F extends string>(
  world: World,
  all: readonly Ranged<F>[],
): readonly { readonly topic: string; readonly all: readonly Ranged<F>[] }[] {
  const topicOf = ({ partition }: Ranged<F>): string => world.names.partitions[partition]?.topic ?? '';
  const topics = [...new Set(all.map(topicOf))];
  return topics.map((topic) => ({ topic, all: all.filter((one) => topicOf(one) === topic) }));
}

function countsOf<F extends string>(fates: readonly F[], all: readonly Ranged<F>[]): { readonly [C in F]: number } {
  const entries = fates.map((fate) => [fate, all.reduce((sum, { ranges }) => sum + sizeOf(ranges[fate]), 0)] as const);
  return Object.fromEntries(entries) as { readonly [C in F]: number };
}

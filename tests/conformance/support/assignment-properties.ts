import { Unreadable } from './adapter.ts';

interface Task {
  readonly topics: { readonly [topic: string]: number };
  readonly members: readonly {
    readonly memberId: string;
    readonly subscription: readonly string[];
    readonly ownedPartitions: readonly string[];
  }[];
}

type Lists = { readonly [member: string]: readonly string[] };

/** What vectors say of an assignment that is not exact, or besides it. Partitions are `topic-partition`. */
export interface Properties {
  /** How many claimed partitions stayed with who claimed them. */
  readonly kept: number;
  /** Partitions that nobody was given. */
  readonly withheld: readonly string[];
  /** Who had claimed each of them, in the order of their ids. */
  readonly revokedFrom: Lists;
  readonly holds: (property: string) => boolean;
}

export function propertiesOf(task: Task, lists: Lists): Properties {
  const wanted = new Set(task.members.flatMap((member) => member.subscription));
  const all = Object.keys(task.topics)
    .filter((topic) => wanted.has(topic))
    .flatMap((topic) => Array.from({ length: task.topics[topic] ?? 0 }, (_, at) => `${topic}-${at}`));
  const given = Object.values(lists).flat();
  const withheld = all.filter((partition) => !given.includes(partition)).sort();
  const claimers = (partition: string) =>
    task.members
      .filter((member) => member.ownedPartitions.includes(partition))
      .map((member) => member.memberId)
      .sort();
  const subscribed = task.members.every((member) =>
    (lists[member.memberId] ?? []).every((partition) => member.subscription.includes(topicOf(partition))),
  );
  const once = new Set(given).size === given.length && given.every((partition) => all.includes(partition));
  return {
    kept: task.members.flatMap((member) =>
      member.ownedPartitions.filter((partition) => lists[member.memberId]?.includes(partition)),
    ).length,
    withheld,
    revokedFrom: Object.fromEntries(withheld.map((partition) => [partition, claimers(partition)])),
    holds(property) {
      if (property === 'valid') return once && subscribed && withheld.length === 0;
      if (property === 'valid-cooperative')
        return once && subscribed && withheld.every((partition) => claimers(partition).length > 0);
      if (property === 'balanced') return isBalanced(task, lists);
      throw new Unreadable(`properties: ${property} is not known`);
    },
  };
}

/** Nobody has two partitions fewer than another who holds one that the first could take. */
function isBalanced({ members }: Task, lists: Lists): boolean {
  return members.every((poor) =>
    members.every((rich) => {
      const held = lists[rich.memberId] ?? [];
      if (held.length < (lists[poor.memberId] ?? []).length + 2) return true;
      return !held.some((partition) => poor.subscription.includes(topicOf(partition)));
    }),
  );
}

function topicOf(partition: string): string {
  return partition.slice(0, partition.lastIndexOf('-'));
}

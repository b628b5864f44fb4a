import { interventionWords } from './read/interventions.ts';
import type { Path } from './yaml-document.ts';

/**
 * What of a scenario, or of the interventions of a script, may be missing because it could not be read. A name that is not found there
 * is then not called unknown: the author would look for a second mistake where there is one.
 */
export interface Unread {
  /** The brokers and who keeps their metadata, mode and era. */
  readonly cluster: boolean;
  /** Topics and their partitions. */
  readonly topics: boolean;
  readonly clients: boolean;
  /** Settings of clients; their groups are among them. */
  readonly settings: boolean;
}

export const allRead: Unread = { cluster: false, topics: false, clients: false, settings: false };

/** What may be missing for one reason or another. */
export function unreadOf(all: readonly Unread[]): Unread {
  return {
    cluster: all.some(({ cluster }) => cluster),
    topics: all.some(({ topics }) => topics),
    clients: all.some(({ clients }) => clients),
    settings: all.some(({ settings }) => settings),
  };
}

const everyClient: Unread = { cluster: false, topics: true, clients: true, settings: true };
const someTopic: Unread = { ...allRead, topics: true };

/** Keys of a client under which it is said what it reads or sends to. */
const TOPICS_OF_CLIENTS: readonly unknown[] = ['program', 'topics', 'assign', 'sends'];
/** Interventions by which a topic may come to be, or to have more partitions. */
const MAKING_TOPICS: readonly unknown[] = [
  'createTopic',
  'createPartitions',
  'send',
  'program',
  'subscribe',
  'deleteTopic',
];

/** What a mistake at a place of a scenario's text has left out. */
export function unreadInScenario(path: Path): Unread {
  const [key, , ...inside] = path;
  switch (key) {
    case 'name':
    case 'seed':
    case 'network':
      return allRead;
    case 'topics':
      return inside[0] === 'config' ? allRead : someTopic;
    case 'brokers':
      // A broker is there all the same; what it is set to decides how many partitions the brokers' own topics have.
      if (['rack', 'up', 'config'].includes(String(inside[0]))) return inside[0] === 'config' ? someTopic : allRead;
      return { ...everyClient, cluster: true };
    case 'producers':
    case 'consumers':
      return unreadInClient(inside);
    case 'script':
      return unreadInItem(inside);
    case 'config':
      return { ...allRead, topics: true, settings: true };
    default:
      return { ...everyClient, cluster: true };
  }
}

/** What a mistake in an entry with interventions has left out. @param path within the entry */
export function unreadInItem(path: Path): Unread {
  const [word, ...inside] = path[0] === 'do' ? path.slice(2) : path;
  if (word === 'addProducer' || word === 'addConsumer') return unreadInClient(inside.filter((key) => key !== 0));
  if (word === 'configure') return { ...allRead, settings: true };
  if (MAKING_TOPICS.includes(word)) return someTopic;
  const isKnown = ['at', 'when', 'after', 'moment', ...interventionWords].includes(String(word));
  return isKnown ? allRead : everyClient;
}

/** What a mistake in a producer or consumer has left out. @param path within it */
function unreadInClient([key]: Path): Unread {
  if (key === undefined || key === 'name' || typeof key === 'number') return everyClient;
  return { ...allRead, topics: TOPICS_OF_CLIENTS.includes(key), settings: key === 'config' };
}

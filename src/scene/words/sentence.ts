import type { EntryType, TraceEntry } from '../../sim/trace/entry.ts';
import { brokerWords } from './broker-words.ts';
import { clientWords } from './client-words.ts';
import { controllerWords } from './controller-words.ts';
import { coordinatorWords } from './coordinator-words.ts';
import { groupWords } from './group-words.ts';
import { kraftControllerWords } from './kraft-controller-words.ts';
import { kernelWords } from './kernel-words.ts';
import { kraftWords } from './kraft-words.ts';
import { memberWords } from './member-words.ts';
import type { Names } from './names.ts';
import { asSentence } from './phrases.ts';
import { storageWords } from './storage-words.ts';
import { modernGroupWords } from './modern-group-words.ts';
import { zooKeeperWords } from './zookeeper-words.ts';

/** Words for each type of an area's entries: its arguments, who it happened to, and what things are called. */
export type Catalogue<Entries> = {
  readonly [T in keyof Entries]: (args: Entries[T], who: string, names: Names) => string;
};

type Words = (args: unknown, who: string, names: Names) => string;

const catalogue = {
  ...kernelWords,
  ...zooKeeperWords,
  ...controllerWords,
  ...kraftControllerWords,
  ...kraftWords,
  ...brokerWords,
  ...storageWords,
  ...coordinatorWords,
  ...groupWords,
  ...modernGroupWords,
  ...memberWords,
  ...clientWords,
} as { readonly [T in EntryType]: Words };

/**
 * What happened, as a sentence: short, in the present tense, who did what. The subtitle, the list of entries and the screen
 * reader all take it from here. Plain text, never markup.
 */
export function sentenceOf(entry: TraceEntry, names: Names): string {
  const who = names.node(entry.node);
  return asSentence(catalogue[entry.type](entry.args, who, names), who);
}

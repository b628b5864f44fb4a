/*
 * What the sandbox's forms hold: texts as they were typed. What they mean, and whether they can be done, is decided elsewhere.
 */

export interface ProgramForm {
  readonly runs: boolean;
  readonly topic: string;
  readonly everyMs: string;
  /** Empty: for ever. */
  readonly count: string;
  /** With commas between; empty: records without a key. */
  readonly keys: string;
  /** `{n}` is the record's number, `{letters}` the same in letters. */
  readonly value: string;
}

export interface ProducerForm extends ProgramForm {
  readonly name: string;
  readonly client: string;
  /** Empty: the client's default. */
  readonly acks: '' | '0' | '1' | 'all';
  readonly linger: string;
}

export interface ConsumerForm {
  readonly name: string;
  readonly client: string;
  readonly topic: string;
  readonly reset: 'earliest' | 'latest';
  readonly processingMs: string;
  /** group.id; empty: it reads by itself, and nothing is committed. */
  readonly group: string;
  /** When its program commits. */
  readonly commit: CommitStyle;
  /** Empty: the client's default. `consumer`: KIP-848's protocol, else an assignor of the classic one. */
  readonly assignor: '' | 'range' | 'roundrobin' | 'sticky' | 'cooperative-sticky' | 'consumer';
  /** What it does outside Kafka for each record; empty: nothing. */
  readonly effect: string;
}

/** `auto`: poll() does; `before`, `after`: the program, around its work on what poll() returned; `each`: after each record. */
export type CommitStyle = 'auto' | 'before' | 'after' | 'each' | 'none';

export const commitStyles: readonly { readonly value: CommitStyle; readonly name: string }[] = [
  { value: 'auto', name: 'by poll, now and then' },
  { value: 'before', name: 'before it works on them' },
  { value: 'after', name: 'after it worked on them' },
  { value: 'each', name: 'after each record' },
  { value: 'none', name: 'never' },
];

export const assignors: readonly { readonly value: ConsumerForm['assignor']; readonly name: string }[] = [
  { value: '', name: 'the client’s default' },
  { value: 'range', name: 'range' },
  { value: 'roundrobin', name: 'roundrobin' },
  { value: 'sticky', name: 'sticky' },
  { value: 'cooperative-sticky', name: 'cooperative-sticky' },
  { value: 'consumer', name: 'the coordinator (KIP-848, from 4.0)' },
];

export interface RecordForm {
  readonly producer: string;
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  /** Empty: the partitioner decides. */
  readonly partition: string;
}

/** What the forms can choose among. */
export interface FormChoices {
  readonly topics: readonly string[];
  readonly clients: readonly string[];
  readonly producers: readonly string[];
  readonly consumers: readonly string[];
}

/** A name with a number that nobody has: `producer-2`. */
export function freeName(stem: string, taken: readonly string[]): string {
  for (let i = 1; ; i++) if (!taken.includes(`${stem}-${i}`)) return `${stem}-${i}`;
}

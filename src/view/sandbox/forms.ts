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
  /** `{n}` is the record's number. */
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
}

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

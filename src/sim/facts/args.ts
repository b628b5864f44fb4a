/** What kinds of argument a fact takes. */
export type ArgKind =
  /** `orders-0` */
  | 'partition'
  /** `orders` */
  | 'topic'
  /** A broker id (`2`) or a broker's node (`broker-2`). */
  | 'broker'
  | 'producer'
  | 'consumer'
  /** A producer or a consumer. */
  | 'client'
  | 'offset'
  | 'count'
  /** `12400ms`, `60s`, `5m`; a plain number is microseconds. */
  | 'time'
  /** `orders-0@3`, or the value of a record. */
  | 'record'
  /** `murmur2`, `crc32`, or the name of a client that has it: `java`, `kcat` ... */
  | 'partitioner'
  | 'entryType'
  | 'text';

export interface ArgSpec {
  readonly name: string;
  readonly kind: ArgKind;
  /** May be left out; then the fact gets null. */
  readonly optional?: true;
  /** Takes all arguments that are left, none included: the fact gets a list. */
  readonly rest?: true;
}

export interface PartitionRef {
  readonly topic: string;
  readonly partition: number;
}

/** A record by its place, or by its value (the first record with it). */
export type RecordRef =
  | { readonly by: 'place'; readonly topic: string; readonly partition: number; readonly offset: number }
  | { readonly by: 'value'; readonly value: string };

export type Partitioner = 'murmur2' | 'crc32';

/** What a fact is given for an argument of each kind. */
export interface ArgValueOf {
  readonly partition: PartitionRef;
  readonly topic: string;
  readonly broker: number;
  readonly producer: string;
  readonly consumer: string;
  readonly client: string;
  readonly offset: number;
  readonly count: number;
  readonly time: number;
  readonly record: RecordRef;
  readonly partitioner: Partitioner;
  readonly entryType: string;
  readonly text: string;
}

export type ArgValue = ArgValueOf[ArgKind] | null | readonly ArgValueOf[ArgKind][];

/** The arguments a fact with these specs is asked with. */
export type ArgsOf<A extends readonly ArgSpec[]> = {
  readonly [I in keyof A]: A[I] extends { readonly rest: true; readonly kind: infer K extends ArgKind }
    ? readonly ArgValueOf[K][]
    : A[I] extends { readonly optional: true; readonly kind: infer K extends ArgKind }
      ? ArgValueOf[K] | null
      : A[I] extends { readonly kind: infer K extends ArgKind }
        ? ArgValueOf[K]
        : never;
};

/** What an author writes for each kind, as an example in a message. */
export const EXAMPLE_OF: { readonly [K in ArgKind]: string } = {
  partition: 'orders-0',
  topic: 'orders',
  broker: '2',
  producer: 'p1',
  consumer: 'c1',
  client: 'c1',
  offset: '3',
  count: '3',
  time: '12s',
  record: 'orders-0@3',
  partitioner: 'murmur2',
  entryType: 'LeaderElected',
  text: 'alice',
};

/** The article and noun of each kind, in a message. */
export const NOUN_OF: { readonly [K in ArgKind]: string } = {
  partition: 'a partition',
  topic: 'a topic',
  broker: 'a broker',
  producer: 'a producer',
  consumer: 'a consumer',
  client: 'a client',
  offset: 'an offset',
  count: 'a number',
  time: 'a time',
  record: 'a record',
  partitioner: 'a partitioner',
  entryType: 'a type of trace entry',
  text: 'a text',
};

import { describe, expect, it } from 'vitest';

import { mistakesOf } from './parse.ts';

/** Exactly these mistakes, each told by the beginning of its line. */
function refuses(text: string, ...starts: readonly string[]): void {
  const found = mistakesOf(text);
  expect(found.map((line, index) => line.slice(0, starts[index]?.length))).toEqual(starts);
}

describe('a map without its name, or with a wrong one, is held against all rules at once', () => {
  const rest = 'client: jva, config: { group.id: g, max.poll.records: x }, topics: t, commit: sometimes, start: soon';

  it('a consumer', () => {
    const four = [
      'unknown client jva',
      'setting max.poll.records must be',
      'commit must be',
      'start must be a time',
    ] as const;
    for (const [name, mistake] of [
      ['', '1:13 missing key name'],
      ['name: [c], ', '1:21 name must be text'],
      ['name: 1c, ', '1:21 name 1c is not legal'],
    ] as const) {
      const found = mistakesOf(`consumers: [{ ${name}${rest} }]`);
      expect(found).toHaveLength(5);
      [mistake, ...four].forEach((part, index) => expect(found[index]).toContain(part));
    }
  });

  it('a producer with its program and its sends', () => {
    refuses(
      'producers:\n  - { client: x, config: { acks: 9 } }\n  - { program: { rate: fast, perTick: 0 } }\n  - { sends: [{ at: 1s, topic: t, value: v, count: 0 }], start: soon }',
      '2:5 missing key name',
      '2:15 unknown client x',
      '2:34 setting acks must be',
      '3:5 missing key name',
      '3:16 missing key topic',
      '3:24 rate must be',
      '3:39 perTick beside rate',
      '4:5 missing key name',
      '4:52 count must be from 1',
      '4:65 start must be a time',
    );
  });

  it('a topic, and what the script adds', () => {
    refuses(
      'topics:\n  - { partitions: 0, config: { foo: 1 } }\n  - { replicationFactor: 9 }\nscript:\n  - { at: 1s, createTopic: { partitions: 0 }, addProducer: { client: y }, addConsumer: { topics: t, processing: x } }',
      '2:5 missing key name',
      '2:19 partitions must be from 1',
      '2:32 unknown topic setting foo',
      '3:5 missing key name',
      '3:26 replicationFactor 9 is larger',
      '5:28 missing key name',
      '5:42 partitions must be from 1',
      '5:60 missing key name',
      '5:70 unknown client y',
      '5:88 missing key name',
      '5:113 processing must be a time',
    );
  });

  it('a fault without its node', () => {
    for (const [fault, ...lacking] of [
      ['freeze: { for: x }', 'node'],
      ['slowDisk: { for: x }', 'node', 'by'],
      ['partitionNetwork: { for: x }', 'islands'],
    ] as const) {
      const found = mistakesOf(`script:\n  - { at: 1s, ${fault} }`);
      expect(found).toHaveLength(lacking.length + 1);
      expect(found.at(-1)).toContain('for must be a time');
    }
  });

  it('a broker without an id, or with one out of range', () => {
    refuses(
      'brokers: [{ id: 2000, up: maybe, rack: [1], config: { foo: 1 } }, 1]',
      '1:17 broker id must be from 0 to 1000; found 2000',
      '1:27 up must be',
      '1:40 rack must be text',
      '1:55 unknown broker setting foo',
    );
    refuses(
      'brokers: [{ up: maybe, config: { foo: 1 } }, x, { id: q, rack: [1] }]',
      '1:11 missing key id',
      '1:17 up must be',
      '1:34 unknown broker setting foo',
      '1:46 entry 2 of brokers must be',
      '1:55 id must be',
      '1:64 rack must be text',
    );
  });

  it('and who may be the one without a name is not called unknown', () => {
    refuses(
      'producers: [{ client: java }]\nconsumers: [{ topics: t }]\nscript: [{ at: 1s, stop: p, seek: { consumer: c, partition: t-0, to: 0 } }]',
      '1:13 missing key name',
      '2:13 missing key name',
    );
    refuses(
      'brokers: [{ rack: a }, { id: 1, rack: b }]\ntopics: [{ name: t, assignment: [[7]] }]\nscript: [{ at: 1s, crash: 7, stop: c }]',
      '1:11 missing key id',
      '3:36 unknown node c',
    );
  });

  it('but what stands in for a name inside is no name for an author', () => {
    refuses('producers: [{ name: the producer without a name }]', '1:21 name the producer without a name is not legal');
  });
});

describe("a mistake in the scenario's own settings is told once, at its place", () => {
  it('when it is wrong by itself', () => {
    refuses('config: { producer: { acks: 2 } }\nproducers: [{ name: a }, { name: b }]', '1:29 setting acks must be');
  });

  it('when it goes with no other of the settings there, also for clients that the script adds', () => {
    const head = 'config: { producer: { acks: 1, enable.idempotence: true } }\nproducers: [{ name: a }, { name: b }]\n';
    const once = '1:29 acks=1 with enable.idempotence=true';
    refuses(head, once);
    refuses(`${head}script: [{ at: 1s, addProducer: { name: c } }]`, once);
  });

  it("while a client's own setting is told at the client, each time", () => {
    refuses(
      'config: { producer: { enable.idempotence: true } }\nproducers: [{ name: a, config: { acks: 0 } }, { name: b, config: { acks: 1 } }]',
      '2:40 acks=0 with enable.idempotence=true',
      '2:74 acks=1 with enable.idempotence=true',
    );
    refuses(
      'config: { consumer: { heartbeat.interval.ms: 9000 } }\nconsumers: [{ name: c, topics: t, config: { group.id: g, session.timeout.ms: 8000 } }]',
      '2:21 heartbeat.interval.ms=9000',
    );
  });
});

describe('what would be dropped without a word', () => {
  it('a replicationFactor beside an assignment that says otherwise is a mistake', () => {
    const topic = (replicas: number, assignment = '[[1], [2]]'): string =>
      `{ name: t, replicationFactor: ${replicas}, assignment: ${assignment} }`;
    const wrong = 'replicationFactor 3; the assignment gives each partition 1; leave replicationFactor out';
    refuses(`topics: [${topic(3)}]`, `1:40 ${wrong}`);
    refuses(`script: [{ at: 1s, createTopic: ${topic(3)} }]`, `1:63 ${wrong}`);
    refuses(`topics: [${topic(1)}]`);
    refuses(`topics: [${topic(2, '[[1, 2], [2, 3]]')}]`);
  });

  it('a topic that the script creates has a legal name', () => {
    refuses('script: [{ at: 1s, createTopic: { name: "" } }]', '1:41 topic name  is not legal');
    refuses('script: [{ at: 1s, createTopic: a b }]', '1:33 topic name a b is not legal');
  });
});

it('a number or a flag in quotes is told to be text', () => {
  const remedy = 'take the quotes away';
  refuses(
    'seed: "7"\nbrokers: "3"\ntopics: [{ name: t, partitions: "-2" }]',
    `1:7 seed must be a whole number; found the text "7"; ${remedy}`,
    `2:10 brokers must be a number of brokers, or a list of them; found the text "3"; ${remedy}`,
    `3:33 partitions must be a whole number; found the text "-2"; ${remedy}`,
  );
  refuses('brokers: [{ id: 1, up: "true" }]', `1:24 up must be true or false; found the text "true"; ${remedy}`);
  refuses('seed: "x"', '1:7 seed must be a whole number; found x');
});

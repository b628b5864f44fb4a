import { describe, expect, test } from 'vitest';

import { mistakesOf } from './parse.ts';

/* New settings for a running client are held against those that it has: ProducerConfig and ConsumerConfig refuse some of them together. */

const producer = (config: string, script: string): string[] =>
  mistakesOf(`topics: [t]\nproducers: [{ name: p, config: { ${config} } }]\nscript:\n${script}\n`);
const configure = (config: string): string => `configure: { client: p, config: { ${config} } }`;

describe('what a producer is given later is refused with what it has', () => {
  test('idempotence asked for at the start does not go with acks=1', () => {
    const [mistake, ...others] = producer('enable.idempotence: true', `  - { at: 5s, ${configure('acks: 1')} }`);
    expect(mistake).toMatch(/^4:\d+ .*acks/);
    expect(others).toEqual([]);
  });

  test('nor when it was asked for by an earlier change of settings', () => {
    const script = `  - { at: 5s, ${configure('enable.idempotence: true')} }\n  - { at: 9s, ${configure('acks: 1')} }`;
    expect(producer('linger.ms: 5', script).map((one) => one.split(':')[0])).toEqual(['5']);
  });

  test('an earlier change that takes it back lets it pass, in the order of their times', () => {
    const script = `  - { at: 9s, ${configure('acks: 1')} }\n  - { at: 5s, ${configure('enable.idempotence: false')} }`;
    expect(producer('enable.idempotence: true', script)).toEqual([]);
  });

  test('so does one that may have come by then', () => {
    const taken = `  - { when: { entry: LeaderElected }, ${configure('enable.idempotence: false')} }`;
    expect(producer('enable.idempotence: true', `${taken}\n  - { at: 9s, ${configure('acks: 1')} }`)).toEqual([]);
  });

  test('both at once are one mistake, and what each of them allows is none', () => {
    const both = `  - { at: 5s, ${configure('enable.idempotence: true, acks: 1')} }`;
    expect(producer('linger.ms: 5', both)).toHaveLength(1);
    expect(producer('linger.ms: 5', `  - { at: 5s, ${configure('enable.idempotence: false, acks: 1')} }`)).toEqual([]);
  });

  test('a client that an intervention adds is held to the same', () => {
    const adds = 'addProducer: { name: q, config: { enable.idempotence: true } }';
    const changes = 'configure: { client: q, config: { acks: 1 } }';
    expect(producer('linger.ms: 5', `  - { at: 1s, ${adds} }\n  - { at: 5s, ${changes} }`)).toHaveLength(1);
  });
});

test('what was wrong before is complained of where it was set, once', () => {
  const mistakes = producer('enable.idempotence: true, acks: 1', `  - { at: 5s, ${configure('linger.ms: 5')} }`);
  expect(mistakes.map((one) => one.split(':')[0])).toEqual(['2']);
});

test("a consumer's heartbeats must stay shorter than its session, also later", () => {
  const text = (config: string): string =>
    `topics: [t]\nconsumers: [{ name: c, topics: [t], config: { group.id: g, session.timeout.ms: 10000 } }]\nscript: [{ at: 5s, configure: { client: c, config: { ${config} } } }]\n`;
  expect(mistakesOf(text('heartbeat.interval.ms: 10000'))).toHaveLength(1);
  expect(mistakesOf(text('heartbeat.interval.ms: 9000'))).toEqual([]);
});

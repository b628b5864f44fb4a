import { describe, expect, it } from 'vitest';

import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { sayMistakes } from '../../src/scenario/mistake.ts';
import { mistakesOf } from './parse.ts';

describe('mistakes in a scenario', () => {
  it.each([
    ['network: { laterncy: 5ms }', '1:12 unknown key laterncy; did you mean latency?'],
    ['sede: 7', '1:1 unknown key sede; did you mean seed?'],
    ['{ era: 4.0, mode: zookeeper }', '1:19 mode zookeeper ended with era 3.9; write kraft, or era 3.9'],
    ['era: 3.10', '1:6 era must be 2.8 or 3.9 or 4.0; found 3.10; did you mean 3.9?'],
    ['{ era: 2.8, mode: kraft }', '1:19 mode kraft in era 2.8 was a preview; write era 3.9 or 4.0'],
    [
      '{ mode: kraft, controllers: 2 }',
      '1:29 controllers must be 1, 3 or 5; found 2; an even number tolerates no more failures',
    ],
    [
      '{ mode: kraft, controllers: { count: 1, start: [0, 2s] } }',
      '1:29 start has 2 times; there are 1 controllers; write one time for each, or fewer',
    ],
    [
      '{ mode: kraft, roles: combined, controllers: { count: 3, start: [0, 2s] } }',
      '1:46 start is for controllers with processes of their own; write roles: separate',
    ],
    ['{ mode: kraft, controllers: { start: [0] } }', '1:29 missing key count; controllers must have it'],
    ['{ mode: kraft, roles: both }', '1:23 roles must be separate or combined; found both'],
    [
      '{ mode: kraft, roles: combined, brokers: 2 }',
      '1:1 controllers are brokers too; 2 brokers cannot be 3 controllers',
    ],
    [
      '{ mode: kraft, brokers: [1, 102] }',
      "1:29 broker id 102 is a controller's; controllers are 101 to 103; give the broker another number",
    ],
    [
      '{ mode: kraft, script: [{ at: 1s, crash: zookeeper-1 }] }',
      '1:42 unknown node zookeeper-1; known: controller-101',
    ],
    ['seed: x', '1:7 seed must be a whole number; found x'],
    ['seed: -1', '1:7 seed must be from 0 to 4294967295; found -1'],
    ['brokers: 101', '1:10 brokers must be from 1 to 100; found 101'],
    ['brokers: [1, 1]', '1:14 broker 1 twice; each has a number of its own'],
    ['brokers: []', '1:10 brokers must be from 1 to 100; found 0'],
    ['brokers: [x]', "1:11 entry 1 of brokers must be a broker's number or name; found x"],
    ['brokers: [{ id: 1, up: false }]', '1:10 brokers are all down at the start; at least one must be up'],
    ['zookeeper: 4', '1:12 zookeeper of 4 servers; an ensemble has 1, 3 or 5; write 3'],
    ['network: { latency: 5 }', '1:21 latency must be a time as 500ms, 60s or 5m; found 5; write 5ms or 5s'],
    ['network: { latency: 0ms }', '1:21 latency must be from 10us to 60s; found 0'],
    [
      'config: { broker: { min.insync.replica: 2 } }',
      '1:21 unknown broker setting min.insync.replica; Kafka 3.9 has none of this name; did you mean min.insync.replicas?',
    ],
    [
      'config: { broker: { min.insync.replicas: two } }',
      '1:42 setting min.insync.replicas must be a whole number from 1; found two',
    ],
    ['config: { brokers: {} }', '1:11 unknown key brokers; did you mean broker?'],
    [
      'topics: [{ name: t, replicationFactor: 4 }]',
      '1:40 replicationFactor 4 is larger than the number of brokers, 3; write at most 3',
    ],
    [
      'topics: [{ name: "a b" }]',
      '1:18 topic name a b is not legal; letters, digits, dots, underscores and hyphens, at most 249',
    ],
    ['topics: [t, t]', '1:13 topic t twice; each has a name of its own'],
    ['topics: [{ partitions: 3 }]', '1:10 missing key name; a topic must have it'],
    ['topics: [{ name: t, partitions: 10001 }]', '1:33 partitions must be from 1 to 10000; found 10001'],
    ['topics: [{ name: t, assignment: [[1, 1]] }]', '1:34 partition 0 has a broker twice'],
    ['topics: [{ name: t, assignment: [[9]] }]', '1:34 unknown broker 9; known: 1, 2, 3'],
    ['producers: [{ name: admin }]', '1:21 name admin belongs to the cluster'],
    ['producers: [{ name: p, client: kcta }]', '1:32 unknown client kcta; did you mean kcat?'],
    ['producers: [{ name: p }, { name: p }]', '1:34 name p twice; each node has a name of its own'],
    [
      'producers: [{ name: p, program: { topic: t, rate: fast } }]',
      '1:51 rate must be records a time as 10/s; found fast',
    ],
    [
      'producers: [{ name: p, program: { topic: t, interval: 1us } }]',
      '1:55 interval must be at least 10us; found 1us; let perTick be larger',
    ],
    [
      'consumers: [{ name: c }]',
      '1:13 a consumer must have either topics or assign; topics reads all partitions of some topics, assign exactly the partitions it lists',
    ],
    [
      'consumers: [{ name: c, topics: t, config: { interceptor.classes: g } }]',
      '1:45 setting interceptor.classes is not modelled yet; leave it out',
    ],
    ['consumers: [{ name: c, topics: t, commit: after }]', '1:43 commit needs a group.id; c has none'],
    ['consumers: [{ name: c, topics: t, effect: mail }]', '1:43 effect needs a group.id; c has none'],
    ['consumers: [{ name: c, topics: t, config: { group.id: g }, commit: later }]', '1:68 commit must be'],
    ['consumers: [{ name: c, topics: t }]\nscript: [{ at: 1s, commit: c }]', '2:28 c has no group.id'],
    [
      'consumers: [{ name: c, topics: t, config: { group.id: g, heartbeat.interval.ms: 10000, session.timeout.ms: 10000 } }]',
      '1:81 heartbeat.interval.ms=10000; not below session.timeout.ms=10000',
    ],
    [
      'consumers: [{ name: c, topics: t, config: { group.id: g, partition.assignment.strategy: rang } }]',
      '1:89 partition.assignment.strategy names rang; there is no such assignor',
    ],
    ['script: [{ crash: 1 }]', '1:10 missing key at; an item of the script must have it, or when'],
    ['script: [{ at: 1s }]', '1:10 script item without anything to do'],
    ['script: [{ at: 1s, freez: 1 }]', '1:20 unknown key freez; did you mean freeze?'],
    ['script: [{ at: 1s, crash: broker-9 }]', '1:27 unknown node broker-9; did you mean broker-1?'],
    ['script: [{ at: 1s, flush: broker-1 }]', '1:27 broker-1 is a broker; flush needs a producer'],
    ['script: [{ at: 1s, crash: { node: 1, kind: fire } }]', '1:44 kind must be process or power or disk; found fire'],
    [
      'script: [{ at: 1s, cut: { from: 1, to: 1 } }]',
      '1:40 link from broker-1 to itself; it must lead to another node',
    ],
    [
      'script: [{ at: 1s, partitionNetwork: { islands: [[1, 2], [2, 3]] } }]',
      '1:59 broker-2 twice; a node is on one island',
    ],
    [
      'script: [{ at: 1s, partitionNetwork: { islands: [[1, 2]] } }]',
      '1:49 islands: 1; a network falls apart into two at least',
    ],
    [
      'script: [{ at: 1s, slowDisk: { node: zookeeper-1, by: 1s } }]',
      '1:38 zookeeper-1 is a zookeeper; slowDisk needs a broker',
    ],
    ['script: [{ at: 1s, when: LeaderElected, crash: 1 }]', '1:16 at beside when; an item waits for one of the two'],
    ['script: [{ when: LeaderElectd, crash: 1 }]', '1:18 unknown entry LeaderElectd; did you mean LeaderElected?'],
    [
      'script: [{ when: { entry: LeaderElected, with: { lead: 2 } }, crash: 1 }]',
      '1:50 unknown key lead; did you mean leader?',
    ],
    [
      'script: [{ when: { fact: highwatermark, of: [t-0], is: 1 }, crash: 1 }]',
      '1:18 unknown fact highwatermark; did you mean highWatermark?',
    ],
    [
      'script: [{ when: { fact: highWatermark, of: [t-0] }, crash: 1 }]',
      '1:18 fact highWatermark must be compared once; write one of is, atLeast, atMost, includes',
    ],
    ['script: [{ at: 40d, crash: 1 }]', '1:16 at must be a time as 500ms, 60s or 5m; found 40d'],
    ['script: [{ at: 999h, crash: 1 }]', '1:16 time beyond 30 days; a run ends long before'],
    [
      'script: [{ at: 1s, flush: p2 }, { at: 5s, addProducer: { name: p2 } }]',
      '1:27 p2 is not there yet; it joins 4s later',
    ],
    [
      'script: [{ at: 1s, addProducer: { name: p2 } }, { at: 5s, addProducer: { name: p2 } }]',
      '1:80 name p2 twice; each node has a name of its own',
    ],
    ['- a list', '1:1 the file must be a scenario, a map of keys; found a list'],
    ['a: b: c', '1:4 yaml not understood'],
    ['seed: 1\nseed: 2', '2:1 yaml not understood'],
  ])('%s', (text, mistake) => {
    const found = mistakesOf(text);
    expect(found.filter((one) => one.startsWith(mistake))).toHaveLength(1);
    expect(found.length).toBeLessThanOrEqual(2);
  });

  it('are all reported at once, in the order of the text, with file, line and column', () => {
    const text =
      'sede: 7\nbrokers: 0\ntopics:\n  - { name: t, partition: 3 }\nscript:\n  - { at: soon, crash: broker-12 }\n';
    const { scenario, mistakes } = parseScenario('a.yaml', text);
    expect(scenario).toBeNull();
    expect(sayMistakes(mistakes).split('\n')).toEqual([
      'a.yaml:1:1 unknown key sede; did you mean seed?',
      'a.yaml:2:10 brokers must be from 1 to 100; found 0',
      'a.yaml:4:16 unknown key partition; did you mean partitions?',
      'a.yaml:6:11 at must be a time as 500ms, 60s or 5m; found soon',
      'a.yaml:6:24 unknown node broker-12; did you mean broker-1?',
      '5 mistakes',
    ]);
  });

  it('a text beyond the limit is refused before it is read', () => {
    expect(mistakesOf(`name: ${'x'.repeat(1_000_001)}`)[0]).toMatch(
      /^1:1 scenario of 1000007 characters; the limit is 1000000/,
    );
  });

  it('aliases cannot grow a few lines into gigabytes', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[i]}`).join(',')}]`).join('\n')}\n`;
    expect(mistakesOf(bomb)[0]).toContain('aliases');
  });

  it.each([
    ['unknown keys', Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join('\n')],
    ['wrong items', `script:\n${'  - { at: x }\n'.repeat(60_000)}`],
    ['unknown settings', `config:\n  broker:\n${Array.from({ length: 50_000 }, (_, i) => `    s${i}: 1`).join('\n')}`],
  ])('a text full of %s is refused in seconds, with enough of its mistakes', (_, text) => {
    const found = mistakesOf(text);
    expect(found.length).toBeGreaterThan(10);
    expect(found.length).toBeLessThanOrEqual(500);
  });

  it.each(['constructor', 'toString', '__proto__'])('a setting called %s is an unknown setting', (key) => {
    expect(mistakesOf(`config: { broker: { ${key}: 1 } }`).join('\n')).toContain('unknown');
  });

  it('nesting cannot overflow the stack', () => {
    for (const depth of [200, 20_000])
      expect(mistakesOf(`seed: ${'['.repeat(depth)}${']'.repeat(depth)}`)[0]).toMatch(
        /yaml not understood; it is nested deeper than 40 levels; write lists and maps side by side$/,
      );
  });
});

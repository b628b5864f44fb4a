import { describe, expect, it } from 'vitest';

import { checkRecording } from '../../src/timeline/check-recording.ts';
import { clusterEngine } from '../../src/timeline/cluster-engine.ts';
import { mistakesOf, scenarioOf } from './parse.ts';

const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

// A World keeps tables by the names of topics and members in plain objects: there these names would lead to what all objects share.
describe.each(names)('what every object of JavaScript has, %s, is no name of', (name) => {
  it.each([
    ['a topic', `topics: [${name}]`, '1:10'],
    ['what a program sends to', `producers: [{ name: p, program: { topic: ${name} } }]`, '1:42'],
    ['what a consumer reads', `consumers: [{ name: c, topics: [a, ${name}] }]`, '1:13'],
    ['what a consumer is assigned', `consumers: [{ name: c, assign: ${name}-0 }]`, '1:13'],
    ['a topic that is created', `script: [{ at: 1s, createTopic: ${name} }]`, '1:33'],
    [
      'what a record is sent to',
      `producers: [{ name: p }]\nscript: [{ at: 1s, send: { producer: p, topic: ${name}, value: v } }]`,
      '2:48',
    ],
    [
      'what an added producer sends to',
      `script: [{ at: 1s, addProducer: { name: p, program: { topic: ${name} } } }]`,
      '1:62',
    ],
    [
      'what is subscribed to',
      `consumers: [{ name: c, topics: a }]\nscript: [{ at: 1s, subscribe: { consumer: c, topics: [a, ${name}] } }]`,
      '2:54',
    ],
  ])('%s', (_, text, place) => {
    const sentence = `topic name ${name} is not possible here; it is JavaScript's own; write another`;
    expect(mistakesOf(text)).toContain(`${place} ${sentence}`);
  });

  it('a group or a static member', () => {
    const text = `consumers: [{ name: c, topics: t, config: { group.id: ${name}, group.instance.id: ${name} } }]`;
    expect(mistakesOf(text)).toEqual([
      `1:55 group.id=${name} is not possible here; it is JavaScript's own name`,
      expect.stringContaining(`group.instance.id=${name} is not possible here`),
    ]);
  });

  it('a topic in a recording', () => {
    const scenario = scenarioOf('topics: [orders]');
    const send = {
      type: 'createTopic',
      topic: { name, partitions: 1, replicationFactor: 1, assignment: null, config: {} },
    };
    const interventions = [{ at: 1, step: 1, intervention: send }];
    const { name: engine } = clusterEngine;
    const json = { format: 'highwater-recording', engine, scenario, seed: 1, interventions, until: 2 };
    expect(checkRecording(json, engine).problems.map(({ place }) => place)).toEqual(['interventions[0].topic.name']);
  });
});

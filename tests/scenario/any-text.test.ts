import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';

import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { damaged } from './damaged.ts';

const document = readFileSync(new URL('../../docs/LESSONS.md', import.meta.url), 'utf8');
const sample = /```yaml\n(name[\s\S]*?)```/.exec(document)?.[1] ?? '';

/** Whatever the text: a scenario and no mistake, or mistakes at places that the text has, and no scenario. */
function holds(text: string): void {
  const { scenario, mistakes } = parseScenario('any.yaml', text);
  expect(scenario === null).toBe(mistakes.length > 0);
  const lines = text.split('\n').length;
  for (const { line, column, message } of mistakes) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(message).not.toBe('');
  }
}

it('any text is either a scenario or refused with places', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), holds));
});

it('any JSON is either a scenario or refused with places', () => {
  fc.assert(fc.property(fc.json({ maxDepth: 5 }), holds));
});

it('a scenario with a slip of the keyboard is either a scenario or refused with places', () => {
  expect(parseScenario('sample.yaml', sample).mistakes).toEqual([]);
  const slip = fc.record({
    at: fc.nat(sample.length),
    cut: fc.nat(12),
    put: fc.constantFrom(
      '',
      ' ',
      ':',
      '-',
      '[',
      '}',
      "'",
      '*',
      '&',
      '\n',
      'x',
      '0',
      '9e99',
      '~',
      '!!int ',
      '<<: ',
      '\t',
    ),
  });
  fc.assert(
    fc.property(fc.array(slip, { minLength: 1, maxLength: 3 }), (slips) => {
      let text = sample;
      for (const { at, cut, put } of slips) text = text.slice(0, at) + put + text.slice(at + cut);
      holds(text);
    }),
    { numRuns: 300 },
  );
});

it('any value in place of another is either right or refused with places', () => {
  const json = {
    era: '3.9',
    seed: 1,
    brokers: [{ id: 1, config: {} }],
    network: { latency: '1ms' },
    topics: [{ name: 't', partitions: 1, assignment: [[1]], config: {} }],
    producers: [
      {
        name: 'p',
        config: {},
        program: { topic: 't', rate: '1/s', keys: ['a'] },
        sends: [{ at: '1s', topic: 't', value: 'v' }],
      },
    ],
    consumers: [{ name: 'c', assign: ['t-0'], processing: '1ms' }],
    script: [
      { at: '1s', crash: { node: 1 }, send: { producer: 'p', topic: 't', value: 'v', headers: {} } },
      { when: { entry: 'LeaderElected', with: { leader: 1 } }, cut: { from: 1, to: 'p' } },
    ],
  };
  fc.assert(
    fc.property(damaged(json), (value) => {
      holds(JSON.stringify(value, null, 1));
    }),
    { numRuns: 500 },
  );
});

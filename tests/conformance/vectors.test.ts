import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import { play } from './support/play.ts';
import { readFolder, type Vector } from './support/vector.ts';

/* Kafka's own vectors, each a test of its own. Where each came from stands at the head of its file. */

const { vectors, broken } = readFolder(fileURLToPath(new URL('./vectors', import.meta.url)));

it('every file of vectors can be read', () => {
  expect(broken).toEqual([]);
  expect(vectors.length).toBeGreaterThan(1000);
});

const byKind = new Map<string, Vector[]>();
for (const vector of vectors) byKind.set(vector.kind, [...(byKind.get(vector.kind) ?? []), vector]);

for (const [kind, cases] of byKind) {
  const outcomes = cases.map((vector) => ({ vector, outcome: play(vector) }));
  const played = outcomes.filter(({ outcome }) => outcome.status !== 'skipped');
  if (played.length === 0) continue;
  describe(`vectors of kind ${kind}`, () => {
    it.each(played.map(({ vector, outcome }) => [vector.id, titleOf(vector), outcome] as const))(
      '%s %s',
      (_id, _name, outcome) => {
        if (outcome.status === 'failed') expect(outcome.got).toEqual(outcome.expected);
        expect(outcome.status).toBe('passed');
      },
    );
  });
}

function titleOf({ data }: Vector): string {
  const { name, config } = data;
  return typeof name === 'string' ? name : typeof config === 'string' ? config : '';
}

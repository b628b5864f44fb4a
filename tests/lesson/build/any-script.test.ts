import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { damaged } from '../../scenario/damaged.ts';
import { readTexts, smallLesson } from '../support/small-lesson.ts';

test('whatever becomes of a lesson’s script or scenario, it is read, or refused with places that the text has', () => {
  const changed = fc
    .constantFrom('script' as const, 'scenario' as const)
    .chain((file) => fc.record({ file: fc.constant(file), json: damaged(parse(smallLesson[file])) }));
  fc.assert(
    fc.property(changed, ({ file, json }) => {
      const text = JSON.stringify(json, null, 1);
      const { lesson, mistakes } = readTexts({ ...smallLesson, [file]: text });
      expect(lesson === null).toBe(mistakes.length > 0);
      const lines = text.split('\n').length;
      for (const { file: of, line, column, message } of mistakes) {
        if (of.endsWith(`${file}.yaml`)) expect(line).toBeLessThanOrEqual(lines);
        expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
        expect(message).not.toMatch(/^$|undefined|\[object/);
      }
    }),
    { numRuns: 150 },
  );
});

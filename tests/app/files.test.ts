import { expect, test } from 'vitest';

import { mayBeScenario, textOf } from '../../src/app/files.ts';
import { recordingFrom } from '../../src/app/link.ts';

/** What a browser does when the file was moved after it had been chosen. */
class Moved extends Blob {
  override text(): Promise<string> {
    return Promise.reject(new DOMException('The requested file could not be read', 'NotReadableError'));
  }
}

/** Larger than any memory; whoever reads it all the same fails. */
class Film extends Moved {
  override get size(): number {
    return 4_000_000_000;
  }
}

test('a file is read; one that is gone, or larger than anything that is opened here, is told in words', async () => {
  expect(await textOf(new Blob(['brokers: 3']))).toEqual({ text: 'brokers: 3' });
  expect(await textOf(new Moved())).toEqual({
    problem: expect.stringMatching(/not read; .*choose it again/) as string,
  });
  expect(await textOf(new Film())).toEqual({
    problem: expect.stringMatching(/^file of 4000000000 bytes; the limit is/) as string,
  });
});

test('a recording whose file is gone is refused', async () => {
  const { recording, problems } = await recordingFrom(new Moved(), 'engine');
  expect(recording).toBeNull();
  expect(problems).toMatchObject([{ reason: expect.stringMatching(/^file not read/) as string }]);
});

test('a text that names nothing of a scenario is no scenario; a broken scenario still is one', () => {
  expect(mayBeScenario('{ "a": 1 }')).toBe(false);
  expect(mayBeScenario('dear diary\ntoday: rain\n')).toBe(false);
  expect(mayBeScenario('brokers: 3\nerra: 3.9\n')).toBe(true);
  expect(mayBeScenario('{"topics":[{"name":"a b"}]}')).toBe(true);
});

import { expect, test } from 'vitest';

import { mayBeScenario } from '../../src/app/files.ts';

test('a text that names nothing of a scenario is no scenario; a broken scenario still is one', () => {
  expect(mayBeScenario('{ "a": 1 }')).toBe(false);
  expect(mayBeScenario('dear diary\ntoday: rain\n')).toBe(false);
  expect(mayBeScenario('brokers: 3\nerra: 3.9\n')).toBe(true);
  expect(mayBeScenario('{"topics":[{"name":"a b"}]}')).toBe(true);
});

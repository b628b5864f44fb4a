import { readdirSync } from 'node:fs';

import { expect, test } from 'vitest';

import { courseFiles } from './support/course.ts';
import { shareOf, SHARDS } from './support/shards.ts';

const shards = Array.from({ length: SHARDS }, (_, index) => index + 1);

test('every folder of lessons/ is played by one of the files under played/', () => {
  const files = readdirSync(new URL('played', import.meta.url)).sort();
  expect(files).toEqual(shards.map((shard) => `${shard}-of-${SHARDS}.test.ts`));
  expect(shards.flatMap((shard) => shareOf(shard)).sort()).toEqual(courseFiles.folders());
});

test('a folder that is new needs no file of its own: whatever its name, it is played once', () => {
  const folders = [...courseFiles.folders(), '17-one-more'].sort();
  expect(shards.flatMap((shard) => shareOf(shard, folders)).filter((id) => id === '17-one-more')).toHaveLength(1);
});

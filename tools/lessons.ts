import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import { filesUnder } from './files-under.ts';
import { lessonsPlugin, type LessonsPlugin } from '../src/lesson/build/plugin.ts';

const folder = fileURLToPath(new URL('../lessons', import.meta.url));

/** The lessons plugin over the repository's own `lessons/`. */
export function lessons(): LessonsPlugin {
  return lessonsPlugin({
    root: 'lessons',
    files: {
      folders: () =>
        readdirSync(folder, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map((entry) => entry.name)
          .sort(),
      names: (id) => readdirSync(join(folder, id)),
      read: (path) => {
        const file = join(folder, path);
        return existsSync(file) ? readFileSync(file, 'utf8') : null;
      },
    },
    watched: () => filesUnder(folder),
  });
}

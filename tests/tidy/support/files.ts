import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

export interface RepositoryFile {
  /** From the repository's folder, with slashes. */
  readonly path: string;
  readonly text: string;
}

export function read(path: string): string {
  return readFileSync(`${root}/${path}`, 'utf8');
}

/**
 * Every file below the given folders (from the repository's folder) whose name ends as asked.
 *
 * @throws when there is none: a test that looks at no file would pass for ever
 */
export function filesIn(folders: readonly string[], ending: RegExp): readonly RepositoryFile[] {
  const paths = folders.flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && ending.test(entry.name))
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length + 1).replaceAll('\\', '/')),
  );
  if (paths.length === 0) throw new Error(`no file below ${folders.join(', ')} ends as ${ending.source}`);
  return paths.sort().map((path) => ({ path, text: read(path) }));
}

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';

/** One case of a file of vectors. */
export interface Vector {
  /** By its path inside the folder. */
  readonly file: string;
  readonly id: string;
  /** The case's `kind`, else its `mode`, else its `assignor`, else the file's base name. */
  readonly kind: string;
  readonly data: { readonly [name: string]: unknown };
}

/** A file that could not be read, and why. */
export interface BrokenFile {
  readonly file: string;
  readonly problem: string;
}

export interface VectorFolder {
  readonly files: readonly string[];
  readonly vectors: readonly Vector[];
  readonly broken: readonly BrokenFile[];
}

/** Every `.json` file of a folder and of the folders inside it, by path. */
export function readFolder(folder: string): VectorFolder {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, sep).length).replaceAll(sep, '/'))
    .sort();
  const vectors: Vector[] = [];
  const broken: BrokenFile[] = [];
  for (const file of files) {
    try {
      vectors.push(...vectorsIn(file, readFileSync(join(folder, file), 'utf8')));
    } catch (error) {
      broken.push({ file, problem: error instanceof Error ? error.message : String(error) });
    }
  }
  return { files, vectors, broken };
}

/** The cases in the text of one file. */
export function vectorsIn(file: string, text: string): Vector[] {
  const content = JSON.parse(keepLongNumbers(text)) as { readonly cases?: unknown } | null;
  const cases = content?.cases;
  if (!Array.isArray(cases)) throw new Error('cases missing; a file of vectors is an object with a list of them');
  return cases.map((one: unknown, index): Vector => {
    const data = (one ?? {}) as { readonly [name: string]: unknown };
    const said = [data['kind'], data['mode'], data['assignor']].find((one) => typeof one === 'string');
    const kind = said === undefined ? basename(file, '.json') : String(said);
    const id = data['id'] ?? `case ${index + 1}`;
    return { file, id: typeof id === 'string' ? id : JSON.stringify(id), kind, data };
  });
}

/** Numbers that no double holds become texts: configuration values stay as they are written. */
function keepLongNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
}

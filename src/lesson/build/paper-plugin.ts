import { sayMistakes } from '../../scenario/mistake.ts';
import { readPaper } from './read-paper.ts';

/** What this plugin needs of Vite, so that the floor needs no Node. */
interface Context {
  error(message: string): never;
  addWatchFile(path: string): void;
}

export interface PaperPlugin {
  readonly name: string;
  resolveId(id: string): string | null;
  load(this: Context, id: string): string | null;
}

export interface PaperOptions {
  /** What the page imports it by: `virtual:model`. */
  readonly id: string;
  /** How its author knows it: `docs/MODEL.md`. */
  readonly name: string;
  /** Its full path, to be watched while the page is served. */
  readonly path: string;
  readonly read: () => string;
}

/** Gives the page a document of ours as data; a mistake in it stops the build. */
export function paperPlugin({ id: wanted, name, path, read }: PaperOptions): PaperPlugin {
  return {
    name: 'highwater-paper',
    resolveId: (id) => (id === wanted ? `\0${id}` : null),
    load(id) {
      if (id !== `\0${wanted}`) return null;
      this.addWatchFile(path);
      const { paper, mistakes } = readPaper(name, read());
      if (paper === null) return this.error(`${name} not built\n${sayMistakes(mistakes)}`);
      return `export const paper = JSON.parse(${JSON.stringify(JSON.stringify(paper))});\n`;
    },
  };
}

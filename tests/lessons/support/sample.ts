import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The lesson that docs/LESSONS.md shows to authors: exactly that text. */

const text = readFileSync(new URL('../../../docs/LESSONS.md', import.meta.url), 'utf8');
const part = text.slice(text.indexOf('\n### A first lesson'));

export const SAMPLE = '17-a-small-lesson';

/** The first code block of a language after a line of the document. */
function blockAfter(line: string, language: string): string {
  const from = part.indexOf(`\n${line}`);
  if (from < 0) throw new Error(`the document has no line that begins with ${line}`);
  const begin = part.indexOf(`\`\`\`${language}\n`, from) + language.length + 4;
  return part.slice(begin, part.indexOf('\n```', begin) + 1);
}

/** Its files by their paths, with a course map that has its entry alone, and what comes before. */
export function sampleFiles(): { readonly [path: string]: string } {
  const map = readFileSync(new URL('../../../lessons/course.yaml', import.meta.url), 'utf8');
  return {
    'course.yaml': `${map.trimEnd()}\n${blockAfter("The course map's new entry:", 'yaml')}`,
    [`${SAMPLE}/lesson.md`]: blockAfter('`lesson.md`, which is also', 'markdown'),
    [`${SAMPLE}/scenario.yaml`]: blockAfter('`scenario.yaml`:', 'yaml'),
    [`${SAMPLE}/script.yaml`]: blockAfter('`script.yaml`:', 'yaml'),
  };
}

/** Puts the sample into a folder, as an author does. */
export function writeSample(folder: string): void {
  for (const [path, content] of Object.entries(sampleFiles())) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

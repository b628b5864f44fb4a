import { didYouMean } from '../../scenario/did-you-mean.ts';
import type { Mistake } from '../../scenario/mistake.ts';
import { LESSON_FILES, TWIN_FILE, type CourseFiles } from './files.ts';

/** The number that a lesson's folder begins with, as in `10-a-broker-dies`; null: it has none. */
export function numberOfFolder(id: string): number | null {
  const match = /^(\d{1,3})-[a-z0-9][a-z0-9-]*$/.exec(id);
  return match === null ? null : Number(match[1]);
}

/** Complains of folders that have no number or that of another one, and of files in them that nothing would read. */
export function checkFolders(root: string, files: CourseFiles, mistakes: Mistake[]): void {
  const seen = new Map<number, string>();
  for (const id of [...files.folders()].sort()) {
    const complain = (code: string, name: string, message: string, hint: string): void => {
      mistakes.push({ code, file: `${root}/${id}${name}`, line: 1, column: 1, message, hint });
    };
    const number = numberOfFolder(id);
    const other = number === null ? undefined : seen.get(number);
    if (number === null)
      complain(
        'folder',
        '',
        `folder ${id} has no name of a lesson; that is its number on the map and a few words`,
        'as 10-a-broker-dies: lower-case letters, digits and hyphens',
      );
    else if (other !== undefined)
      complain('twice', '', `folder ${id} has the number of ${other}`, 'each lesson has a number of its own');
    else seen.set(number, id);
    const known = [...Object.values(LESSON_FILES), TWIN_FILE];
    for (const name of files.names(id)) {
      if (known.includes(name) || name.startsWith('.')) continue;
      complain('unknown-file', `/${name}`, `unknown file ${name}; nothing reads it`, didYouMean(name, known));
    }
  }
}

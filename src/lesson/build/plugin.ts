import { textHash } from '../../lib/json.ts';
import { openingOf } from './opening-of.ts';
import { sayMistakes } from '../../scenario/mistake.ts';
import { COURSE_FILE, readCourse, type Course, type CourseFiles, type ReadCourse } from './read-course.ts';
import { LESSON_FILES, TWIN_FILE } from './read-lesson.ts';

/** What this plugin needs of Vite, so that the floor needs no Node. */
interface Context {
  error(message: string): never;
  addWatchFile(path: string): void;
}

export interface LessonsPlugin {
  readonly name: string;
  buildStart(this: Context): void;
  resolveId(id: string): string | null;
  load(this: Context, id: string): string | null;
}

export interface LessonsOptions {
  /** How the author knows the course's folder: `lessons`. */
  readonly root: string;
  readonly files: CourseFiles;
  /** Files to be watched while the page is served, by their full paths. */
  readonly watched: () => readonly string[];
}

const MAP = 'virtual:lessons';
const ONE = 'virtual:lesson/';
const OPENING = 'virtual:opening/';

/**
 * Gives the page its lessons: `virtual:lessons` is the course map with a function that loads each lesson, in a file of its own.
 * A mistake in any lesson stops the build, with all of them listed.
 */
export function lessonsPlugin({ root, files, watched }: LessonsOptions): LessonsPlugin {
  let last: { readonly texts: string; readonly read: ReadCourse } | null = null;
  const courseFor = (context: Context): Course => {
    for (const path of watched()) context.addWatchFile(path);
    // Every lesson asks for the whole course; it is read again when a file has changed.
    const texts = fingerprint(files);
    if (last?.texts !== texts) last = { texts, read: readCourse(root, files) };
    const { course, mistakes } = last.read;
    return course ?? context.error(`lessons not built\n${sayMistakes(mistakes)}`);
  };
  return {
    name: 'highwater-lessons',
    buildStart() {
      courseFor(this);
    },
    resolveId: (id) => (id === MAP || id.startsWith(ONE) || id.startsWith(OPENING) ? `\0${id}` : null),
    load(id) {
      if (id === `\0${MAP}`) return mapModule(courseFor(this));
      const kind = [ONE, OPENING].find((prefix) => id.startsWith(`\0${prefix}`));
      if (kind === undefined) return null;
      const lesson = courseFor(this).lessons.find((one) => id === `\0${kind}${one.id}`);
      if (lesson === undefined) return this.error(`unknown lesson ${id.slice(kind.length + 1)}`);
      return kind === ONE ? jsonModule('lesson', lesson) : jsonModule('opening', openingOf(lesson));
    },
  };
}

function jsonModule(name: string, value: unknown): string {
  return `export const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(value))});\n`;
}

function mapModule({ map, lessons }: Course): string {
  const loaders = (prefix: string, name: string): string[] =>
    lessons.map(
      ({ id }) =>
        `  ${JSON.stringify(id)}: () => import(${JSON.stringify(prefix + id)}).then((module) => module.${name}),`,
    );
  return [
    `export const course = ${JSON.stringify(map)};`,
    'export const lessons = {',
    ...loaders(ONE, 'lesson'),
    '};',
    'export const openings = {',
    ...loaders(OPENING, 'opening'),
    '};',
    '',
  ].join('\n');
}

function fingerprint(files: CourseFiles): string {
  const names = [...Object.values(LESSON_FILES), TWIN_FILE];
  const paths = files.folders().flatMap((folder) => names.map((name) => `${folder}/${name}`));
  return textHash(JSON.stringify([COURSE_FILE, ...paths].map((path) => [path, files.read(path)])));
}

import { textHash } from '../../lib/json.ts';
import { sayMistakes, type Mistake } from '../../scenario/mistake.ts';
import type { Lesson } from '../lesson.ts';
import type { Opening } from '../opening.ts';
import { checkPlay } from './check-play.ts';
import { COURSE_FILE, LESSON_FILES, TWIN_FILE, type CourseFiles } from './files.ts';
import { openingOf } from './opening-of.ts';
import { readCourse, type Course, type ReadCourse } from './read-course.ts';

/** What this plugin needs of Vite, so that the floor needs no Node. */
interface Context {
  error(message: string): never;
  addWatchFile(path: string): void;
}

export interface LessonsPlugin {
  readonly name: string;
  configResolved(config: { readonly command: string }): void;
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
  const readNow = (): ReadCourse => {
    // Every lesson asks for the whole course; it is read again when a file has changed.
    const texts = fingerprint(files);
    if (last?.texts !== texts) last = { texts, read: readCourse(root, files) };
    return last.read;
  };
  const courseFor = (context: Context): Course => {
    for (const path of watched()) context.addWatchFile(path);
    const { course, mistakes } = readNow();
    return course ?? context.error(saying(mistakes));
  };
  // To play a lesson takes longer than to read it, and its opening is asked for in every build.
  const openings = new Map<string, Opening>();
  const openingFor = (lesson: Lesson): Opening => {
    const known = openings.get(lesson.hash) ?? openingOf(lesson);
    openings.set(lesson.hash, known);
    return known;
  };
  /** Plays every lesson of a course once. */
  const playedMistakes = ({ lessons }: Course): readonly Mistake[] =>
    lessons.flatMap((lesson) => {
      const path = `${lesson.id}/${LESSON_FILES.script}`;
      return checkPlay(lesson, openingFor(lesson).plan, `${root}/${path}`, files.read(path) ?? '');
    });
  return {
    name: 'highwater-lessons',
    // Before the build itself begins: whatever is thrown later comes with the bundler's own stack around it.
    configResolved({ command }) {
      if (command !== 'build') return;
      const { course, mistakes } = readNow();
      const all = course === null ? mistakes : playedMistakes(course);
      if (all.length > 0) throw withoutStack(saying(all));
    },
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
      return kind === ONE ? jsonModule('lesson', lesson) : jsonModule('opening', openingFor(lesson));
    },
  };
}

function saying(mistakes: readonly Mistake[]): string {
  return `lessons not built\n${sayMistakes(mistakes)}`;
}

/** Where in our code an author's mistakes were found helps no author, so it is shown as its message and nothing else. */
function withoutStack(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return Object.assign(error, { [Symbol.for('nodejs.util.inspect.custom')]: () => message });
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
  const listed = files.folders().map((folder) => [folder, files.names(folder)]);
  return textHash(JSON.stringify([...listed, ...[COURSE_FILE, ...paths].map((path) => [path, files.read(path)])]));
}

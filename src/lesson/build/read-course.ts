import type { Mistake } from '../../scenario/mistake.ts';
import { fieldsOf, listOf, wrong, type Fields, type Read, type Spot } from '../../scenario/read/reading.ts';
import { readInteger, readText } from '../../scenario/read/values.ts';
import type { CourseEntry, CourseMap } from '../course.ts';
import type { Lesson } from '../lesson.ts';
import { COURSE_FILE, LESSON_FILES, TWIN_FILE, type CourseFiles, type LessonFiles } from './files.ts';
import { checkFolders, numberOfFolder } from './folders.ts';
import { readDocument } from './markdown.ts';
import { complaintsAbout, openYaml } from './reading.ts';
import { readLesson } from './read-lesson.ts';

export interface Course {
  readonly map: CourseMap;
  readonly lessons: readonly Lesson[];
}

export interface ReadCourse {
  /** Null when there is a mistake anywhere. */
  readonly course: Course | null;
  readonly mistakes: readonly Mistake[];
}

/**
 * Reads the whole course. Every mistake of every file is collected.
 * @param root how the author knows the course's folder, for messages: `lessons`
 */
export function readCourse(root: string, files: CourseFiles): ReadCourse {
  const mistakes: Mistake[] = [];
  const heads: Head[] = [];
  checkFolders(root, files, mistakes);
  for (const id of [...files.folders()].sort()) {
    const texts = textsOf(id, `${root}/${id}`, files, mistakes);
    const lesson = texts === null ? null : readLesson(id, `${root}/${id}`, texts, mistakes);
    const number = numberOfFolder(id);
    if (number !== null) heads.push({ id, number, title: texts === null ? '' : titleOf(texts), lesson });
  }
  const map = readMap(`${root}/${COURSE_FILE}`, files.read(COURSE_FILE), heads, mistakes);
  const lessons = heads.flatMap(({ lesson }) => lesson ?? []);
  return { course: map === null || mistakes.length > 0 ? null : { map, lessons }, mistakes };
}

/** What the map says of a lesson is held against its folder and its title, whatever else is wrong with it. */
interface Head {
  readonly id: string;
  readonly number: number;
  /** Empty: it has none. */
  readonly title: string;
  /** Null: there is a mistake in it. */
  readonly lesson: Lesson | null;
}

function titleOf({ lesson }: LessonFiles): string {
  return readDocument(lesson, complaintsAbout('', [])).title;
}

function textsOf(id: string, folder: string, files: CourseFiles, mistakes: Mistake[]): LessonFiles | null {
  const text = (name: string): string | null => {
    const found = files.read(`${id}/${name}`);
    if (found === null) {
      mistakes.push({
        code: 'missing-file',
        file: `${folder}/${name}`,
        line: 1,
        column: 1,
        message: `file ${name} missing`,
        hint: `a lesson has ${Object.values(LESSON_FILES).join(', ')}`,
      });
    }
    return found;
  };
  const lesson = text(LESSON_FILES.lesson);
  const scenario = text(LESSON_FILES.scenario);
  const script = text(LESSON_FILES.script);
  const twin = files.read(`${id}/${TWIN_FILE}`) ?? undefined;
  return lesson === null || scenario === null || script === null ? null : { lesson, scenario, script, twin };
}

function readMap(file: string, text: string | null, heads: readonly Head[], mistakes: Mistake[]): CourseMap | null {
  if (text === null) {
    mistakes.push({
      code: 'missing-file',
      file,
      line: 1,
      column: 1,
      message: 'file course.yaml missing',
      hint: 'it lists every lesson, those to come too',
    });
    return null;
  }
  const spot = openYaml(file, text, mistakes);
  const fields = spot === null ? null : fieldsOf(spot, 'a course', ['title', 'world', 'lessons']);
  const title = fields?.required('title', readText) ?? null;
  const world = fields?.required('world', readText) ?? null;
  const entries = fields?.required('lessons', listOf(readEntry(heads), 'a list of lessons')) ?? null;
  if (fields === null || title === null || world === null || entries === null) return null;
  for (const { id, number, title: called } of heads) {
    if (entries.some((entry) => entry.number === number)) continue;
    fields.spot.reading.complain(
      ['lessons'],
      'not-on-the-map',
      `lesson ${number}${called === '' ? '' : `, ${called},`} is not on the map; it is in the folder ${id}`,
      `add - { number: ${number}, title: ..., line: ... }, or give the folder the number of another one`,
    );
  }
  return { title, world, lessons: entries };
}

function readEntry(heads: readonly Head[]): Read<CourseEntry> {
  return (spot: Spot) => {
    const fields = fieldsOf(spot, 'a lesson on the map', ['number', 'title', 'line', 'slides']);
    const number = fields?.required('number', readInteger) ?? null;
    const title = fields?.required('title', readText) ?? null;
    const line = fields?.required('line', readText) ?? null;
    const slides = fields?.optional('slides', listOf(readText, 'a list of slides'), []) ?? [];
    if (fields === null || number === null || title === null || line === null) return null;
    const head = heads.find((one) => one.number === number);
    if (head !== undefined) checkEntry(fields, title, head);
    const lesson = head?.lesson ?? null;
    const available =
      lesson === null ? null : { id: lesson.id, hash: lesson.hash, steps: lesson.steps.map(({ id }) => id) };
    return { number, title, line, slides: lesson?.slides ?? slides, available };
  };
}

/** An entry says the same as the lesson that it stands for, and nothing that the lesson says itself. */
function checkEntry(fields: Fields, title: string, head: Head): void {
  if (head.title !== '' && head.title !== title)
    wrong(
      fields.at('title'),
      'title',
      `title ${title.slice(0, 60)} differs from that of ${head.id}/${LESSON_FILES.lesson}`,
      head.title,
    );
  if (fields.has('slides'))
    fields.spot.reading.complainKey(
      [...fields.spot.path, 'slides'],
      'slides',
      `slides of a lesson that is there; they stand in ${head.id}/${LESSON_FILES.script}`,
      'leave them out here',
    );
}

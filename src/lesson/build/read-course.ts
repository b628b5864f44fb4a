import type { Mistake } from '../../scenario/mistake.ts';
import { fieldsOf, listOf, type Read, type Spot } from '../../scenario/read/reading.ts';
import { readInteger, readText } from '../../scenario/read/values.ts';
import type { CourseEntry, CourseMap } from '../course.ts';
import type { Lesson } from '../lesson.ts';
import { LESSON_FILES, readLesson, TWIN_FILE, type LessonFiles } from './read-lesson.ts';
import { openYaml } from './reading.ts';

/** Where the course's files are: the page's build and the tests read a folder, and nothing here knows how. */
export interface CourseFiles {
  /** Names of the lessons' folders. */
  folders(): readonly string[];
  /** A file under the course's folder, with slashes; null when there is none. */
  read(path: string): string | null;
}

export interface Course {
  readonly map: CourseMap;
  readonly lessons: readonly Lesson[];
}

export interface ReadCourse {
  /** Null when there is a mistake anywhere. */
  readonly course: Course | null;
  readonly mistakes: readonly Mistake[];
}

/** The course map's file. */
export const COURSE_FILE = 'course.yaml';

/**
 * Reads the whole course. Every mistake of every file is collected.
 * @param root how the author knows the course's folder, for messages: `lessons`
 */
export function readCourse(root: string, files: CourseFiles): ReadCourse {
  const mistakes: Mistake[] = [];
  const lessons: Lesson[] = [];
  for (const id of [...files.folders()].sort()) {
    const texts = textsOf(id, `${root}/${id}`, files, mistakes);
    const lesson = texts === null ? null : readLesson(id, `${root}/${id}`, texts, mistakes);
    if (lesson !== null) lessons.push(lesson);
  }
  const map = readMap(`${root}/${COURSE_FILE}`, files.read(COURSE_FILE), lessons, mistakes);
  return { course: map === null || mistakes.length > 0 ? null : { map, lessons }, mistakes };
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

function readMap(file: string, text: string | null, lessons: readonly Lesson[], mistakes: Mistake[]): CourseMap | null {
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
  const { spot } = openYaml(file, text, mistakes);
  const fields = spot === null ? null : fieldsOf(spot, 'a course', ['title', 'world', 'lessons']);
  const title = fields?.required('title', readText) ?? null;
  const world = fields?.required('world', readText) ?? null;
  const entries = fields?.required('lessons', listOf(readEntry(lessons), 'a list of lessons')) ?? null;
  if (fields === null || title === null || world === null || entries === null) return null;
  for (const lesson of lessons) {
    if (entries.some(({ number }) => number === lesson.number)) continue;
    fields.spot.reading.complain(
      ['lessons'],
      'not-on-the-map',
      `lesson ${lesson.number}, ${lesson.title}, is not on the map`,
    );
  }
  return { title, world, lessons: entries };
}

function readEntry(lessons: readonly Lesson[]): Read<CourseEntry> {
  return (spot: Spot) => {
    const fields = fieldsOf(spot, 'a lesson on the map', ['number', 'title', 'line', 'slides']);
    const number = fields?.required('number', readInteger) ?? null;
    const title = fields?.required('title', readText) ?? null;
    const line = fields?.required('line', readText) ?? null;
    const slides = fields?.optional('slides', listOf(readText, 'a list of slides'), []) ?? [];
    if (fields === null || number === null || title === null || line === null) return null;
    const lesson = lessons.find((one) => one.number === number);
    if (lesson !== undefined && lesson.title !== title) {
      spot.reading.complain(
        [...spot.path, 'title'],
        'title',
        `title ${title.slice(0, 60)} differs from that of ${lesson.id}/${LESSON_FILES.lesson}`,
        lesson.title,
      );
    }
    const available =
      lesson === undefined ? null : { id: lesson.id, hash: lesson.hash, steps: lesson.steps.map(({ id }) => id) };
    return { number, title, line, slides: lesson?.slides ?? slides, available };
  };
}

/** The files of a lesson, as text. */
export interface LessonFiles {
  readonly lesson: string;
  readonly scenario: string;
  readonly script: string;
  /** The cluster on which some steps are told once more; undefined: there is none. */
  readonly twin?: string | undefined;
}

/** Files that every lesson has. */
export const LESSON_FILES: { readonly [K in Exclude<keyof LessonFiles, 'twin'>]: string } = {
  lesson: 'lesson.md',
  scenario: 'scenario.yaml',
  script: 'script.yaml',
};

/** A file that a lesson may have. */
export const TWIN_FILE = 'twin.yaml';

/** The course map's file. */
export const COURSE_FILE = 'course.yaml';

/** Headings that belong to no step. */
export const CLOSING = { tryThis: 'Try this', discuss: 'To discuss' } as const;

/** Where the course's files are: the page's build and the tests read a folder, and nothing here knows how. */
export interface CourseFiles {
  /** Names of the lessons' folders. */
  folders(): readonly string[];
  /** Names of everything in one of them. */
  names(folder: string): readonly string[];
  /** A file under the course's folder, with slashes; null when there is none. */
  read(path: string): string | null;
}

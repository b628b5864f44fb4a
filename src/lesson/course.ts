/** The course map: every lesson that is there or planned, in order. */
export interface CourseMap {
  readonly title: string;
  /** The story world in a sentence. */
  readonly world: string;
  readonly lessons: readonly CourseEntry[];
}

export interface CourseEntry {
  readonly number: number;
  readonly title: string;
  readonly line: string;
  /** Slides of the recitation that it covers. */
  readonly slides: readonly string[];
  /** Null: to come. */
  readonly available: AvailableLesson | null;
}

/** What the map needs to know of a lesson before the lesson itself is loaded. */
export interface AvailableLesson {
  readonly id: string;
  readonly hash: string;
  readonly steps: readonly string[];
}

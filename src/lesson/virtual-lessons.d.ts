/* eslint-disable @typescript-eslint/consistent-type-imports -- an ambient module cannot import from a relative path */

/** The course as the build makes it: see `build/plugin.ts`. */
declare module 'virtual:lessons' {
  export const course: import('./course.ts').CourseMap;
  /** Loads a lesson by its id. */
  export const lessons: { readonly [id: string]: () => Promise<import('./lesson.ts').Lesson> };
  /** A lesson played once when the site was built, by its id. */
  export const openings: { readonly [id: string]: () => Promise<import('./opening.ts').Opening> };
}

/** What is modelled, simplified and left out, as the build makes it of `docs/MODEL.md`: see `build/paper-plugin.ts`. */
declare module 'virtual:model' {
  export const paper: import('./paper.ts').Paper;
}

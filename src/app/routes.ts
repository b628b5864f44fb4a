import { LINK_KEY } from '../timeline/link-text.ts';

/** Where in the page a reader is. It stands in the address after `#`, so it works on any file host and from any sub-path. */
export type Route =
  | { readonly page: 'landing' }
  | LessonRoute
  | SandboxRoute
  /** What is modelled, simplified and left out. */
  | { readonly page: 'model' }
  /** A lesson or the sandbox, laid out for a projector; a lesson at one of its beats, counted from 1. */
  | { readonly page: 'present'; readonly of: LessonRoute | SandboxRoute; readonly beat?: number }
  /** A run that came with the address; `hash` is all of it, for `link.ts`. */
  | { readonly page: 'recording'; readonly hash: string }
  | { readonly page: 'unknown'; readonly asked: string };

export interface LessonRoute {
  readonly page: 'lesson';
  /** The lesson's folder: `10-a-broker-dies`. */
  readonly lesson: string;
  /** Id of the step to go to; null: where the reader left off. */
  readonly step: string | null;
}

export interface SandboxRoute {
  readonly page: 'sandbox';
}

const NAME = /^[a-z0-9][a-z0-9-]{0,99}$/;

/**
 * Reads the part of an address that begins with `#`.
 * @param hash with or without its `#`; empty: the landing page
 */
export function routeOf(hash: string): Route {
  const text = hash.startsWith('#') ? hash.slice(1) : hash;
  if (text.startsWith(`${LINK_KEY}=`)) return { page: 'recording', hash: `#${text}` };
  const parts = text.replace(/^\//, '').replace(/\/$/, '').split('/');
  if (parts.length === 1 && parts[0] === '') return { page: 'landing' };
  if (parts.length === 1 && parts[0] === 'model') return { page: 'model' };
  const presented = parts[0] === 'present';
  const beat = presented && parts.length === 5 && parts[3] === 'beat' ? /^[1-9]\d{0,3}$/.exec(parts[4] ?? '') : null;
  const of = beat === null ? null : placeOf(parts.slice(1, 3));
  if (beat !== null && of !== null) return { page: 'present', of, beat: Number(beat[0]) };
  const shown = placeOf(presented ? parts.slice(1) : parts);
  if (shown === null) return { page: 'unknown', asked: text.slice(0, 200) };
  return presented ? { page: 'present', of: shown } : shown;
}

function placeOf(parts: readonly string[]): LessonRoute | SandboxRoute | null {
  const [page, lesson, step, ...more] = parts;
  if (page === 'sandbox' && lesson === undefined) return { page };
  if (page !== 'lesson' || lesson === undefined || more.length > 0) return null;
  if (!NAME.test(lesson) || (step !== undefined && !NAME.test(step))) return null;
  return { page, lesson, step: step ?? null };
}

/** The address of a route, with its `#`; {@link routeOf} reads it back. */
export function hashOf(route: Route): string {
  switch (route.page) {
    case 'landing':
      return '#/';
    case 'lesson':
      return `#/lesson/${route.lesson}${route.step === null ? '' : `/${route.step}`}`;
    case 'sandbox':
      return '#/sandbox';
    case 'model':
      return '#/model';
    case 'present':
      return `#/present${hashOf(route.of).slice(1)}${route.beat === undefined ? '' : `/beat/${route.beat}`}`;
    case 'recording':
      return route.hash;
    case 'unknown':
      return `#${route.asked}`;
  }
}

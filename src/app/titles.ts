import type { Route } from './routes.ts';

/** The title of the browser's tab: the most particular part first. */
export function titleOf(route: Route, lesson: string | null = null): string {
  switch (route.page) {
    case 'landing':
      return 'Highwater: understand Kafka by breaking it';
    case 'lesson':
      return `${lesson ?? 'Lesson'} · Highwater`;
    case 'sandbox':
      return 'Sandbox · Highwater';
    case 'model':
      return 'What is simplified here? · Highwater';
    case 'recording':
      return 'Recording · Highwater';
    case 'present':
      return `${route.of.page === 'sandbox' ? 'Sandbox' : (lesson ?? 'Lesson')}, presented · Highwater`;
    case 'unknown':
      return 'Not found · Highwater';
  }
}

import type { Intervention } from '../../sim/intervention.ts';
import type { Change } from '../../timeline/timeline.ts';

/** Something the session did by itself that the reader should hear of. */
export type Happening =
  | { readonly kind: 'moved' }
  /** It stands at its limit and goes no further. */
  | { readonly kind: 'limit' }
  | { readonly kind: 'changed'; readonly changes: readonly Intervention[] }
  | { readonly kind: 'undone'; readonly change: Change }
  | { readonly kind: 'switched' };

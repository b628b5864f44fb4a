/* What producers, consumers and the admin client keep, for those who read Worlds. */
export type * from './admin/state.ts';
export type * from './consumer/state.ts';
export type * from './network/state.ts';
export type * from './producer/state.ts';

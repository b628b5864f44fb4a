import type { Hold } from './chips.ts';

/** What a member does with a partition, before the partition's name. */
export const holdWords: { readonly [H in Hold]: string } = {
  reads: 'reads',
  leaderless: 'has, but nobody leads,',
  gives: 'gives up',
  comes: 'is to read',
  still: 'has, but does not read,',
  believes: 'believes it still has',
};

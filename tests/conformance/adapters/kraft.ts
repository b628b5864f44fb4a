import type { Adapter } from '../support/adapter.ts';
import { playKRaftElection } from './kraft-elections.ts';
import { playKRaftPlacement } from './kraft-placement.ts';

/** Two files have cases of mode `kraft`: one of placements, which name brokers, and one of elections. */
export const playKRaft: Adapter = (vector) =>
  'brokers' in vector.data ? playKRaftPlacement(vector) : playKRaftElection(vector);

import type { ClassicGroup } from './classic/state.ts';
import type { ConsumerGroup } from './modern/state.ts';

/** A group of one of the two protocols, told apart by `protocol`. */
export type Group = ClassicGroup | ConsumerGroup;

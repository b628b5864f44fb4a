import type { Box, Point } from './box.ts';
import type { Stop } from './marks.ts';

/** KRaft's controllers: a quorum of voters, one of which is active. */
export interface QuorumMark {
  readonly key: string;
  readonly box: Box;
  readonly title: string;
  readonly note: string;
  /** Is there nobody who leads? */
  readonly fault: boolean;
  readonly voters: readonly VoterMark[];
}

export interface VoterMark extends Stop {
  readonly id: string;
  /** The part it plays; empty where it does not fit. */
  readonly role: string;
  /** How far its copy of the metadata log goes, and its epoch. */
  readonly lines: readonly string[];
  readonly look: 'running' | 'uncertain' | 'gone';
  readonly leads: boolean;
  /** Of the text: the middle of each line. */
  readonly at: readonly Point[];
}

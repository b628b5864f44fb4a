import type { Box, Point } from './box.ts';
import type { BarMark, Stop } from './marks.ts';

export interface ZooKeeperMark extends Stop {
  /** Does anyone there serve? */
  readonly up: boolean;
  readonly note: string;
  /** Where the note begins. */
  readonly noteX: number;
  /** Is it a failure of its own (red)? An ensemble without a quorum follows from servers that are gone. */
  readonly fault: boolean;
  /** The servers of an ensemble; none where there is only one server. */
  readonly servers: readonly ZooKeeperServerMark[];
  readonly lines: readonly {
    readonly path: string;
    readonly text: string;
    readonly at: Point;
    readonly textX: number;
  }[];
}

/** A server of an ensemble: `★` leads, `?` looks for a leader, `×` does not run. */
export interface ZooKeeperServerMark extends Stop {
  readonly role: 'leader' | 'follower' | 'looking' | 'down';
  readonly text: string;
}

/** A broker's registration, with the time its session has left. */
export interface SessionMark extends Stop {
  readonly broker: number;
  readonly at: Point;
  readonly radius: number;
  /** SVG path around `at` of the time that is left; empty when the znode has no session behind it. */
  readonly arc: string;
  /** Seconds left, once it is running out; else empty. */
  readonly text: string;
}

/** KRaft's controllers: a quorum of voters, one of which is active. */
export interface QuorumMark {
  readonly key: string;
  readonly box: Box;
  readonly title: string;
  /** Who is active, or that nobody is. */
  readonly note: string;
  readonly leads: boolean;
  readonly voters: readonly VoterMark[];
}

export interface VoterMark extends Stop {
  readonly id: string;
  /** The part it plays, after its id; empty where it does not fit. */
  readonly role: string;
  /** Is it a failure of its own (red)? With combined roles its broker's column says so. */
  readonly fault: boolean;
  /** Its epoch, where it has a line for it; else empty. */
  readonly epoch: string;
  readonly look: 'running' | 'uncertain' | 'gone';
  readonly leads: boolean;
  /** Where the line of id and role begins, and the epoch's. */
  readonly roleAt: Point;
  readonly epochAt: Point;
  /** Its copy of the metadata log: what is committed, what is not, and where it ends. */
  readonly bar: BarMark;
  /** The last of its records, in place of the bar where there is room for them; null: there is none. */
  readonly log: VoterLogMark | null;
}

/** The end of a voter's metadata log: an offset stands at the same place in every voter's. */
export interface VoterLogMark {
  readonly tiles: readonly VoterTileMark[];
  /** Of each run of tiles of one epoch. */
  readonly bands: readonly { readonly epoch: number; readonly x: number; readonly y: number; readonly width: number }[];
  /** Where the sign stands that there are older ones; null: there are none. */
  readonly older: Point | null;
  /** The high watermark; null: it is not known, or not in the window. */
  readonly line: { readonly x: number; readonly top: number; readonly bottom: number } | null;
  /** The log end offset, and where it ends. */
  readonly end: { readonly text: string; readonly at: Point };
}

export interface VoterTileMark extends Stop {
  readonly text: string;
  readonly committed: boolean;
}

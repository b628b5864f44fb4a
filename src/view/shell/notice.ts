/** Something the page has to say besides. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  /** One line each. */
  readonly details: readonly string[];
  /** The words of its one button; null: none. */
  readonly action: string | null;
  /** Until it is dismissed; else it leaves by itself after a while. */
  readonly stays: boolean;
}

/** Something that the page has said, to be read again. */
export interface SaidNotice {
  readonly id: number;
  /** Time of day: `14:03:07`. */
  readonly time: string;
  readonly text: string;
  readonly details: readonly string[];
}

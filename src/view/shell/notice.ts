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

/** A bug of ours that has surfaced. */
export interface CrashReport {
  readonly what: string;
  /** The recording that runs up to it, as JSON; null when nothing ran. */
  readonly recording: string | null;
  /** The same as an address; null when it is too long for one, or nothing ran. */
  readonly link: string | null;
}

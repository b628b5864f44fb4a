/** Virtual time: an integer number of microseconds since the run began. */
export type Micros = number;

export const MS: Micros = 1000;
export const SECOND: Micros = 1_000_000;

/** Microseconds of `ms` milliseconds (Kafka's configuration is in milliseconds). */
export function fromMs(ms: number): Micros {
  return ms * MS;
}

/** Whole milliseconds, rounded down: Kafka's timestamps. */
export function toMs(at: Micros): number {
  return Math.floor(at / MS);
}

import type { Micros } from '../../sim/time.ts';

/** An instant for a screen reader: `1 minute 12.904 seconds`. */
export function spokenClock(at: Micros): string {
  const milliseconds = Math.floor(at / 1000);
  const minutes = Math.floor(milliseconds / 60_000);
  const seconds = `${((milliseconds % 60_000) / 1000).toFixed(3)} seconds`;
  if (minutes === 0) return seconds;
  return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${seconds}`;
}

/** A speed as a factor: `1/200x`, `1x`, `20x`. */
export function speedText(factor: number): string {
  if (factor <= 0) return '0x';
  if (factor >= 10) return `${Math.round(factor)}x`;
  // Above two thirds a fraction would say `1/1x`.
  if (factor > 0.666) return `${Math.round(factor * 10) / 10}x`;
  return `1/${niceWhole(1 / factor)}x`;
}

/** To two digits, since a measured speed trembles. */
function niceWhole(value: number): number {
  if (value < 10) return Math.round(value);
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.round(value / unit) * unit;
}

import type { Micros } from '../../sim/time.ts';

/** Simulated time as it stands in the bar: `12.904 s`, `1:12.904`, `1:01:12.904`. */
export function clockText(at: Micros): string {
  const milliseconds = Math.floor(at / 1000);
  const seconds = Math.floor(milliseconds / 1000);
  const fraction = String(milliseconds % 1000).padStart(3, '0');
  if (seconds < 60) return `${seconds}.${fraction} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const rest = `${two(seconds % 60)}.${fraction}`;
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}

/** The same for a screen reader: `1 minute 12.904 seconds`. */
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
  if (factor >= 0.95) return `${Math.round(factor * 10) / 10}x`;
  return `1/${niceWhole(1 / factor)}x`;
}

/** To two digits, since a measured speed trembles. */
function niceWhole(value: number): number {
  if (value < 10) return Math.round(value);
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.round(value / unit) * unit;
}

import type { Micros } from './time.ts';

/**
 * Simulated time as every part of the page writes it, for the reader to find the same instant again: `12.904 s`, `1:12.904`,
 * `1:01:12.904`.
 */
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

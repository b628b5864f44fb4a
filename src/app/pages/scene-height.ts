import type { Scene } from '../../scene/marks.ts';

/** How far down a picture reaches, in pixels: what is below is free. */
export function heightOf({ frame }: Scene): number {
  const boxes = [
    ...frame.columns.map(({ box }) => box),
    ...frame.consumers.boxes.map(({ box }) => box),
    ...frame.groups.map(({ box }) => box),
    ...frame.rows.flatMap(({ cells }) => cells),
  ];
  // Copies travel in the corridor below the brokers, also where there are no consumers.
  return Math.max(frame.corridors.bottom, ...boxes.map(({ y, height }) => y + height)) + 28;
}

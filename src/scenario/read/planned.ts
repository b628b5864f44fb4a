import type { Intervention } from '../../sim/intervention.ts';
import type { Micros } from '../../sim/time.ts';
import { isMap, type Spot } from './reading.ts';

/** An intervention, and how long after its item's time it is made (`for: 5s` undoes a fault later). */
export interface Planned {
  readonly after: Micros;
  readonly intervention: Intervention;
}

/** Tells where an intervention came from, and that it is made at once. */
export function planned(
  spot: Spot,
  intervention: Intervention,
  keys: { readonly [key: string]: string } = {},
  after: Micros = 0,
): Planned {
  const paths = Object.fromEntries(Object.entries(keys).map(([key, name]) => [key, [...spot.path, name]]));
  const scalar = !isMap(spot.value);
  spot.reading.origins.place(intervention, spot.path, scalar ? { node: spot.path } : paths);
  return { after, intervention };
}

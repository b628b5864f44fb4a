import { narrowFrame } from './frame-narrow.ts';
import { wideFrame } from './frame-wide.ts';
import type { Frame } from './frame.ts';
import type { Shape } from './shape.ts';
import type { Choice, Viewport } from './viewport.ts';

/** Where everything stands in this viewport. */
export function frameOf(shape: Shape, viewport: Viewport, choice: Choice): Frame {
  return viewport.layout === 'narrow' ? narrowFrame(shape, viewport, choice) : wideFrame(shape, viewport, choice);
}

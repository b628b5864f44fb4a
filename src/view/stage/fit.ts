/** The room that the stage is laid out for, in pixels: a projector's. */
export const STAGE_WIDTH = 1920;
export const STAGE_HEIGHT = 1080;

/**
 * How much larger or smaller the stage is on a screen: as a whole, so that what is legible on a projector is so in proportion everywhere.
 * A screen of another shape has bars at its sides.
 * @param width, height of the screen in pixels
 */
export function stageScale(width: number, height: number): number {
  return Math.max(0.1, Math.min(width / STAGE_WIDTH, height / STAGE_HEIGHT));
}

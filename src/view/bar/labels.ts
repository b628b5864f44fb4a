/** A name under the track that has found room. */
export interface PlacedLabel {
  readonly index: number;
  /** Middle of the sign, in pixels. */
  readonly sign: number;
  /** Left edge of the text, in pixels. */
  readonly left: number;
  readonly width: number;
}

/** Around a name, in pixels. */
const GAP = 10;

/**
 * Finds room for names along a line. Those that come last matter most: the present is there. A name that would touch another is
 * left out; its sign stays, and the list of moments has it.
 * @param signs places in pixels, ascending; @param widths of the texts in pixels; @param length of the line in pixels
 */
export function placeLabels(
  signs: readonly number[],
  widths: readonly number[],
  length: number,
): readonly PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  let free = length + GAP;
  for (let index = signs.length - 1; index >= 0; index--) {
    const sign = signs[index] ?? 0;
    const width = widths[index] ?? 0;
    const left = Math.max(0, Math.min(length - width, sign - width / 2));
    if (width > length || left + width + GAP > free) continue;
    placed.unshift({ index, sign, left, width });
    free = left;
  }
  return placed;
}

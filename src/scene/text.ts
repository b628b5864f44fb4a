import { BOLD_WIDTHS, MONO_WIDTH, OTHER_WIDTH, PUNCTUATION_WIDTHS, REGULAR_WIDTHS } from './text-widths.ts';

export type Face = 'regular' | 'bold' | 'mono';

/** A text that cannot be longer than this in any box is not measured any further: a value may have 100 kB. */
const LONGEST = 240;

/** How wide a text is at most, in pixels. */
export function textWidth(text: string, size: number, face: Face): number {
  let thousandths = 0;
  for (const character of text) thousandths += characterWidth(character, face);
  return (thousandths * size) / 1000;
}

function characterWidth(character: string, face: Face): number {
  const code = character.charCodeAt(0);
  if (face === 'mono') return code < 0x590 || PUNCTUATION_WIDTHS[character] !== undefined ? MONO_WIDTH : OTHER_WIDTH;
  if (code >= 32 && code < 127) return (face === 'bold' ? BOLD_WIDTHS : REGULAR_WIDTHS)[code - 32] ?? OTHER_WIDTH;
  return PUNCTUATION_WIDTHS[character] ?? OTHER_WIDTH;
}

/** The text, cut with an ellipsis where it would be wider than `width` pixels; empty where not even that fits. */
export function clip(text: string, width: number, size: number, face: Face): string {
  const head = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  if (head === text && textWidth(text, size, face) <= width) return text;
  let room = width - textWidth('…', size, face);
  if (room < 0) return '';
  let kept = '';
  for (const character of head) {
    room -= (characterWidth(character, face) * size) / 1000;
    if (room < 0) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** The end of the text with an ellipsis before it: numbered values (`order-17`) differ at their end. */
export function clipStart(text: string, width: number, size: number, face: Face): string {
  const tail = text.length > LONGEST ? text.slice(-LONGEST) : text;
  if (tail === text && textWidth(text, size, face) <= width) return text;
  let room = width - textWidth('…', size, face);
  if (room < 0) return '';
  let kept = '';
  for (const character of Array.from(tail).reverse()) {
    room -= (characterWidth(character, face) * size) / 1000;
    if (room < 0) break;
    kept = character + kept;
  }
  return `…${kept}`;
}

/** Does the whole text fit? */
export function fits(text: string, width: number, size: number, face: Face): boolean {
  return text.length <= LONGEST && textWidth(text, size, face) <= width;
}

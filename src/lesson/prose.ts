/**
 * Prose as data: what a lesson's Markdown is turned into when the site is built. Components render it node by node, so a text
 * that holds markup is shown as text.
 */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'emphasis'; readonly children: readonly Inline[] }
  | { readonly kind: 'strong'; readonly children: readonly Inline[] }
  /** A link within the lesson: to the step with that id. */
  | { readonly kind: 'link'; readonly step: string; readonly children: readonly Inline[] }
  | { readonly kind: 'break' };

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'code'; readonly language: string | null; readonly text: string }
  | { readonly kind: 'quote'; readonly children: readonly Block[] };

/** The text of a run of prose without its marks, for labels, titles and the announcer. */
export function plain(children: readonly Inline[]): string {
  let text = '';
  for (const child of children) {
    if (child.kind === 'text' || child.kind === 'code') text += child.text;
    else if (child.kind === 'break') text += ' ';
    else text += plain(child.children);
  }
  return text;
}

/** How many words a reader has before them; code counts as written. */
export function countWords(blocks: readonly Block[]): number {
  let words = 0;
  for (const block of blocks) {
    if (block.kind === 'paragraph') words += wordsIn(plain(block.children));
    else if (block.kind === 'code') words += wordsIn(block.text);
    else if (block.kind === 'quote') words += countWords(block.children);
    else for (const item of block.items) words += countWords(item);
  }
  return words;
}

function wordsIn(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

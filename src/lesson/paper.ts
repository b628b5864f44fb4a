import type { Block, Inline } from './prose.ts';

/** A document of ours that is read inside the page: it is longer than a lesson's text, and has tables. */
export interface Paper {
  readonly title: string;
  /** What stands before the first heading of the second level. */
  readonly opening: readonly PaperPart[];
  readonly sections: readonly PaperSection[];
}

export interface PaperSection {
  /** The heading's anchor. */
  readonly id: string;
  readonly heading: string;
  readonly parts: readonly PaperPart[];
}

export type PaperPart = { readonly kind: 'prose'; readonly blocks: readonly Block[] } | PaperTable;

export interface PaperTable {
  readonly kind: 'table';
  readonly head: readonly PaperCell[];
  /** Each row has as many cells as the head. */
  readonly rows: readonly (readonly PaperCell[])[];
}

export type PaperCell = readonly Inline[];

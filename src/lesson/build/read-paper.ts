import type { RootContent, Table } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

import type { Mistake } from '../../scenario/mistake.ts';
import type { Paper, PaperCell, PaperPart, PaperSection, PaperTable } from '../paper.ts';
import { anchorOf, placeOf, readerOf, textOf } from './markdown.ts';
import { complaintsAbout, type Complaints } from './reading.ts';

const parser = unified().use(remarkParse).use(remarkGfm);

type Reader = ReturnType<typeof readerOf>;

/**
 * Reads a document of ours for the page: a title, then text and sections of the second level, with tables.
 * @param file its name, for complaints
 * @returns null with the mistakes when something in it would not be shown
 */
export function readPaper(
  file: string,
  text: string,
): { readonly paper: Paper | null; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  const complaints = complaintsAbout(file, mistakes);
  const [first, ...nodes] = parser.parse(text).children;
  if (first?.type !== 'heading' || first.depth !== 1) {
    complaints.add(placeOf(first), 'no-title', 'title missing', 'write `# A title` in the first line');
    return { paper: null, mistakes };
  }
  const links: Parameters<typeof readerOf>[1] = [];
  const reader = readerOf(complaints, links);
  const starts = nodes.flatMap((node, index) => (node.type === 'heading' ? [index] : []));
  const opening = partsOf(nodes.slice(0, starts[0] ?? nodes.length), reader);
  const sections = starts.map((start, i) => sectionOf(nodes.slice(start, starts[i + 1]), reader, complaints));
  for (const { place } of links) complaints.add(place, 'link', 'link within the document; its headings are few', '');
  const paper = { title: textOf(first.children), opening, sections };
  return { paper: mistakes.length === 0 ? paper : null, mistakes };
}

function sectionOf([heading, ...body]: readonly RootContent[], reader: Reader, complaints: Complaints): PaperSection {
  if (heading?.type !== 'heading' || heading.depth !== 2)
    complaints.add(placeOf(heading), 'heading-level', 'heading of another level than the second', 'write `## Heading`');
  const words = heading?.type === 'heading' ? textOf(heading.children) : '';
  return { id: anchorOf(words), heading: words, parts: partsOf(body, reader) };
}

function partsOf(nodes: readonly RootContent[], reader: Reader): readonly PaperPart[] {
  return nodes.map((node) =>
    node.type === 'table' ? tableOf(node, reader) : { kind: 'prose', blocks: reader.blocks([node]) },
  );
}

function tableOf({ children: [head, ...rows] }: Table, reader: Reader): PaperTable {
  const width = head?.children.length ?? 0;
  const cells = (row: typeof head): readonly PaperCell[] =>
    Array.from({ length: width }, (_, i) => reader.inlines(row?.children[i]?.children ?? []));
  return { kind: 'table', head: cells(head), rows: rows.map(cells) };
}

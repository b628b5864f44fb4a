import type { PhrasingContent, RootContent } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

import type { Block, Inline } from '../prose.ts';
import type { Place } from '../../scenario/yaml-document.ts';
import type { Complaints } from './reading.ts';

/** A part of a document under a heading of the second level. */
export interface Section {
  readonly heading: string;
  readonly place: Place;
  /** What stands before and after a thematic break (`---`). */
  readonly before: readonly Block[];
  readonly after: readonly Block[];
  readonly hasBreak: boolean;
}

/** A lesson's text, taken apart but not yet tied to its script. A link's `step` is still the heading's anchor. */
export interface Document {
  readonly title: string;
  readonly hook: readonly Inline[];
  readonly story: readonly Block[];
  readonly sections: readonly Section[];
  /** Links within the document, with their places, to be checked when the headings are known. */
  readonly links: readonly { readonly anchor: string; readonly place: Place }[];
}

const parser = unified().use(remarkParse);

/** Reads a lesson's text: a title, a quoted line as hook, a story, then a section for each heading of the second level. */
export function readDocument(text: string, complaints: Complaints): Document {
  const links: { anchor: string; place: Place }[] = [];
  const reader = readerOf(complaints, links);
  const nodes = [...parser.parse(text).children];
  const title = titleOf(nodes, complaints);
  const hook = hookOf(nodes, complaints, reader);
  const firstSection = nodes.findIndex((node) => node.type === 'heading');
  const story = reader.blocks(firstSection < 0 ? nodes : nodes.slice(0, firstSection));
  const sections = firstSection < 0 ? [] : sectionsOf(nodes.slice(firstSection), complaints, reader);
  return { title, hook, story, sections, links };
}

/**
 * Reads one run of prose (a question, a sentence) that stands in a script.
 * @param complain hears of what would not be shown; marks inside such a text have no place of their own
 */
export function readInline(
  text: string,
  complain: (code: string, message: string, hint?: string) => void,
): readonly Inline[] {
  const nodes = parser.parse(text).children;
  const [first] = nodes;
  if (nodes.length === 1 && first?.type === 'html') return [{ kind: 'text', text: first.value }];
  if (nodes.length !== 1 || first?.type !== 'paragraph') {
    complain('not-a-sentence', 'text must be one paragraph', 'headings, lists and blank lines belong into lesson.md');
    return [];
  }
  const links: { anchor: string; place: Place }[] = [];
  const complaints: Complaints = { add: (_, code, message, hint) => complain(code, message, hint) };
  const children = readerOf(complaints, links).inlines(first.children);
  if (links.length > 0) complain('link-in-script', 'link in a script; only lesson.md has headings to link to');
  return children;
}

/** The anchor that a heading gets where Markdown is shown: lower case, hyphens for blanks, no punctuation. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');
}

function titleOf(nodes: RootContent[], complaints: Complaints): string {
  const [first] = nodes;
  if (first?.type === 'heading' && first.depth === 1) {
    nodes.shift();
    return textOf(first.children);
  }
  complaints.add(
    placeOf(first),
    'no-title',
    'title missing; a lesson starts with it',
    'write `# A title` in the first line',
  );
  return '';
}

function hookOf(nodes: RootContent[], complaints: Complaints, reader: Reader): readonly Inline[] {
  const [first] = nodes;
  if (first?.type === 'blockquote') {
    nodes.shift();
    const [paragraph] = first.children;
    if (first.children.length === 1 && paragraph?.type === 'paragraph') return reader.inlines(paragraph.children);
  }
  complaints.add(
    placeOf(first),
    'no-hook',
    'hook missing; one quoted line under the title says why to read on',
    'write `> Why ...`',
  );
  return [];
}

function sectionsOf(nodes: readonly RootContent[], complaints: Complaints, reader: Reader): Section[] {
  const sections: Section[] = [];
  let from = 0;
  while (from < nodes.length) {
    const heading = nodes[from];
    let to = from + 1;
    while (to < nodes.length && nodes[to]?.type !== 'heading') to++;
    const body = nodes.slice(from + 1, to);
    from = to;
    if (heading?.type !== 'heading') continue;
    if (heading.depth !== 2) {
      complaints.add(
        placeOf(heading),
        'heading-level',
        `heading of level ${heading.depth}; a step has level 2`,
        'write `## Heading`',
      );
      continue;
    }
    const breaks = body.filter((node) => node.type === 'thematicBreak');
    if (breaks.length > 1) {
      complaints.add(
        placeOf(breaks[1]),
        'second-break',
        'second line `---` in a step; one parts what is read before the run from what is read after it',
      );
    }
    const split = body.findIndex((node) => node.type === 'thematicBreak');
    const rest = body.filter((node) => node.type !== 'thematicBreak');
    sections.push({
      heading: textOf(heading.children),
      place: placeOf(heading),
      before: reader.blocks(split < 0 ? rest : rest.slice(0, split)),
      after: reader.blocks(split < 0 ? [] : rest.slice(split)),
      hasBreak: split >= 0,
    });
  }
  return sections;
}

/** Takes nodes of Markdown for prose, and complains of what would not be shown. */
interface Reader {
  blocks(nodes: readonly RootContent[]): Block[];
  inlines(nodes: readonly PhrasingContent[]): Inline[];
}

/** A reader of prose; links within the document are collected in `links`. */
export function readerOf(complaints: Complaints, links: { anchor: string; place: Place }[]): Reader {
  const refuse = (node: RootContent, what: string, hint: string): [] => {
    complaints.add(placeOf(node), 'unsupported-markdown', `${what} in a lesson; it would not be shown`, hint);
    return [];
  };

  const block = (node: RootContent): Block[] => {
    switch (node.type) {
      case 'paragraph':
        return [{ kind: 'paragraph', children: inlines(node.children) }];
      case 'list':
        return [
          { kind: 'list', ordered: node.ordered === true, items: node.children.map((item) => blocks(item.children)) },
        ];
      case 'code':
        return [{ kind: 'code', language: node.lang ?? null, text: node.value }];
      case 'blockquote':
        return [{ kind: 'quote', children: blocks(node.children) }];
      case 'html':
        // Markup is shown as the text it is.
        return [{ kind: 'paragraph', children: [{ kind: 'text', text: node.value }] }];
      default:
        return refuse(node, node.type, 'paragraphs, lists, quotes and code are');
    }
  };

  const inline = (node: PhrasingContent): Inline[] => {
    switch (node.type) {
      case 'text':
        return [{ kind: 'text', text: node.value.replace(/\s*\n\s*/g, ' ') }];
      case 'html':
        return [{ kind: 'text', text: node.value }];
      case 'inlineCode':
        return [{ kind: 'code', text: node.value }];
      case 'emphasis':
        return [{ kind: 'emphasis', children: inlines(node.children) }];
      case 'strong':
        return [{ kind: 'strong', children: inlines(node.children) }];
      case 'break':
        return [{ kind: 'break' }];
      case 'link': {
        if (!node.url.startsWith('#'))
          return refuse(node, `link to ${node.url}`, 'a lesson links to its own headings: `[text](#heading)`');
        const anchor = node.url.slice(1);
        links.push({ anchor, place: placeOf(node) });
        return [{ kind: 'link', step: anchor, children: inlines(node.children) }];
      }
      default:
        return refuse(node, node.type, 'text, emphasis, code and links to headings are');
    }
  };

  const blocks = (nodes: readonly RootContent[]): Block[] => nodes.flatMap(block);
  const inlines = (nodes: readonly PhrasingContent[]): Inline[] => nodes.flatMap(inline);
  return { blocks, inlines };
}

/** The text of a run of Markdown without its marks. */
export function textOf(nodes: readonly PhrasingContent[]): string {
  return nodes
    .map((node) => ('value' in node ? node.value : 'children' in node ? textOf(node.children) : ' '))
    .join('');
}

/** Where a node stands in its document. */
export function placeOf(node: RootContent | undefined): Place {
  return node?.position?.start ?? { line: 1, column: 1 };
}

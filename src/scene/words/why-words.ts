import type { Seq } from '../../sim/world.ts';
import type { Link } from '../../timeline/why.ts';
import type { Names } from './names.ts';
import { sentenceOf } from './sentence.ts';

/** One line of an answer to "why did this happen?". */
export interface WhyLine {
  readonly seq: Seq;
  readonly at: number;
  /** How it leads to the line before: empty for the effect itself. */
  readonly because: string;
  readonly text: string;
}

/** The chain of causes in words, the effect first. */
export function whyLines(links: readonly Link[], names: Names): readonly WhyLine[] {
  return links.map(({ entry }, index) => ({
    seq: entry.seq,
    at: entry.t,
    because: index === 0 ? '' : reason(links[index - 1] as Link),
    text: sentenceOf(entry, names),
  }));
}

function reason(link: Link): string {
  if (link.by !== 'silence') return 'because';
  return link.entry.type === 'IsrChangeProposed' ? 'it falls behind, because' : 'nothing is heard any more, because';
}

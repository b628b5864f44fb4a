import { didYouMean } from '../../scenario/did-you-mean.ts';
import { CLOSING, LESSON_FILES } from './files.ts';
import { anchorOf, type Document } from './markdown.ts';
import type { Complaints } from './reading.ts';
import type { Script } from './read-script.ts';

/** Every step has a heading, every heading a step, every link a heading. What follows from a mistake is not told beside it. */
export function tieTogether(document: Document, script: Script, markdown: Complaints): void {
  const headings = document.sections.map(({ heading }) => heading);
  const used = script.headings ?? headings;
  const closing: readonly string[] = Object.values(CLOSING);
  const meant = new Set(used);
  for (const { prose, proseAt } of script.steps) {
    if (headings.includes(prose)) continue;
    const free = headings.filter((heading) => !used.includes(heading) && !closing.includes(heading));
    // The heading that this step has meant is not one without a step.
    for (const heading of free) if (didYouMean(prose, [heading]).startsWith('did you mean')) meant.add(heading);
    proseAt.reading.complain(
      proseAt.path,
      'unknown-heading',
      `unknown heading ${prose.slice(0, 60)}; a step names one of ${LESSON_FILES.lesson}`,
      didYouMean(prose, free.length > 0 ? free : headings),
    );
  }
  document.sections.forEach(({ heading, place, before }, index) => {
    if (headings.indexOf(heading) < index)
      markdown.add(place, 'twice', `heading ${heading} twice; a step is found by its heading`);
    else if (!meant.has(heading) && !closing.includes(heading)) {
      markdown.add(
        place,
        'unused-heading',
        `heading ${heading} without a step; nobody would see it`,
        `name it in ${LESSON_FILES.script}, or call it ${closing.join(' or ')}`,
      );
    } else if (before.length === 0) markdown.add(place, 'empty', `heading ${heading} without text under it`);
  });
  const anchors = [...meant].map(anchorOf);
  for (const { anchor, place } of document.links) {
    if (!anchors.includes(anchor))
      markdown.add(place, 'unknown-link', `unknown link #${anchor}; it leads to no step`, didYouMean(anchor, anchors));
  }
}

/** The id of the step under each heading, by the heading's anchor. */
export function anchorsOf(script: Script): ReadonlyMap<string, string> {
  return new Map(script.steps.map(({ id, prose }) => [anchorOf(prose), id]));
}

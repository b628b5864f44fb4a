import { countWords } from '../prose.ts';
import { CLOSING } from './files.ts';
import type { Document, Section } from './markdown.ts';
import type { Complaints } from './reading.ts';

/** What is read before and after a run should take less time than the run: a step of a lesson, and the step in the middle. */
const MOST_WORDS = 170;
const MOST_IN_THE_MIDDLE = 120;
/** An explanation has more. */
const FEW_WORDS = 10;

/** Complains of a text that is too long, or in which a part is missing. */
export function checkText({ sections }: Document, complaints: Complaints): void {
  const closing: readonly string[] = Object.values(CLOSING);
  const steps = sections.filter(({ heading }) => !closing.includes(heading));
  for (const section of steps) {
    // Of a step without any text that has been said.
    if (section.before.length > 0 || section.hasBreak) checkStep(section, complaints);
  }
  checkMiddle(steps, complaints);
  for (const heading of closing) {
    const found = sections.find((section) => section.heading === heading);
    if (found === undefined)
      complaints.add(
        { line: 1, column: 1 },
        'no-closing',
        `heading ${heading} missing; it is shown when the lesson is done`,
        `write \`## ${heading}\` and a paragraph under it`,
      );
    else if (found.hasBreak)
      complaints.add(found.place, 'break', `line \`---\` under ${heading}; what stands behind it would not be shown`);
  }
}

function checkStep({ heading, place, before, after, hasBreak }: Section, complaints: Complaints): void {
  const words = countWords(after);
  const all = countWords([...before, ...after]);
  if (!hasBreak)
    complaints.add(
      place,
      'no-break',
      `heading ${heading} without a line \`---\`; nothing would be read after the run`,
      'what stands before it is read before the run, what stands behind it explains the run',
    );
  else if (words <= FEW_WORDS)
    complaints.add(
      place,
      'unexplained',
      `heading ${heading} has ${words} words after its line \`---\`; a step is explained in more than ${FEW_WORDS}`,
    );
  if (all > MOST_WORDS)
    complaints.add(place, 'too-long', `heading ${heading} has ${all} words; a step has at most ${MOST_WORDS}`);
}

function checkMiddle(steps: readonly Section[], complaints: Complaints): void {
  const lengths = steps.map(({ before, after, place }) => ({ place, words: countWords([...before, ...after]) }));
  lengths.sort((a, b) => a.words - b.words);
  const middle = lengths[Math.floor(lengths.length / 2)];
  if (middle === undefined || middle.words <= MOST_IN_THE_MIDDLE || middle.words > MOST_WORDS) return;
  complaints.add(
    middle.place,
    'too-long',
    `half of the steps have ${middle.words} words or more; the step in the middle has at most ${MOST_IN_THE_MIDDLE}`,
  );
}

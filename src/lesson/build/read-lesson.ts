import { textHash } from '../../lib/json.ts';
import { didYouMean } from '../../scenario/did-you-mean.ts';
import type { Mistake } from '../../scenario/mistake.ts';
import { parseScenario } from '../../scenario/parse-scenario.ts';
import type { Scenario } from '../../sim/scenario.ts';
import type { Lesson, LessonStep } from '../lesson.ts';
import type { Block, Inline } from '../prose.ts';
import { anchorOf, readDocument, type Document, type Section } from './markdown.ts';
import { complaintsAbout, openYaml, type Complaints } from './reading.ts';
import { checkScript, readScript, type Script, type ScriptStep } from './read-script.ts';
import { checkTwin } from './read-twin.ts';

/** The files of a lesson, as text. */
export interface LessonFiles {
  readonly lesson: string;
  readonly scenario: string;
  readonly script: string;
  /** The cluster on which some steps are told once more; undefined: there is none. */
  readonly twin?: string | undefined;
}

/** Files that every lesson has. */
export const LESSON_FILES: { readonly [K in Exclude<keyof LessonFiles, 'twin'>]: string } = {
  lesson: 'lesson.md',
  scenario: 'scenario.yaml',
  script: 'script.yaml',
};

/** A file that a lesson may have. */
export const TWIN_FILE = 'twin.yaml';

/** Headings that belong to no step. */
const CLOSING = { tryThis: 'Try this', discuss: 'To discuss' } as const;

/**
 * Reads a lesson and holds its three files against each other.
 * @param id the name of its folder
 * @param folder how the author knows the folder, for messages
 * @param mistakes gets all of them
 * @returns null when there was one
 */
export function readLesson(id: string, folder: string, files: LessonFiles, mistakes: Mistake[]): Lesson | null {
  const before = mistakes.length;
  const markdown = complaintsAbout(`${folder}/${LESSON_FILES.lesson}`, mistakes);
  const document = readDocument(files.lesson, markdown);
  const parsed = parseScenario(`${folder}/${LESSON_FILES.scenario}`, files.scenario);
  mistakes.push(...parsed.mistakes);
  const second = files.twin === undefined ? null : parseScenario(`${folder}/${TWIN_FILE}`, files.twin);
  mistakes.push(...(second?.mistakes ?? []));
  const { spot } = openYaml(`${folder}/${LESSON_FILES.script}`, files.script, mistakes);
  const script = spot === null ? null : readScript(spot);
  if (script !== null && spot !== null) checkTwin(script.twin, script.steps, second !== null, TWIN_FILE, spot);
  if (script !== null && spot !== null && parsed.scenario !== null)
    checkScript(script, parsed.scenario, second?.scenario ?? null, spot);
  if (script !== null) tieTogether(document, script, markdown);
  if (script === null || script.ready === null || parsed.scenario === null || mistakes.length > before) return null;
  const anchors = anchorsOf(script);
  const texts = [files.lesson, files.scenario, files.script, ...(files.twin === undefined ? [] : [files.twin])];
  const closing = (heading: string): readonly Block[] =>
    linked(document.sections.find((one) => one.heading === heading)?.before ?? [], anchors);
  return {
    id,
    number: script.number,
    hash: textHash(JSON.stringify(texts)),
    title: document.title,
    hook: document.hook,
    story: linked(document.story, anchors),
    slides: script.slides,
    objectives: script.objectives,
    scenario: parsed.scenario,
    ready: script.ready,
    twin: twinOf(script, second?.scenario ?? null),
    steps: script.steps.map((step) => stepOf(step, document, anchors)),
    selfCheck: script.selfCheck.map(({ item }) => item),
    tryThis: closing(CLOSING.tryThis),
    discuss: closing(CLOSING.discuss),
  };
}

function twinOf({ twin }: Script, scenario: Scenario | null): Lesson['twin'] {
  if (twin === null || twin.ready === null || scenario === null) return null;
  return { scenario, ready: twin.ready, here: twin.here, there: twin.there };
}

function stepOf(step: ScriptStep, document: Document, anchors: ReadonlyMap<string, string>): LessonStep {
  const section = document.sections.find(({ heading }) => heading === step.prose) as Section;
  const { id, doing, goal, moments, question, beats, change, twin } = step;
  const before = linked(section.before, anchors);
  const after = linked(section.after, anchors);
  return { id, title: section.heading, before, after, doing, goal, moments, question, beats, change, twin };
}

/** Every step has a heading, every heading a step, every link a heading. */
function tieTogether(document: Document, script: Script, markdown: Complaints): void {
  const headings = document.sections.map(({ heading }) => heading);
  for (const { prose, proseAt } of script.steps) {
    if (headings.includes(prose)) continue;
    proseAt.reading.complain(
      proseAt.path,
      'unknown-heading',
      `unknown heading ${prose.slice(0, 60)}; a step names one of lesson.md`,
      didYouMean(prose, headings),
    );
  }
  const used = script.steps.map(({ prose }) => prose);
  const closing: readonly string[] = Object.values(CLOSING);
  document.sections.forEach(({ heading, place, before }, index) => {
    if (headings.indexOf(heading) < index)
      markdown.add(place, 'twice', `heading ${heading} twice; a step is found by its heading`);
    else if (!used.includes(heading) && !closing.includes(heading)) {
      markdown.add(
        place,
        'unused-heading',
        `heading ${heading} without a step; nobody would see it`,
        `name it in ${LESSON_FILES.script}, or call it ${closing.join(' or ')}`,
      );
    } else if (before.length === 0) markdown.add(place, 'empty', `heading ${heading} without text under it`);
  });
  const anchors = anchorsOf(script);
  for (const { anchor, place } of document.links) {
    if (!anchors.has(anchor))
      markdown.add(
        place,
        'unknown-link',
        `unknown link #${anchor}; it leads to no step`,
        didYouMean(anchor, [...anchors.keys()]),
      );
  }
}

function anchorsOf(script: Script): ReadonlyMap<string, string> {
  return new Map(script.steps.map(({ id, prose }) => [anchorOf(prose), id]));
}

/** The same text with links to steps in the place of links to headings. */
function linked(blocks: readonly Block[], anchors: ReadonlyMap<string, string>): readonly Block[] {
  const inline = (child: Inline): Inline => {
    if (child.kind === 'link')
      return { kind: 'link', step: anchors.get(child.step) ?? child.step, children: child.children.map(inline) };
    return child.kind === 'emphasis' || child.kind === 'strong'
      ? { ...child, children: child.children.map(inline) }
      : child;
  };
  const block = (one: Block): Block => {
    switch (one.kind) {
      case 'paragraph':
        return { kind: 'paragraph', children: one.children.map(inline) };
      case 'quote':
        return { kind: 'quote', children: one.children.map(block) };
      case 'list':
        return { kind: 'list', ordered: one.ordered, items: one.items.map((item) => item.map(block)) };
      case 'code':
        return one;
    }
  };
  return blocks.map(block);
}

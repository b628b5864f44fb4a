import { textHash } from '../../lib/json.ts';
import type { Mistake } from '../../scenario/mistake.ts';
import { parseScenario } from '../../scenario/parse-scenario.ts';
import type { Spot } from '../../scenario/read/reading.ts';
import { unreadInScript } from './unread-in-script.ts';
import type { Path } from '../../scenario/yaml-document.ts';
import type { Scenario } from '../../sim/scenario.ts';
import type { Lesson, LessonStep } from '../lesson.ts';
import type { Block, Inline } from '../prose.ts';
import { checkScript, checkTwinScript } from './check-script.ts';
import { checkText } from './check-text.ts';
import { CLOSING, LESSON_FILES, TWIN_FILE, type LessonFiles } from './files.ts';
import { numberOfFolder } from './folders.ts';
import { readDocument, type Document, type Section } from './markdown.ts';
import { complaintsAbout, openYaml } from './reading.ts';
import { readScript, type Script, type ScriptStep } from './read-script.ts';
import { checkTwin } from './read-twin.ts';
import { anchorsOf, tieTogether } from './tie-together.ts';

/**
 * Reads a lesson and holds its three files against each other.
 * @param id the name of its folder
 * @param folder how the author knows the folder, for messages
 * @param mistakes gets all of them
 * @returns null when there was one
 */
export function readLesson(id: string, folder: string, files: LessonFiles, mistakes: Mistake[]): Lesson | null {
  // Of very many mistakes the first are named, of each lesson.
  const own: Mistake[] = [];
  const markdown = complaintsAbout(`${folder}/${LESSON_FILES.lesson}`, own);
  const document = readDocument(files.lesson, markdown);
  const parsed = parseScenario(`${folder}/${LESSON_FILES.scenario}`, files.scenario);
  own.push(...parsed.mistakes);
  const second = files.twin === undefined ? null : parseScenario(`${folder}/${TWIN_FILE}`, files.twin);
  own.push(...(second?.mistakes ?? []));
  const wrongAt: Path[] = [];
  const spot = openYaml(`${folder}/${LESSON_FILES.script}`, files.script, own, (path) => wrongAt.push(path));
  const script = spot === null ? null : readScript(spot);
  const unread = wrongAt.map(unreadInScript);
  if (script !== null && spot !== null) {
    checkTwin(script.twin, script.steps, second !== null, TWIN_FILE, spot);
    checkScript(script, parsed, unread, spot);
    if (second !== null) checkTwinScript(script, second, unread, spot);
    tieTogether(document, script, markdown);
    checkNumber(script.number, id, spot);
  }
  checkText(document, markdown);
  mistakes.push(...own);
  if (script === null || script.ready === null || parsed.scenario === null || own.length > 0) return null;
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

/** A lesson is found on the map by its number, which its folder has too. */
function checkNumber(number: number, id: string, spot: Spot): void {
  const ofFolder = numberOfFolder(id);
  if (ofFolder === null || ofFolder === number) return;
  spot.reading.complain(
    ['lesson'],
    'number',
    `lesson ${number} in the folder ${id}, whose number is ${ofFolder}`,
    `write lesson: ${ofFolder}, or call the folder ${String(number).padStart(2, '0')}-...`,
  );
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

import { describe, expect, test } from 'vitest';

import { plain } from '../../../src/lesson/prose.ts';
import { sayMistakes } from '../../../src/scenario/mistake.ts';
import { readTexts, smallLesson, theSmallLesson } from '../support/small-lesson.ts';

function mistakesOf(changes: Partial<typeof smallLesson>): readonly string[] {
  const { lesson, mistakes } = readTexts({ ...smallLesson, ...changes });
  expect(lesson).toBeNull();
  return sayMistakes(mistakes).split('\n').slice(0, -1);
}

function inScript(from: string, to: string): { readonly script: string } {
  expect(smallLesson.script).toContain(from);
  return { script: smallLesson.script.replace(from, to) };
}

function inText(from: string, to: string): { readonly lesson: string } {
  expect(smallLesson.lesson).toContain(from);
  return { lesson: smallLesson.lesson.replace(from, to) };
}

const namesOf = {
  lesson: 'lessons/02-small/lesson.md',
  scenario: 'lessons/02-small/scenario.yaml',
  script: 'lessons/02-small/script.yaml',
  twin: 'lessons/02-small/twin.yaml',
} as const;

/** Line and column of a text that occurs once, both from 1. */
function placeOf(text: string, needle: string): string {
  expect(text.split(needle), needle).toHaveLength(2);
  const before = text.slice(0, text.indexOf(needle)).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

describe('a lesson is read from its three files', () => {
  test('its steps have the text under their headings, before and after the line', () => {
    const lesson = theSmallLesson();
    expect(lesson.title).toBe('A small lesson');
    expect(plain(lesson.hook)).toBe('Why anyone would read on.');
    expect(lesson.steps.map(({ id, title }) => [id, title])).toEqual([
      ['write', 'First things'],
      ['read', 'Then we read'],
    ]);
    const [step] = lesson.steps;
    expect(step?.before).toEqual([
      { kind: 'paragraph', children: [{ kind: 'text', text: 'Five trips are written.' }] },
    ]);
    expect(step?.after).toEqual([{ kind: 'paragraph', children: [{ kind: 'text', text: 'They are there.' }] }]);
    expect(lesson.tryThis).toHaveLength(1);
    expect(lesson.discuss).toEqual([]);
  });

  test('a link to a heading becomes a link to its step', () => {
    const paragraph = theSmallLesson().steps[1]?.before[0];
    const link = paragraph?.kind === 'paragraph' ? paragraph.children.find(({ kind }) => kind === 'link') : undefined;
    expect(link).toEqual({ kind: 'link', step: 'write', children: [{ kind: 'text', text: 'how they came' }] });
  });

  test('its hash changes with any of its files, and with nothing else', () => {
    const { hash } = theSmallLesson();
    expect(theSmallLesson().hash).toBe(hash);
    expect(readTexts({ ...smallLesson, ...inText('A story', 'The story') }).lesson?.hash).not.toBe(hash);
    expect(readTexts({ ...smallLesson, scenario: `${smallLesson.scenario}\n` }).lesson?.hash).not.toBe(hash);
    expect(readTexts({ ...smallLesson, ...inScript('Five trips.', 'Five!') }).lesson?.hash).not.toBe(hash);
  });

  test('it holds no answer to any of its questions', () => {
    expect(JSON.stringify(theSmallLesson())).not.toMatch(/"right"|"options"|"correct"/);
  });
});

describe('a mistake is named with file, line, column and remedy', () => {
  /** Each case: what is changed, and for each mistake its file, the text that it stands at, and the message. */
  test.each<[string, Partial<typeof smallLesson>, [keyof typeof smallLesson, string, string][]]>([
    [
      'an unknown key',
      inScript('    stage:\n      - { say: Five', '    staje:\n      - { say: Five'),
      [
        ['script', 'id: write', 'missing key stage; a step must have it'],
        ['script', 'staje', 'unknown key staje; did you mean stage?'],
      ],
    ],
    [
      'an unknown fact in a goal',
      inScript('fact: printed, of', 'fact: printd, of'),
      [['script', '{ fact: printd', 'unknown fact printd; did you mean printed?']],
    ],
    [
      'an unknown fact in a question',
      inScript('answer: count(trips-0)', 'answer: cuont(trips-0)'),
      [['script', 'cuont', 'unknown fact cuont; did you mean count?']],
    ],
    [
      'a topic that is not there',
      inScript('answer: count(trips-0)', 'answer: count(tripz-0)'),
      [['script', 'count(tripz', 'unknown topic tripz; did you mean trips?']],
    ],
    [
      'a misconception that is not there',
      inScript('wrong: [M01]\n      words', 'wrong: [M1]\n      words'),
      [['script', 'M1]', 'unknown misconception M1; did you mean M01?']],
    ],
    [
      'a question without a belief',
      inScript('wrong: [M01]\n      words', 'wrong: []\n      words'),
      [['script', '[]\n', 'wrong is empty; a question needs a belief to stand beside the right answer']],
    ],
    [
      'a node that is not there',
      inScript('producer: fleet, topic: trips, value: more', 'producer: flet, topic: trips, value: more'),
      [['script', 'flet,', 'unknown node flet; did you mean fleet?']],
    ],
    [
      'a question of the author where the room votes on the prediction',
      inScript('{ say: A reader. }', '{ say: A reader., ask: How many are there? }'),
      [
        [
          'script',
          'How many are there?',
          'ask where the room votes: at the start of a step that predicts the stage asks the prediction itself; leave ask out',
        ],
      ],
    ],
    [
      'a moment that is not there',
      inScript('{ at: begun', '{ at: begins'),
      [['script', 'begins', 'unknown moment begins; known: start, begun, end']],
    ],
    [
      'a heading that is not there',
      inScript('prose: First things', 'prose: First thing'),
      [
        [
          'lesson',
          '## First',
          'heading First things without a step; nobody would see it; name it in script.yaml, or call it Try this or To discuss',
        ],
        ['lesson', '[how', 'unknown link #first-things; it leads to no step; did you mean first-thing?'],
        [
          'script',
          'First thing',
          'unknown heading First thing; a step names one of lesson.md; did you mean First things?',
        ],
      ],
    ],
    [
      'two steps of one id',
      inScript('id: read', 'id: write'),
      [['script', 'write\n    prose: Then', 'step write twice; each has an id of its own']],
    ],
    [
      'a self-check of two items',
      inScript(smallLesson.script.slice(smallLesson.script.indexOf('  - id: c3')), ''),
      [['script', '- id: c1', 'self-check must have 3 to 5 items; found 2']],
    ],
    [
      'a time without a unit',
      inScript('after: 1s', 'after: 5'),
      [['script', '5, start', 'after must be a time as 500ms, 60s or 5m; found 5; write 5ms or 5s']],
    ],
    [
      'a link to the outside',
      inText('(#first-things)', '(https://example.org/)'),
      [
        [
          'lesson',
          '[how',
          'link to https://example.org/ in a lesson; it would not be shown; a lesson links to its own headings: `[text](#heading)`',
        ],
      ],
    ],
    [
      'a link to a heading that is not there',
      inText('(#first-things)', '(#second)'),
      [['lesson', '[how', 'unknown link #second; it leads to no step; known: first-things, then-we-read']],
    ],
    [
      'a picture',
      inText('A story, in', '![a](b.png) A story, in'),
      [['lesson', '![a]', 'image in a lesson; it would not be shown; text, emphasis, code and links to headings are']],
    ],
    [
      'two lines in a step',
      inText('They are there.', 'They are there.\n\n---\n\nMore.'),
      [
        [
          'lesson',
          '---\n\nMore',
          'second line `---` in a step; one parts what is read before the run from what is read after it',
        ],
      ],
    ],
    [
      'a heading of the third level',
      inText('They are there.', '### More'),
      [['lesson', '### More', 'heading of level 3; a step has level 2; write `## Heading`']],
    ],
    [
      'a missing title',
      inText('# A small lesson\n', ''),
      [['lesson', '> Why', 'title missing; a lesson starts with it; write `# A title` in the first line']],
    ],
    [
      'an empty step',
      inText('Five trips are written.\n\n---\n\nThey are there.\n', ''),
      [['lesson', '## First', 'heading First things without text under it']],
    ],
  ])('%s', (_, changes, expected) => {
    const files = { ...smallLesson, ...changes };
    expect(mistakesOf(changes)).toEqual(
      expected.map(([file, at, message]) => `${namesOf[file]}:${placeOf(files[file] ?? '', at)} ${message}`),
    );
  });

  test('YAML that cannot be read', () => {
    expect(mistakesOf({ script: 'steps: [\n' })).toEqual([
      expect.stringMatching(/^lessons\/02-small\/script\.yaml:2:1 yaml not understood; /),
    ]);
  });

  test('mistakes of all three files are told at once', () => {
    const found = mistakesOf({
      ...inText('# A small lesson\n', ''),
      scenario: smallLesson.scenario.replace('brokers: 1', 'brokers: 1\nbrookers: 2'),
      ...inScript('slides: [S10]', 'slides: [S10, S27]\nsteep: 1'),
    });
    expect(found.map((line) => line.replace('lessons/02-small/', ''))).toEqual([
      'lesson.md:2:1 title missing; a lesson starts with it; write `# A title` in the first line',
      'scenario.yaml:4:1 unknown key brookers; did you mean brokers?',
      'script.yaml:2:15 unknown slide S27; slides are S1 to S26',
      'script.yaml:3:1 unknown key steep; did you mean steps?',
    ]);
  });
});

describe('text may hold anything', () => {
  test('markup in prose and in a question stays text', () => {
    const evil = '<script>alert(1)</script>';
    const { lesson, mistakes } = readTexts({
      lesson: smallLesson.lesson.replace('A story, in', `${evil} A story, in`),
      scenario: smallLesson.scenario,
      script: smallLesson.script.replace('Where is the first?', evil),
    });
    expect(mistakes).toEqual([]);
    expect(JSON.stringify(lesson?.story)).toContain('<script>');
    expect(lesson?.story[0]?.kind).toBe('paragraph');
    expect(plain(lesson?.selfCheck[0]?.question.ask ?? [])).toBe(evil);
  });

  test('100 kB and text from right to left are read', () => {
    const long = 'שלום '.repeat(20_000);
    const { lesson, mistakes } = readTexts({
      ...smallLesson,
      lesson: smallLesson.lesson.replace('A story, in', `${long}, in`),
    });
    expect(mistakes).toEqual([]);
    expect(JSON.stringify(lesson?.story).length).toBeGreaterThan(90_000);
  });
});

import { describe, expect, test } from 'vitest';

import { inScript, inText, mistakesOf, namesOf, placeOf } from '../support/broken-lesson.ts';
import { smallLesson } from '../support/small-lesson.ts';

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
      'a heading that is not there, and nothing that follows from it',
      inScript('prose: First things', 'prose: First thing'),
      [
        [
          'script',
          'First thing',
          'unknown heading First thing; a step names one of lesson.md; did you mean First things?',
        ],
      ],
    ],
    [
      'a goal that is a time, and nothing that follows from it',
      inScript('waits for: { fact: highWatermark, of: [trips-0], is: 5 }', 'waits for: 5s'),
      [
        [
          'script',
          '5s',
          'waits for is a time, 5s; nobody can say when a run has come so far; wait for a fact or an entry, never for a time; `after` delays what is done',
        ],
      ],
    ],
    [
      'a beat without a question, and nothing that follows from it',
      inScript('{ say: Five trips., ask: Where? }', '{ say: Five trips. }'),
      [['script', '{ say: Five trips. }', 'missing key ask; a beat must have it']],
    ],
    [
      'a sentence that the stage has no room for',
      inScript('say: Five trips.', `say: ${'Five '.repeat(23)}trips.`),
      [['script', `${'Five '.repeat(23)}trips.`, 'say has 121 characters; the stage has room for 110']],
    ],
    [
      'two sentences at once on the stage',
      inScript('say: Five trips.', 'say: Five. Trips.'),
      [['script', 'Five. Trips.', 'say must be one sentence with a full stop at its end; found Five. Trips.']],
    ],
    [
      'a stage without an end',
      inScript('      - { at: end, say: They are written., ask: By whom? }\n', ''),
      [
        [
          'script',
          '- { say: Five',
          'stage is from start to start; each step is presented at its beginning and at its end; the first beat is at start, the last has `at: end`',
        ],
      ],
    ],
    [
      'options that would all read the same',
      inScript('words: { 0: none }', 'option: trips'),
      [
        [
          'script',
          'trips\n      because',
          "option has no place for the value, so all would read trips; write {n} for it, or {list} for the items of a list: 'trips {n}'",
        ],
      ],
    ],
    [
      'an entry to be shown of a partition that is not there',
      inScript('{ entry: RecordsPrinted, which: last }', '{ entry: RecordsPrinted, with: { partition: tripz-0 } }'),
      [['script', 'tripz-0', 'unknown topic tripz; did you mean trips?']],
    ],
    [
      'the place of a record in quotes',
      inScript("answer: { fact: 'recordsAt(0, trips)', take: count }", 'answer: replicasHolding("trips-0@0")'),
      [
        [
          'script',
          'replicasHolding("trips',
          '"trips-0@0" in quotes is a record\'s value; its place is written without: replicasHolding(trips-0@0)',
        ],
      ],
    ],
    [
      'two objectives',
      inScript('objectives: [say what reading does, say what an offset is, say who keeps it]', 'objectives: [a, b]'),
      [
        [
          'script',
          '[a, b]',
          'objectives must have 3 entries or more; found 2; each says in a sentence what a learner can do afterwards',
        ],
      ],
    ],
    [
      'a step that is not explained after its run',
      inText('---\n\nThey are there.\n', 'They are there.\n'),
      [
        [
          'lesson',
          '## First',
          'heading First things without a line `---`; nothing would be read after the run; what stands before it is read before the run, what stands behind it explains the run',
        ],
      ],
    ],
    [
      'an explanation in ten words',
      inText(
        'They are there.\n\nEach has an offset in the log of its partition, counted from 0.',
        'One two three four five six seven eight nine ten.',
      ),
      [
        [
          'lesson',
          '## First',
          'heading First things has 10 words after its line `---`; a step is explained in more than 10',
        ],
      ],
    ],
    [
      'a step that is too long to be read',
      inText('They are there.', `They ${'are '.repeat(160)}there.`),
      [['lesson', '## First', 'heading First things has 179 words; a step has at most 170']],
    ],
    [
      'nothing to discuss',
      inText('## To discuss\n\n* And why.\n', ''),
      [
        [
          'lesson',
          '# A small',
          'heading To discuss missing; it is shown when the lesson is done; write `## To discuss` and a paragraph under it',
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
      inText(
        'They are there.',
        'They are there.\n\nThere are eleven words here, so that the step is explained.\n\n### More',
      ),
      [['lesson', '### More', 'heading of level 3; a step has level 2; write `## Heading`']],
    ],
    [
      'a missing title',
      inText('# A small lesson\n', ''),
      [['lesson', '> Why', 'title missing; a lesson starts with it; write `# A title` in the first line']],
    ],
    [
      'an empty step',
      inText(
        'Five trips are written.\n\n---\n\nThey are there.\n\nEach has an offset in the log of its partition, counted from 0.\n',
        '',
      ),
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

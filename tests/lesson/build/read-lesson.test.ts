import { describe, expect, test } from 'vitest';

import { plain } from '../../../src/lesson/prose.ts';
import { inScript, inText } from '../support/broken-lesson.ts';
import { readTexts, smallLesson, theSmallLesson } from '../support/small-lesson.ts';

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
    expect(step?.after[0]).toEqual({ kind: 'paragraph', children: [{ kind: 'text', text: 'They are there.' }] });
    expect(step?.after).toHaveLength(2);
    expect(lesson.tryThis).toHaveLength(1);
    expect(lesson.discuss).toHaveLength(1);
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
    expect(readTexts({ ...smallLesson, ...inScript('Five trips.', 'Five of them.') }).lesson?.hash).not.toBe(hash);
  });

  test('it holds no answer to any of its questions', () => {
    expect(JSON.stringify(theSmallLesson())).not.toMatch(/"right"|"options"|"correct"/);
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

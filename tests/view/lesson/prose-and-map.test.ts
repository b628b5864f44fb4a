import { describe, expect, test } from 'vitest';

import type { CourseMap as Map } from '../../../src/lesson/course.ts';
import { changeProgress, noProgress } from '../../../src/lesson/progress/progress.ts';
import type { Block } from '../../../src/lesson/prose.ts';
import CourseMap from '../../../src/view/lesson/CourseMap.svelte';
import Prose from '../../../src/view/lesson/Prose.svelte';
import StepDots from '../../../src/view/lesson/StepDots.svelte';
import { click, show } from './page.ts';

describe('prose', () => {
  const evil = '<img src=x onerror="document.title=1"><script>document.title = 2</script>';

  test('is never taken for markup', () => {
    const blocks: readonly Block[] = [
      {
        kind: 'paragraph',
        children: [
          { kind: 'text', text: evil },
          { kind: 'emphasis', children: [{ kind: 'code', text: evil }] },
        ],
      },
      { kind: 'list', ordered: true, items: [[{ kind: 'code', language: null, text: evil }]] },
      {
        kind: 'quote',
        children: [{ kind: 'paragraph', children: [{ kind: 'strong', children: [{ kind: 'text', text: evil }] }] }],
      },
    ];
    show(Prose, { blocks });
    expect(document.querySelector('img, script')).toBeNull();
    expect(document.body.textContent?.split(evil)).toHaveLength(5);
    expect(document.querySelectorAll('p em code, ol pre code, blockquote p strong')).toHaveLength(3);
  });
});

describe('the course map and the steps', () => {
  const course: Map = {
    title: 'Course',
    world: 'A world.',
    lessons: [
      { number: 1, title: 'First', line: 'Not there.', slides: [], available: null },
      {
        number: 2,
        title: 'Second',
        line: 'There.',
        slides: [],
        available: { id: '02-small', hash: 'a', steps: ['write', 'read'] },
      },
    ],
  };
  const hrefOf = (id: string): string => `#/lesson/${id}`;

  test('a lesson that is there is a link, another is named as to come', () => {
    show(CourseMap, { course, progress: noProgress, hrefOf });
    const links = [...document.querySelectorAll('a')];
    expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['Second', '#/lesson/02-small'],
    ]);
    expect(document.querySelector('li')?.textContent).toContain('to come');
  });

  test('what has been done of it is said', () => {
    let progress = changeProgress(noProgress, { type: 'opened', lesson: '02-small', hash: 'a' });
    progress = changeProgress(progress, { type: 'began', lesson: '02-small', step: 'read' });
    show(CourseMap, { course, progress, hrefOf });
    expect(document.body.textContent).toContain('at step 2 of 2');
    show(CourseMap, { course, progress: changeProgress(progress, { type: 'finished', lesson: '02-small' }), hrefOf });
    expect(document.body.textContent).toContain('done');
  });

  test('steps that are ahead cannot be gone to, and each says what it is', () => {
    const went: number[] = [];
    show(StepDots, {
      steps: [
        { title: 'One', state: 'done' },
        { title: 'Two', state: 'here' },
        { title: 'Three', state: 'ahead' },
      ],
      onGoTo: (index: number) => went.push(index),
    });
    const dots = [...document.querySelectorAll('button')];
    expect(dots.map((dot) => dot.getAttribute('aria-label'))).toEqual([
      'Step 1: One, done',
      'Step 2: Two, you are here',
      'Step 3: Three, not begun',
    ]);
    expect(dots[1]?.getAttribute('aria-current')).toBe('step');
    for (const dot of dots) click(dot);
    expect(went).toEqual([0, 1]);
  });
});

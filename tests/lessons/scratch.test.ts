import { test } from 'vitest';
import { readLesson } from '../../src/lesson/build/read-lesson.ts';
import { sayMistakes, type Mistake } from '../../src/scenario/mistake.ts';
import { planNow } from '../../src/lesson/plan/plan-lesson.ts';
import { courseFiles } from './support/course.ts';
const id = process.env['LESSON'] ?? '02-a-log-not-a-queue';
test('scratch', () => {
  const mistakes: Mistake[] = [];
  const read = (n: string): string => courseFiles.read(`${id}/${n}`) ?? '';
  const lesson = readLesson(id, id, { lesson: read('lesson.md'), scenario: read('scenario.yaml'), script: read('script.yaml') }, mistakes);
  console.log(sayMistakes(mistakes));
  if (lesson === null) return;
  const t0 = performance.now();
  const plan = planNow(lesson, Number(process.env['SEED'] ?? lesson.scenario.seed));
  console.log('ms', performance.now() - t0, 'ready', plan.isReady, plan.ready);
  for (const s of plan.steps) {
    console.log(s.id, s.start.at / 1e6, '->', s.end.at / 1e6, 'seq', s.end.seq, 'before', s.goalBefore, 'after', s.goalAfter, 'whole', s.isWhole, s.moments.map((m) => `${m.name}@${m.at / 1e6}`).join(', '));
    if (s.question) for (const [i, o] of s.question.options.entries()) console.log('   ', i === s.question.right ? '*' : ' ', o.text, o.belief ? `${o.belief.id} refuted ${o.belief.refutedBy}` : `proof ${s.question.proof}`);
    if (s.change) console.log('    change ->', s.change.reached, s.change.answer, s.change.end.at / 1e6);
  }
  for (const s of plan.checks) {
    console.log('check', s.id, s.start.at / 1e6, '->', s.end.at / 1e6, s.reached);
    if (s.question) for (const [i, o] of s.question.options.entries()) console.log('   ', i === s.question.right ? '*' : ' ', o.text, o.belief ? `${o.belief.id} refuted ${o.belief.refutedBy}` : `proof ${s.question.proof}`);
  }
});

import { stableStringify, type Json } from '../../../src/lib/json.ts';
import { TAKES } from '../../../src/lesson/build/read-question.ts';
import { takeFrom } from '../../../src/lesson/plan/take.ts';
import type { Answer, Lesson, Question } from '../../../src/lesson/lesson.ts';
import { misconceptions } from '../../../src/lesson/misconceptions/index.ts';
import { askingOf, type Stretch } from '../../../src/lesson/plan/compute-question.ts';
import { planNow } from '../../../src/lesson/plan/plan-lesson.ts';
import { factsOf } from '../../../src/lesson/rows.ts';

/* Which questions a belief answers, found out by asking: every belief, every fact that a lesson asks, as a whole and in each of its parts. */

const WHOLE_AND_PARTS: readonly Answer['take'][] = [null, ...TAKES];

/** By belief, by fact, by part: `new`, `whole` (not only what is new), or both. */
type Found = Map<string, Map<string, Map<Answer['take'], Set<'new' | 'whole'>>>>;

/** What each belief answers in the runs of these lessons, in words: `new printed`, `count of recordsAt`. */
export function whatBeliefsAnswer(lessons: readonly Lesson[]): ReadonlyMap<string, string> {
  const found: Found = new Map();
  for (const lesson of lessons) askAll(lesson, found);
  return new Map([...found].map(([id, facts]) => [id, sayFacts(facts)]));
}

function askAll(lesson: Lesson, found: Found): void {
  const questions = [...lesson.steps.flatMap(({ question }) => question ?? []), ...lesson.selfCheck.map((item) => item.question)];
  const facts = [...new Set(questions.flatMap(factsOf))];
  planNow(lesson, lesson.scenario.seed, (question, stretch) => {
    for (const fact of facts) askFact(fact, question, stretch, found);
  });
}

function askFact(fact: string, question: Question, stretch: Stretch, found: Found): void {
  const [after, before] = [stretch.run.askAt(stretch.after, fact), stretch.run.askAt(stretch.before, fact)];
  for (const take of WHOLE_AND_PARTS)
    for (const isNew of [false, true]) {
      if (isOfRecords(take) && !holdsRecords(after)) continue;
      const answer = { fact, take, isNew };
      const right = takeFrom(answer, after, before);
      if (right === undefined) continue;
      const asking = askingOf({ ...question, answer }, stretch, right);
      for (const { id, answer: believe } of Object.values(misconceptions)) {
        const believed = believe(asking);
        if (believed === undefined || stableStringify(believed) === stableStringify(right)) continue;
        if (believed !== null && kindOf(believed) !== kindOf(right)) continue;
        const facts = found.get(id) ?? new Map<string, Map<Answer['take'], Set<'new' | 'whole'>>>();
        const parts = facts.get(asking.fact) ?? new Map<Answer['take'], Set<'new' | 'whole'>>();
        parts.set(take, (parts.get(take) ?? new Set()).add(isNew ? 'new' : 'whole'));
        found.set(id, facts.set(asking.fact, parts));
      }
    }
}

/** Offsets, values and partitions are parts of records. */
function isOfRecords(take: Answer['take']): boolean {
  return take !== null && take !== 'count';
}

function holdsRecords(value: Json): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item: unknown) => typeof item === 'object' && item !== null);
}

function kindOf(value: Json): string {
  return Array.isArray(value) ? 'list' : typeof value;
}

function sayFacts(facts: ReadonlyMap<string, ReadonlyMap<Answer['take'], ReadonlySet<'new' | 'whole'>>>): string {
  const said = [...facts].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([fact, parts]) =>
    [...parts].sort(([a], [b]) => WHOLE_AND_PARTS.indexOf(a) - WHOLE_AND_PARTS.indexOf(b)).map(([take, when]) => {
      const which = when.size === 2 ? '' : when.has('new') ? 'new ' : '';
      return `${which}${take === null ? '' : `${take} of `}\`${fact}\``;
    }),
  );
  return said.join(', ');
}

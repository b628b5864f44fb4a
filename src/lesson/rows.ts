import type { Proof, Question } from './lesson.ts';

/** The question of one row: its name stands wherever the author has written `{row}`. */
export function questionOfRow(question: Question, row: string): Question {
  const { answer, proof } = question;
  return {
    ...question,
    table: null,
    answer: { ...answer, fact: inRow(answer.fact, row) },
    proof: proof === null ? null : proofOfRow(proof, row),
  };
}

/** A fact of a table as it is asked of one row. */
export function inRow(fact: string, row: string): string {
  return fact.replaceAll('{row}', row);
}

/** All facts that a question asks, as they are asked. */
export function factsOf({ answer, table }: Question): readonly string[] {
  if (table === null) return [answer.fact];
  return [answer.fact, ...table.see.map(({ fact }) => fact)].flatMap((fact) =>
    table.rows.map((row) => inRow(fact, row)),
  );
}

function proofOfRow(proof: Proof, row: string): Proof {
  const args = Object.entries(proof.args).map(([name, value]) => [
    name,
    typeof value === 'string' ? inRow(value, row) : value,
  ]);
  return { ...proof, args: Object.fromEntries(args) as Proof['args'] };
}

import * as v from 'valibot';

/** The shape of `script.yaml`. What is `unknown` here is read by the scenario's own reader. */

const text = v.pipe(v.string(), v.trim(), v.minLength(1));
const identifier = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, 'an id: lower case letters, digits and hyphens'));
const slide = v.pipe(v.string(), v.regex(/^S\d{1,2}$/, 'the id of a slide: S and a number'));
const scalar = v.union([v.string(), v.number(), v.boolean()]);
const argument = v.union([v.string(), v.number()]);

const factCall = v.strictObject({ fact: text, of: v.optional(v.array(argument), []) });

const proof = v.strictObject({
  entry: text,
  with: v.optional(v.record(v.string(), scalar), {}),
  which: v.optional(v.picklist(['first', 'last']), 'first'),
});

const question = {
  id: identifier,
  ask: text,
  answer: factCall,
  wrong: v.pipe(v.array(text), v.minLength(1)),
  option: v.optional(text, '{n}'),
  words: v.optional(v.record(v.string(), text), {}),
  because: text,
  'show me': v.optional(proof),
};

const beat = v.strictObject({ at: v.optional(text), say: text, ask: text });

const change = v.strictObject({
  say: text,
  do: v.pipe(v.array(v.unknown()), v.minLength(1)),
  'waits for': v.optional(v.unknown()),
  within: v.optional(v.unknown()),
});

const step = v.strictObject({
  id: identifier,
  prose: text,
  do: v.optional(v.array(v.unknown()), []),
  'waits for': v.unknown(),
  within: v.optional(v.unknown()),
  moments: v.optional(v.array(v.strictObject({ name: text, when: v.unknown() })), []),
  predict: v.optional(v.strictObject(question)),
  stage: v.pipe(v.array(beat), v.minLength(1)),
  'change one thing': v.optional(change),
});

const selfCheckItem = v.strictObject({
  ...question,
  do: v.optional(v.array(v.unknown()), []),
  'waits for': v.optional(v.unknown()),
  within: v.optional(v.unknown()),
});

export const scriptSchema = v.strictObject({
  lesson: v.pipe(v.number(), v.integer(), v.minValue(1)),
  slides: v.pipe(v.array(slide), v.minLength(1)),
  objectives: v.pipe(v.array(text), v.minLength(1)),
  ready: v.strictObject({ 'waits for': v.unknown(), within: v.optional(v.unknown()) }),
  steps: v.pipe(v.array(step), v.minLength(1)),
  'self-check': v.pipe(v.array(selfCheckItem), v.length(3)),
});

export type Script = v.InferOutput<typeof scriptSchema>;
export type ScriptQuestion = Omit<NonNullable<Script['steps'][number]['predict']>, never>;
export type ScriptFactCall = v.InferOutput<typeof factCall>;
export type ScriptProof = v.InferOutput<typeof proof>;

export const courseSchema = v.strictObject({
  title: text,
  world: text,
  lessons: v.pipe(
    v.array(
      v.strictObject({
        number: v.pipe(v.number(), v.integer(), v.minValue(1)),
        title: text,
        line: text,
        slides: v.optional(v.array(slide), []),
      }),
    ),
    v.minLength(1),
  ),
});

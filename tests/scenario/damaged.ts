import fc from 'fast-check';

type Path = readonly (string | number)[];

/** What is easily put in place of something else: by a slip, by another version, or on purpose. */
const strange = fc.constantFrom<unknown>(
  null,
  -1,
  1.5,
  2 ** 53,
  '',
  'x'.repeat(300),
  '__proto__',
  'constructor',
  'orders-0',
  'broker-9',
  '999999h',
  '\ud800{n}',
  [],
  {},
  [[[[]]]],
  { hex: 'zz' },
);

/** A JSON value with one to three of its parts replaced: by anything, by another of its parts, or by nothing at all. */
export function damaged(json: unknown): fc.Arbitrary<unknown> {
  const paths = pathsIn(json);
  const parts = fc.constantFrom(...paths).map((path) => path.reduce<unknown>(partOf, json));
  const put = fc.oneof(strange, parts, fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined));
  const inside = paths.filter(({ length }) => length > 0);
  // What stands on top is little, and most depends on it.
  const onTop = inside.filter(({ length }) => length <= 2);
  const change = fc.record({ path: fc.oneof(fc.constantFrom(...onTop), fc.constantFrom(...inside)), put });
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce((value, { path, put: by }) => replaced(value, path, by), json));
}

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [path];
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [path, ...[...keys].flatMap((key) => pathsIn(partOf(value, key), [...path, key]))];
}

function partOf(value: unknown, key: string | number): unknown {
  return (value as { readonly [key: string | number]: unknown })[key];
}

/** The value with something else at a path; where the path is not there any more, the value as it is. */
function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((one: unknown, index) => (index === key ? replaced(one, rest, by) : one));
  if (value === null || typeof value !== 'object') return value;
  return { ...value, [key]: replaced(partOf(value, key), rest, by) };
}

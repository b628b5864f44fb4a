import file from '../../conformance/vectors/high-watermark.json' with { type: 'json' };

/** Cases of one kind of Kafka's high-watermark vectors. */
export function casesOf<T extends { readonly id: string }>(kind: string): readonly T[] {
  return file.cases.filter((each) => each.kind === kind) as unknown as readonly T[];
}

/** One case by its id. */
export function caseOf<T extends { readonly id: string }>(id: string): T {
  const found = file.cases.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found as unknown as T;
}

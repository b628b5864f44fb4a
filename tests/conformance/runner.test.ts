import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import { eraOf } from './support/adapter.ts';
import { adapters, proseKinds } from './support/kinds.ts';
import { play } from './support/play.ts';
import { readFolder, vectorsIn } from './support/vector.ts';

const only = (file: string, ...cases: unknown[]): ReturnType<typeof vectorsIn> =>
  vectorsIn(file, JSON.stringify({ cases }));
const error = {
  kind: 'error',
  id: 'e',
  code: 3,
  name: 'UNKNOWN_TOPIC_OR_PARTITION',
  retriable: true,
  invalidMetadata: true,
};

describe('the runner of vectors', () => {
  it("a case's kind is its kind, else its mode, else its assignor, else its file's name", () => {
    const kinds = only(
      'java-hash.json',
      { kind: 'a', mode: 'b' },
      { mode: 'b', assignor: 'c' },
      { assignor: 'c' },
      {},
    ).map(({ kind }) => kind);
    expect(kinds).toEqual(['a', 'b', 'c', 'java-hash']);
  });

  it('a case passes when the simulator does what it says, and fails when it does not', () => {
    const [right, wrong] = only('error-codes.json', error, { ...error, code: 4 });
    expect(play(right as never)).toEqual({ status: 'passed' });
    expect(play(wrong as never)).toEqual({
      status: 'failed',
      expected: { code: 4, retriable: true, invalidMetadata: true },
      got: { code: 3, retriable: true, invalidMetadata: true },
    });
  });

  it('a case of an executable kind that cannot be read has failed', () => {
    const [vector] = only('error-codes.json', { ...error, code: 'three' });
    expect(play(vector as never)).toMatchObject({
      status: 'failed',
      expected: 'a case of kind error that can be read',
    });
  });

  it('a case of a kind that nobody knows has failed', () => {
    const [vector] = only('x.json', { kind: 'surprise' });
    expect(play(vector as never)).toMatchObject({ status: 'failed', got: 'kind surprise' });
  });

  it('a case in prose is skipped', () => {
    const cases = only('x.json', { kind: 'rule' }, { kind: 'compaction', rule: 'a sentence' });
    expect(cases.map((vector) => play(vector))).toEqual([
      { status: 'skipped', why: 'prose' },
      { status: 'skipped', why: 'prose' },
    ]);
  });

  it.each([
    { kind: 'trace' },
    { kind: 'trace', protocol: 'streams' },
    { kind: 'error-matrix' },
    { kind: 'compaction', name: 'no more than a name' },
    { kind: 'compaction', name: 'no records', runs: [] },
    { kind: 'compaction', recordsKeys: [1], retainedKeys: [1] },
    { kind: 'compaction', records: 'abc', runs: [] },
    { kind: 'sticky-switch', nonsense: 1 },
    { kind: 'start-position' },
    { kind: 'classic', match: 'properties' },
    { kind: 'roundrobin-assignor', topics: { t: 1 }, members: [], match: 'exact-ordered' },
    { kind: 'sticky-assignor', topics: { t: 1 }, members: [], match: 'properties' },
    { kind: 'uniform', assignor: 'uniform', topics: {}, members: [], match: 'properties', properties: ['valid'] },
  ])('%j cannot be read', (data) => {
    const [vector] = only('x.json', data);
    const outcome = play(vector as never);
    expect(outcome.status === 'failed' ? String(outcome.got) : outcome.status).toMatch(/^Unreadable: /);
  });

  it('files in folders inside the folder are read, and named by their path', () => {
    const { files, vectors } = readFolder(fileURLToPath(new URL('.', import.meta.url)));
    expect(files).toContain('vectors/java-hash.json');
    expect(vectors.find(({ file }) => file === 'vectors/java-hash.json')?.kind).toBe('java-hash');
  });

  it('a kind is played or prose, never both', () => {
    const all = [...Object.keys(adapters), ...proseKinds];
    expect(new Set(all).size).toBe(all.length);
  });

  it('a number that no double holds stays as it is written', () => {
    const text =
      '{"cases":[{"id":"d","values":{"3.x":9223372036854775807,"4.x":0.5,"s":"9223372036854775807 \\" 1"}}]}';
    expect(vectorsIn('defaults.json', text)[0]?.data['values']).toEqual({
      '3.x': '9223372036854775807',
      '4.x': 0.5,
      s: '9223372036854775807 " 1',
    });
  });

  it('a file without cases cannot be read', () => {
    expect(() => vectorsIn('x.json', '{}')).toThrow('cases missing');
    expect(() => vectorsIn('x.json', 'no')).toThrow();
  });

  it.each([
    [undefined, '4.0'],
    ['3.7+', '4.0'],
    ['4.1', '4.0'],
    ['before 4.0', '3.9'],
    ['3.9', '3.9'],
    ['3.7', '3.9'],
    ['before 3.7', '2.8'],
    ['3.6', '2.8'],
    ['2.8', '2.8'],
    ['2.x', '2.8'],
    ['3.x', '3.9'],
    ['before 3.x', '2.8'],
    ['4.x', '4.0'],
    ['before 4.x', '3.9'],
    [4, '4.0'],
    ['trunk', '4.0'],
    ['<= 3.7', '3.9'],
    ['>= 3.7', '4.0'],
  ])('version %s asks for era %s', (version, era) => {
    const [vector] = only('x.json', { version });
    expect(eraOf(vector as never)).toBe(era);
  });

  it.each(['x.3', 'some day', ''])('version %j names no release', (version) => {
    const [vector] = only('x.json', { version });
    expect(() => eraOf(vector as never)).toThrow('names no release');
  });
});

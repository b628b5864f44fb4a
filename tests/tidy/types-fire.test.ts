import ts from 'typescript';
import { expect, test } from 'vitest';

import { root } from './support/files.ts';

/** What the compiler says of a text that stood in src/sim, under the project of the pure floors. */
function complaintsAbout(text: string): readonly string[] {
  const { config } = ts.readConfigFile(`${root}/tsconfig.pure.json`, (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const path = `${root}/src/sim/no-such-file.ts`;
  const host = ts.createCompilerHost(options);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (name, languageVersion, ...rest) =>
    name === path ? ts.createSourceFile(name, text, languageVersion) : readSource(name, languageVersion, ...rest);
  const program = ts.createProgram([path], options, host);
  const source = program.getSourceFile(path);
  return program
    .getSemanticDiagnostics(source)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

test('the compiler knows neither the page nor Node in lib, sim and timeline', () => {
  const names = ['document', 'window', 'localStorage', 'setTimeout', 'performance', 'process', 'console'];
  const complaints = complaintsAbout(names.map((name) => `${name};`).join('\n'));
  for (const name of names) expect(complaints.join('\n')).toMatch(new RegExp(`(name|find) '${name}'`));
});

test('an element of an array may be undefined until that is ruled out', () => {
  expect(complaintsAbout('export const first = (ns: readonly number[]): number => ns[0];')).toHaveLength(1);
  expect(complaintsAbout('export const first = (ns: readonly number[]): number => ns[0] ?? 0;')).toEqual([]);
});

test('syntax that leaves something behind at run time is refused', () => {
  expect(complaintsAbout('export enum Acks { None, Leader, All }')).toHaveLength(1);
});

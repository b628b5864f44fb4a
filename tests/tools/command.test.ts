import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';

import { beforeAll, describe, expect, test } from 'vitest';

const command = new URL('../../tools/support/command.mjs', import.meta.url).href;
const fixture = 'tests/tools/fixtures/echo.ts';
const cwd = realpathSync(tmpdir());

function runEntry(entry: string, args: readonly string[], through = '') {
  const script = `import { runEntry } from '${command}'; await runEntry('${entry}');`;
  const words = [process.execPath, '--input-type=module', '-e', script, '--', 'script', ...args].map(
    (word) => `"${word}"`,
  );
  return spawnSync(`${words.join(' ')} ${through}`, { cwd, encoding: 'utf8', shell: 'bash' });
}

describe.skipIf(process.platform === 'win32')('a command in TypeScript', () => {
  beforeAll(() => {
    runEntry(fixture, ['echo', '0']);
  });

  test('gets its arguments and the caller’s folder, and its exit code is passed on', () => {
    const { stdout, stderr, status } = runEntry(fixture, ['echo', 'a b', '--json', '7']);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ rest: ['a b', '--json', '7'], cwd });
    expect(status).toBe(7);
  });

  test('may be read by a program that stops early', () => {
    const { stdout, stderr, status } = runEntry(fixture, ['flood'], '| head -n 2; exit "${PIPESTATUS[0]}"');
    expect(stdout).toBe('line 0\nline 1\n');
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test('fails when it throws, and names the line of its source', () => {
    const { stdout, stderr, status } = runEntry(fixture, ['fail']);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/thrown on purpose[\s\S]*echo\.ts:9/);
    expect(status).toBe(1);
  });

  test('is refused with its name when it is not there', () => {
    const { stderr, status } = runEntry('src/cli/no-such.ts', []);
    expect(stderr).toContain('src/cli/no-such.ts missing');
    expect(status).toBe(2);
  });
});

import { describe, expect, test } from 'vitest';

import { usualPlaces } from '../../tools/support/browser.mjs';
import { isInstalled } from '../../tools/support/install.mjs';
import { openCommand } from '../../tools/support/open.mjs';
import { one, sentence, sum, tallyOf } from '../../tools/support/tally.mjs';

describe('what is installed', () => {
  const wanted = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  };

  test('is enough when every package is there in its version; one for another platform may be absent', () => {
    expect(isInstalled(wanted, { 'node_modules/a': { version: '1.0.0' } })).toBe(true);
  });

  test('is not enough when a package is absent, in another version, or no longer asked for', () => {
    expect(isInstalled(wanted, { 'node_modules/b': { version: '2.0.0' } })).toBe(false);
    expect(isInstalled(wanted, { 'node_modules/a': { version: '1.0.1' } })).toBe(false);
    expect(isInstalled(wanted, { 'node_modules/a': { version: '1.0.0' }, 'node_modules/c': {} })).toBe(false);
  });
});

describe('the browser', () => {
  test('is opened only where there is a screen', () => {
    expect(openCommand('http://localhost/', 'linux', {})).toBeUndefined();
    expect(openCommand('http://localhost/', 'linux', { DISPLAY: ':0', CI: 'true' })).toBeUndefined();
    expect(openCommand('http://localhost/', 'linux', { DISPLAY: ':0' })?.[0]).toBe('xdg-open');
    expect(openCommand('http://localhost/', 'darwin', {})?.[0]).toBe('open');
  });

  test('is looked for in the places of each system, Chrome before Chromium', () => {
    const places = usualPlaces('linux', { PATH: '/home/a/bin:/usr/bin' });
    expect(places).toContain('/home/a/bin/chromium');
    expect(places.indexOf('/usr/bin/google-chrome')).toBeLessThan(places.indexOf('/usr/bin/chromium'));
    expect(usualPlaces('darwin', { HOME: '/Users/a' })[0]).toMatch(/Google Chrome$/);
    expect(usualPlaces('win32', { PROGRAMFILES: 'C:\\Programs' })[0]).toMatch(/^C:\\Programs\\Google.*chrome\.exe$/);
  });
});

describe('the last line of a run', () => {
  const file = (status: string, ...tests: string[]) => ({
    status,
    assertionResults: tests.map((it) => ({ status: it })),
  });
  const report = (passed: number, failed: number, ...testResults: ReturnType<typeof file>[]) => ({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults,
  });

  test('counts tests and checks alike', () => {
    expect(sentence(sum(one(true), one(false), { passed: 3, failed: 0, skipped: 0 }))).toBe('4 passed, 1 failed');
    expect(sentence({ passed: 1, failed: 0, skipped: 2 })).toBe('1 passed, 0 failed, 2 skipped');
  });

  test('counts what Vitest reports', () => {
    expect(tallyOf(report(2, 1, file('failed', 'passed', 'failed')), 1)).toEqual({ passed: 2, failed: 1, skipped: 1 });
  });

  test('counts a file that could not be loaded as a failure', () => {
    expect(tallyOf(report(2, 0, file('passed', 'passed'), file('failed')), 1)).toEqual({
      passed: 2,
      failed: 1,
      skipped: 1,
    });
  });

  test('counts an error outside any test, an absent report and a run without tests as a failure', () => {
    expect(tallyOf(report(2, 0, file('passed', 'passed')), 1).failed).toBe(1);
    expect(tallyOf(report(0, 0), 0).failed).toBe(1);
    expect(tallyOf(undefined, 0).failed).toBe(1);
  });
});

import { expect, test } from 'vitest';

import { read } from './support/files.ts';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(read('package.json')) as Manifest;

test('there are ten scripts and no others', () => {
  const scripts = ['start', 'test', 'check', 'lint', 'format', 'build', 'bench', 'simulate', 'swarm', 'vectors'];
  expect(Object.keys(manifest.scripts).sort()).toEqual(scripts.sort());
});

test('every package is pinned to one version', () => {
  const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  expect(versions.length).toBeGreaterThan(10);
});

test('the lock file says what to install, and not from where', () => {
  const lock = read('package-lock.json');
  expect(lock).toContain('"integrity"');
  expect(lock).not.toContain('"resolved"');
});

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

import { lessons } from './tools/lessons.ts';
import { model } from './tools/model.ts';
import { native } from './tools/native.ts';

// The end-to-end tests need a build and a browser, so they only take part when they are named:
// `npx vitest run --project e2e`, or a path under tests/e2e.
const wantsE2e = process.argv.some((argument) => argument.includes('e2e'));

// What runs once reads the floors without components as Node's own modules; what is watched sees every change.
const plugins = () => [...(process.argv.includes('run') ? [native()] : []), lessons(), model(), svelte()];

// Vitest begins with the largest files when it knows no times yet, and the longest runs stand in the smallest ones.
const long = /\/tests\/(swarm|mutants|lessons\/played)\//;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => long.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

const e2e = {
  test: {
    name: 'e2e',
    environment: 'node',
    include: ['tests/e2e/**/*.test.ts'],
    // They wait for the page more than they work; the other core is left to the checks of types and style.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};

export default defineConfig({
  test: {
    // By default one core is left free, of two only one is used.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        // Components can be imported here too, so that a lesson or a scene test may reach a module beside them.
        plugins: plugins(),
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/view/**', 'tests/app/**', 'tests/e2e/**'],
          testTimeout: 30_000,
          // The simulator has no state of its own, so files may share its modules: reading them anew for each took longer than the tests.
          isolate: false,
        },
      },
      {
        plugins: plugins(),
        // Without this condition Svelte resolves to its server build, which cannot mount.
        resolve: { conditions: ['browser'] },
        test: {
          name: 'view',
          environment: 'happy-dom',
          include: ['tests/view/**/*.test.ts', 'tests/app/**/*.test.ts'],
          testTimeout: 30_000,
          // Each file has a page of its own all the same; what a test mounts, it takes away.
          isolate: false,
        },
      },
      ...(wantsE2e ? [e2e] : []),
    ],
  },
});

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

import { lessons } from './tools/lessons.ts';
import { model } from './tools/model.ts';

export default defineConfig(({ command }) => ({
  // Relative addresses: the built site runs from any sub-path of any file host.
  base: './',
  plugins: [
    lessons(),
    model(),
    svelte({
      onwarn(warning, handle) {
        if (command === 'build') {
          throw new Error(`${warning.filename ?? 'component'}; ${warning.code}; ${warning.message}`);
        }
        handle?.(warning);
      },
    }),
  ],
  build: {
    target: 'baseline-widely-available',
    // A data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: true,
  },
}));

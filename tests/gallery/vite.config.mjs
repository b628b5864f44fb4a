import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** The picture by itself, in one state after another, to be looked at: `npx vite --config tests/gallery/vite.config.mjs`. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [svelte({ configFile: '../../svelte.config.js' })],
  build: {
    target: 'baseline-widely-available',
    emptyOutDir: true,
    rolldownOptions: { input: [`${import.meta.dirname}/index.html`, `${import.meta.dirname}/bench.html`] },
  },
});

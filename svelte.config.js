/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
export default {
  compilerOptions: {
    runes: true,
    // No style elements at run time: a strict content security policy forbids them.
    css: 'external',
  },
};

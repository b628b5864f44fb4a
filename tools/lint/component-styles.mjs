/**
 * A local processor: the style element of a component is linted as CSS, by the rules that CSS files obey, and at its
 * own lines. The rest of the component goes through the Svelte plugin's processor as before.
 *
 * @import { Linter } from 'eslint'
 */
import svelte from 'eslint-plugin-svelte';

const inner = svelte.processors.svelte;
const styleElement = /<style[^>]*>([\s\S]*?)<\/style>/g;

/** @type {(text: string) => string} the style alone, at the lines where the component has it */
function styleOf(text) {
  let kept = '';
  for (const { 1: style = '', 0: whole, index } of text.matchAll(styleElement)) {
    const start = index + whole.indexOf('>') + 1;
    kept += text.slice(kept.length, start).replace(/[^\n]/g, ' ') + style;
  }
  return kept;
}

/** @type {Linter.Processor} */
export const componentStyles = {
  meta: { name: 'component-styles', version: '1' },
  supportsAutofix: false,
  preprocess(text, filename) {
    return [...inner.preprocess(text, filename), { text: styleOf(text), filename: 'style.css' }];
  },
  postprocess(messages, filename) {
    return [...inner.postprocess(messages.slice(0, -1), filename), ...(messages.at(-1) ?? [])];
  },
};

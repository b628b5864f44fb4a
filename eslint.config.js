import css from '@eslint/css';
import js from '@eslint/js';
import baseline from 'eslint-plugin-baseline-js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import typescript from 'typescript-eslint';

import svelteConfig from './svelte.config.js';
import { componentStyles } from './tools/lint/component-styles.mjs';
import { importRules, importsElsewhere } from './tools/lint/floors.mjs';
import { integersOnly } from './tools/lint/integers-only.mjs';
import { pureFloors, pureGlobals, pureProperties, pureSyntax, simSyntax } from './tools/lint/pure.mjs';

const code = ['**/*.{js,mjs,ts,svelte}'];
const typed = ['**/*.{js,mjs,ts}'];
const styles = ['**/*.css'];

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Only components and configurations have a default export; give it a name.',
};

const noStyleAttribute = {
  selector: "SvelteAttribute[key.name='style']",
  message: 'A strict content security policy forbids style attributes; use a class or a style: directive.',
};

/**
 * What each floor may import.
 *
 * @type {import('eslint').Linter.Config[]}
 */
const floorRules = importRules.map(({ floor, patterns }) => ({
  files: [`src/${floor}/**`],
  ignores: styles,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
}));

export default defineConfig([
  globalIgnores(['dist/', 'coverage/', 'node_modules/', 'public/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    files: code,
    extends: [js.configs.recommended],
    rules: {
      // `!= null` is the one test for null and undefined at once.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-imports': ['error', importsElsewhere],
      'max-lines': ['error', { max: 300 }],
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: typed,
    extends: [typescript.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.lint.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      // Behaviours are objects of functions, not of methods: none of them reads `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['**/*.svelte'],
    extends: [svelte.configs.recommended],
    plugins: { highwater: { processors: { 'component-styles': componentStyles } } },
    processor: 'highwater/component-styles',
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: typescript.parser, svelteConfig },
    },
    rules: {
      // The compiler knows these better, through svelte-check.
      'no-undef': 'off',
      'no-unused-vars': 'off',
      'no-inner-declarations': 'off',
      'svelte/no-at-html-tags': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/button-has-type': 'error',
      'no-restricted-syntax': ['error', noStyleAttribute],
    },
  },

  // Baseline Widely Available, in what the page runs and in how it looks.
  {
    files: ['src/**/*.{ts,svelte}'],
    ignores: ['src/cli/**'],
    plugins: { 'baseline-js': { rules: baseline.rules } },
    rules: {
      'baseline-js/use-baseline': [
        'error',
        { available: 'widely', includeWebApis: { preset: 'auto' }, includeJsBuiltins: { preset: 'auto' } },
      ],
      'no-console': 'error',
    },
  },
  {
    files: styles,
    plugins: { css },
    language: 'css/css',
    rules: {
      'css/use-baseline': ['error', { available: 'widely' }],
      'css/no-duplicate-imports': 'error',
      'css/no-empty-blocks': 'error',
      'css/no-invalid-at-rules': 'error',
      'css/no-invalid-properties': ['error', { allowUnknownVariables: true }],
    },
  },

  {
    files: ['src/**/*.ts', 'tests/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport] },
  },
  ...floorRules,
  {
    files: pureFloors.map((floor) => `src/${floor}/**/*.ts`),
    plugins: { highwater: { rules: { 'integers-only': integersOnly } } },
    rules: {
      'highwater/integers-only': 'error',
      'no-restricted-globals': ['error', ...pureGlobals],
      'no-restricted-properties': ['error', ...pureProperties],
      'no-restricted-syntax': ['error', noDefaultExport, ...pureSyntax],
    },
  },
  {
    files: ['src/sim/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, ...pureSyntax, ...simSyntax] },
  },

  {
    files: ['tools/**/*.mjs', '*.js'],
    languageOptions: { globals: globals.node },
    rules: {
      // These do not see the casts that plain JavaScript has instead of `as`; the compiler does.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
]);

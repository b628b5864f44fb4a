// The direction of the imports: a floor imports from itself and from the floors below it. docs/ARCHITECTURE.md says why.

/** Lowest first. */
const floors = ['lib', 'sim', 'scenario', 'timeline', 'lesson', 'lab', 'scene', 'view', 'app'];

/** Packages that a floor may import, as the inside of a regular expression; a floor without an entry takes none. */
const packages = {
  sim: 'xstate(/graph)?',
  scenario: 'valibot|yaml',
  timeline: 'xstate|valibot',
  lesson: 'xstate|valibot|yaml|unified|vfile|(remark|micromark|mdast|unist)[^/]*|virtual:.*',
  lab: 'xstate|valibot|yaml',
  scene: 'd3-[a-z]+|xstate(/graph)?',
  view: 'svelte(/.*)?',
  app: 'svelte(/.*)?|virtual:.*',
  cli: 'node:.*|valibot|yaml|virtual:.*',
};

/** Folders under src that are no floor of the page, and the floors that they may import. */
const besides = { cli: ['lib', 'sim', 'scenario', 'timeline', 'lesson'] };

/** @typedef {{ regex: string, message: string }} Pattern as no-restricted-imports takes it */

/** @type {Pattern} */
const extensionMissing = {
  regex: String.raw`^\.{1,2}/(.*/)?[^./]+$`,
  message: 'Name the file with its extension: files are imported as they are called.',
};

/** @type {(floor: string, forbidden: readonly string[]) => Pattern[]} */
function patternsOf(floor, forbidden) {
  const allowed = /** @type {Record<string, string | undefined>} */ (packages)[floor];
  const names = forbidden.join('|');
  return [
    extensionMissing,
    {
      regex: String.raw`^(\.\./)+(src/)?(${names})(/|$)`,
      message: `${floor} must not import ${forbidden.join(', ')}.`,
    },
    {
      regex: allowed === undefined ? String.raw`^[^.]` : String.raw`^(?!(${allowed})$)[^.]`,
      message: `${floor} imports ${allowed === undefined ? 'no package' : `no package but ${allowed}`}.`,
    },
  ];
}

/** @type {readonly { floor: string, patterns: Pattern[] }[]} */
export const importRules = [
  ...floors.map((floor, height) => ({
    floor,
    patterns: patternsOf(floor, [...floors.slice(height + 1), ...Object.keys(besides)]),
  })),
  ...Object.entries(besides).map(([folder, allowed]) => ({
    floor: folder,
    patterns: patternsOf(
      folder,
      floors.filter((floor) => !allowed.includes(floor)),
    ),
  })),
];

/** What any other file that we import from obeys. */
export const importsElsewhere = { patterns: [extensionMissing] };

// What the simulation must not touch: whatever differs between two machines, two moments or two engines.

/** Floors that must give the same result on any machine. */
export const pureFloors = ['lib', 'sim', 'timeline'];

const globals = {
  'virtual time lives in the World': [
    'Date',
    'performance',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'clearTimeout',
    'clearInterval',
    'queueMicrotask',
    'requestAnimationFrame',
  ],
  'only the app knows the page': [
    'window',
    'document',
    'navigator',
    'location',
    'localStorage',
    'sessionStorage',
    'indexedDB',
    'fetch',
    'self',
    'globalThis',
  ],
  'only the command line knows Node': ['process', 'Buffer', 'require'],
  'only the kernel draws, from the state in the World': ['crypto'],
  'the result depends on the language of the machine': ['Intl'],
  'the result depends on the garbage collector': ['WeakRef', 'FinalizationRegistry'],
  'a World holds integers': ['parseFloat'],
  'copy what you change and share the rest': ['structuredClone'],
  'a step says what happened in trace entries': ['console'],
};

/** Functions of Math that round, are exact or work on 32 bits. Every other one is an approximation of the engine's. */
const exactMath = ['abs', 'ceil', 'clz32', 'floor', 'imul', 'max', 'min', 'round', 'sign', 'trunc'];
const inexactMath = Object.getOwnPropertyNames(Math).filter((name) => !exactMath.includes(name));

const localeMethods = [
  'localeCompare',
  'toLocaleString',
  'toLocaleDateString',
  'toLocaleTimeString',
  'toLocaleLowerCase',
  'toLocaleUpperCase',
];

export const pureGlobals = Object.entries(globals).flatMap(([message, names]) =>
  names.map((name) => ({ name, message: `${message}.` })),
);

export const pureProperties = [
  ...inexactMath.map((property) => ({
    object: 'Math',
    property,
    message:
      property === 'random'
        ? 'only the kernel draws, from the state in the World.'
        : 'engines differ in it; use integers or a table.',
  })),
  { object: 'Number', property: 'parseFloat', message: 'a World holds integers.' },
  ...localeMethods.map((property) => ({ property, message: 'strings compare and change case by code unit.' })),
];

export const pureSyntax = [
  { selector: 'ForInStatement', message: 'Its order is that of insertion; iterate a sorted list of keys.' },
  {
    selector: "BinaryExpression[operator='**']:not([left.type='Literal'][right.type='Literal'])",
    message: 'Engines differ in it; multiply, or use a table.',
  },
];

/** In the simulation itself, where everything may end up in a World. */
export const simSyntax = [
  {
    selector: 'NewExpression[callee.name=/^(Map|Set|WeakMap|WeakSet)$/]',
    message: 'A World is JSON; use an array with dense indices.',
  },
];

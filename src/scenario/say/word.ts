/** What an author writes for an intervention of the simulator's, where it is another word. */
const WORDS: { readonly [type: string]: string } = {
  configureClient: 'configure',
  cutLink: 'cut',
  slowLink: 'slow',
  healLink: 'heal',
  resetLink: 'reset',
  setProgram: 'program',
  setProcessing: 'processing',
};

/** The word that stands in a script for an intervention of this type. */
export function wordFor(type: string): string {
  return Object.hasOwn(WORDS, type) ? (WORDS[type] ?? type) : type;
}

/** Hands a text to the reader as a file. */
export function saveFile(name: string, text: string, type = 'application/json'): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by then; the blob would otherwise stay as long as the page.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}

/** A file name without what file systems refuse. */
export function fileName(...parts: readonly string[]): string {
  const stem = parts
    .join('-')
    .replace(/[^a-zA-Z0-9.-]+/g, '-')
    .replace(/^[-.]+|-+$/g, '');
  return stem === '' ? 'highwater' : stem.slice(0, 80);
}

/** Of these a scenario names one at least, whatever else is wrong with it. */
const OF_A_SCENARIO =
  /(^|[{,\n])\s*"?(name|era|mode|seed|brokers|zookeeper|controllers|roles|config|topics|network|producers|consumers|script)"?\s*:/;

/** Is a text meant to be a scenario? One that is not has other things wrong with it than its keys. */
export function mayBeScenario(text: string): boolean {
  return OF_A_SCENARIO.test(text.slice(0, 100_000));
}

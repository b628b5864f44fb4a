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

/** In bytes; nothing that is opened here may be as large, and what is read is kept in memory. */
const LARGEST_FILE = 16_000_000;

/** The text of a file that the reader chose, or in words why there is none. */
export type FileText = { readonly text: string } | { readonly problem: string };

/** Reads a file. One that is gone or has changed since it was chosen, or is a folder, cannot be read: that is no bug of ours. */
export async function textOf(file: Blob): Promise<FileText> {
  if (file.size > LARGEST_FILE)
    return { problem: `file of ${file.size} bytes; the limit is ${LARGEST_FILE}; choose one that Highwater has saved` };
  try {
    return { text: await file.text() };
  } catch {
    return { problem: 'file not read; it was moved or changed, or nobody may read it; choose it again' };
  }
}

/** Of these a scenario names one at least, whatever else is wrong with it. */
const OF_A_SCENARIO =
  /(^|[{,\n])\s*"?(name|era|mode|seed|brokers|zookeeper|controllers|roles|config|topics|network|producers|consumers|script)"?\s*:/;

/** Is a text meant to be a scenario? One that is not has other things wrong with it than its keys. */
export function mayBeScenario(text: string): boolean {
  return OF_A_SCENARIO.test(text.slice(0, 100_000));
}

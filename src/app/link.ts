import { parseRecording, type CheckedRecording } from '../timeline/check-recording.ts';
import { base64UrlOf, bytesOfBase64Url, LINK_KEY, LONGEST_LINK } from '../timeline/link-text.ts';
import { sizeProblem } from '../timeline/recording-file.ts';
import { recordingText, type Recording } from '../timeline/recording.ts';
import { textOf } from './files.ts';

/**
 * A recording as an address's hash, `#s=...`: its JSON, packed with raw deflate, in base64url. The hash never reaches a server.
 * @returns null when it would be longer than {@link LONGEST_LINK}; offer a file then
 */
export async function hashOf(recording: Recording): Promise<string | null> {
  const bytes = new TextEncoder().encode(recordingText(recording));
  const packed = await streamed(bytes, new CompressionStream('deflate-raw'));
  const hash = `#${LINK_KEY}=${base64UrlOf(packed)}`;
  return hash.length > LONGEST_LINK ? null : hash;
}

/**
 * The recording in an address's hash, checked.
 * @param engine the rules in force here
 * @returns null when the hash holds none
 */
export async function recordingOf(hash: string, engine: string): Promise<CheckedRecording | null> {
  const text = textIn(hash);
  if (text === null) return null;
  if (text.length > LONGEST_LINK)
    return broken(`link of ${text.length} characters; the limit is ${LONGEST_LINK}`, 'open the recording from a file');
  const packed = bytesOfBase64Url(text);
  if (packed === null) return broken('link not understood; it holds signs that no link has', 'copy the whole link');
  const json = await unpacked(packed);
  if (json === null) return broken('link not understood; it is cut off or damaged', 'copy the whole link');
  return parseRecording(json, engine);
}

/** A recording from a file that the student chose. */
export async function recordingFrom(file: Blob, engine: string): Promise<CheckedRecording> {
  const tooLarge = sizeProblem(file.size, 'bytes');
  if (tooLarge !== null) return { recording: null, problems: [tooLarge], warning: null };
  const read = await textOf(file);
  if ('text' in read) return parseRecording(read.text, engine);
  return { recording: null, problems: [{ place: '', reason: read.problem, remedy: '' }], warning: null };
}

function textIn(hash: string): string | null {
  for (const part of hash.replace(/^#/, '').split('&')) {
    if (part.startsWith(`${LINK_KEY}=`)) return part.slice(LINK_KEY.length + 1);
  }
  return null;
}

function broken(reason: string, remedy: string): CheckedRecording {
  return { recording: null, problems: [{ place: 'the link', reason, remedy }], warning: null };
}

async function streamed(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const through = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(through).arrayBuffer());
}

/** Null when it cannot be unpacked. What is tried is the browser's work alone: a bug of ours is not taken for damage. */
async function unpacked(packed: Uint8Array<ArrayBuffer>): Promise<string | null> {
  try {
    const bytes = await streamed(packed, new DecompressionStream('deflate-raw'));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

import { parseRecording, type CheckedRecording } from '../timeline/check-recording.ts';
import { base64UrlOf, bytesOfBase64Url, LARGEST_UNPACKED, LINK_KEY, LONGEST_LINK } from '../timeline/link-text.ts';
import { recordingText, type Recording } from '../timeline/recording.ts';

/**
 * A recording as an address's hash, `#s=...`: its JSON, packed with raw deflate, in base64url. The hash never reaches a server.
 * @returns null when it would be longer than {@link LONGEST_LINK}; offer a file then
 */
export async function hashOf(recording: Recording): Promise<string | null> {
  const bytes = new TextEncoder().encode(recordingText(recording));
  const packed = await packedBytes(bytes, new CompressionStream('deflate-raw'));
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
  if (text.length > LONGEST_LINK) return broken('link too long', `open the recording from a file`);
  const packed = bytesOfBase64Url(text);
  if (packed === null) return broken('link not understood; it holds signs that no link has', 'copy the whole link');
  try {
    return parseRecording(await unpacked(packed), engine);
  } catch {
    return broken('link not understood; it is cut off or damaged', 'copy the whole link');
  }
}

/** A recording from a file that the student chose. */
export async function recordingFrom(file: Blob, engine: string): Promise<CheckedRecording> {
  if (file.size > LARGEST_UNPACKED) return broken(`file of ${file.size} bytes; the limit is ${LARGEST_UNPACKED}`, '');
  return parseRecording(await file.text(), engine);
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

async function packedBytes(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const through = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(through).arrayBuffer());
}

/** Unpacks in pieces, so that a small link cannot fill the memory. */
async function unpacked(packed: Uint8Array<ArrayBuffer>): Promise<string> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > LARGEST_UNPACKED) throw new RangeError('the recording is too large');
    text += decoder.decode(value, { stream: true });
  }
}

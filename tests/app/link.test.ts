import { expect, test } from 'vitest';

import { present } from '../../src/lib/assert.ts';
import { hashOf, recordingFrom, recordingOf } from '../../src/app/link.ts';
import { ENGINE } from '../../src/sim/engine.ts';
import { LONGEST_LINK } from '../../src/timeline/link-text.ts';
import { LARGEST_RECORDING, recordingFile } from '../../src/timeline/recording-file.ts';
import { recordingText, type Recording } from '../../src/timeline/recording.ts';
import { orders } from '../timeline/cluster-run.ts';

const recording: Recording = {
  format: 'highwater-recording',
  engine: ENGINE,
  scenario: orders(),
  seed: 3,
  interventions: [{ at: 5_000_000, step: 400, intervention: { type: 'freeze', node: 'broker-2' } }],
  until: 9_000_000,
};

function with64(values: number): Recording {
  // Values that do not pack well: each differs.
  const records = Array.from({ length: values }, (_, i) => ({
    topic: 'orders',
    partition: null,
    key: null,
    value: `${(i * 2_654_435_761) % 4_294_967_296}-${(i * 40_503) % 65_536}`,
    headers: [],
  }));
  return { ...recording, interventions: [{ at: 1, step: 1, intervention: { type: 'send', node: 'p1', records } }] };
}

test('a recording stands in the address, and is there again when the address is opened', async () => {
  const hash = (await hashOf(recording)) ?? '';
  expect(hash).toMatch(/^#s=[A-Za-z0-9_-]+$/);
  expect(hash.length).toBeLessThan(2_000);
  expect(await recordingOf(hash, ENGINE)).toEqual({ recording, problems: [], warning: null });
  expect((await recordingOf(`#lesson=x&${hash.slice(1)}`, ENGINE))?.recording).toEqual(recording);
});

test('a recording that is too long for an address is offered as a file instead', async () => {
  expect(await hashOf(with64(2_000))).toBeNull();
  const file = new Blob([recordingText(with64(2_000))]);
  expect((await recordingFrom(file, ENGINE)).recording).toEqual(with64(2_000));
});

test('an address without a recording has none', async () => {
  for (const hash of ['', '#', '#lesson/10', '#t=abc']) expect(await recordingOf(hash, ENGINE)).toBeNull();
});

test('a damaged address is refused with a reason and a remedy', async () => {
  const hash = (await hashOf(recording)) ?? '';
  for (const broken of [hash.slice(0, -9), '#s=!!!', '#s=abcdefgh', '#s=', `#s=${'a'.repeat(LONGEST_LINK + 1)}`]) {
    const checked = await recordingOf(broken, ENGINE);
    expect(checked?.recording).toBeNull();
    expect(checked?.problems[0]?.reason).toMatch(/; /);
    expect(checked?.problems[0]?.place).toBe('the link');
    expect(checked?.problems[0]?.remedy).not.toBe('');
  }
});

test('no address that is short enough unpacks to more than a file may have', async () => {
  const bomb = new Blob([new Uint8Array(LARGEST_RECORDING)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const packed = new Uint8Array(await new Response(bomb).arrayBuffer());
  const text = Buffer.from(packed).toString('base64url');
  expect(text.length).toBeGreaterThan(LONGEST_LINK);
  expect((await recordingOf(`#s=${text}`, ENGINE))?.problems[0]).toEqual({
    place: 'the link',
    reason: `link of ${text.length} characters; the limit is ${LONGEST_LINK}`,
    remedy: 'open the recording from a file',
  });
});

/** A recording of exactly so many bytes. */
function ofSize(bytes: number): Recording {
  const value = (length: number): Recording => {
    const all = Array.from(
      { length: 5 },
      (_, i) => 'ü'.repeat(i < 4 ? 900_000 : 0) + (i < 4 ? '' : 'x'.repeat(length)),
    );
    const records = all.map((one) => ({ topic: 'orders', partition: null, key: null, value: one, headers: [] }));
    return { ...recording, interventions: [{ at: 1, step: 1, intervention: { type: 'send', node: 'p1', records } }] };
  };
  return value(bytes - new Blob([recordingText(value(0))]).size);
}

test('what is saved can be opened again, up to the very limit; what is larger is neither saved nor opened', async () => {
  const most = recordingFile(ofSize(LARGEST_RECORDING));
  const text = 'text' in most ? most.text : '';
  expect(new Blob([text]).size).toBe(LARGEST_RECORDING);
  expect((await recordingFrom(new Blob([text]), ENGINE)).recording).toEqual(ofSize(LARGEST_RECORDING));

  const larger = ofSize(LARGEST_RECORDING + 1);
  const saved = recordingFile(larger);
  const problem = 'problem' in saved ? saved.problem : null;
  expect(problem?.reason).toBe('recording of 8000001 bytes; the limit is 8000000');
  expect(problem?.place).not.toBe('');
  expect(problem?.remedy).not.toBe('');
  const opened = await recordingFrom(new Blob([recordingText(larger)]), ENGINE);
  expect(opened).toEqual({ recording: null, problems: [problem], warning: null });
});

test('what has too many interventions to be opened is not saved either', () => {
  const [one] = recording.interventions;
  const interventions = Array.from({ length: 10_001 }, (_, step) => ({ ...present(one, 'there is one'), step }));
  expect(recordingFile({ ...recording, interventions })).toHaveProperty('problem.place', 'interventions');
  expect(recordingFile({ ...recording, interventions: interventions.slice(1) })).toHaveProperty('text');
});

test('a bug of ours in the reading of a recording is no damaged link: it reaches the page as what it is', async () => {
  const broken = {
    toString: () => {
      throw new Error('a bug of ours');
    },
  } as unknown as string;
  const hash = (await hashOf(recording)) ?? '';
  await expect(recordingOf(hash, broken)).rejects.toThrow('a bug of ours');
  await expect(recordingFrom(new Blob([recordingText(recording)]), broken)).rejects.toThrow('a bug of ours');
});

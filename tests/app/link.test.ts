import { expect, test } from 'vitest';

import { hashOf, recordingFrom, recordingOf } from '../../src/app/link.ts';
import { ENGINE } from '../../src/sim/engine.ts';
import { LONGEST_LINK } from '../../src/timeline/link-text.ts';
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
    expect(checked?.problems[0]?.reason).toMatch(/; | too long/);
  }
});

test('an address that unpacks to far too much is refused', async () => {
  const bomb = new Blob([new Uint8Array(5_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const packed = new Uint8Array(await new Response(bomb).arrayBuffer());
  const hash = `#s=${Buffer.from(packed).toString('base64url')}`;
  expect(hash.length).toBeLessThan(LONGEST_LINK);
  expect((await recordingOf(hash, ENGINE))?.problems[0]?.reason).toContain('damaged');
});

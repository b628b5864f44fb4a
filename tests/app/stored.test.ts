import { expect, test } from 'vitest';

import { storedText } from '../../src/app/storage.ts';
import { keptFromText, keptToText, nothingKept } from '../../src/app/stored.ts';

const lesson = { hash: 'abc', step: 'crash', done: true, answers: [] };

test('what is kept is read back as it was', () => {
  const kept = {
    settings: { ...nothingKept.settings, theme: 'dark' as const, motion: 'step' as const },
    progress: { lessons: { '10-a-broker-dies': lesson } },
  };
  expect(keptFromText(keptToText(kept))).toEqual({ kept, complaints: [] });
});

test('nothing stored is no mistake', () => {
  expect(keptFromText(null)).toEqual({ kept: nothingKept, complaints: [] });
});

test('a broken setting has its default and is named, the other settings and the progress stand', () => {
  const stored = JSON.parse(keptToText({ ...nothingKept, progress: { lessons: { a: lesson } } })) as Record<
    string,
    unknown
  >;
  const text = JSON.stringify({ ...stored, settings: { theme: 'neon', motion: 'reduced' } });
  const { kept, complaints } = keptFromText(text);
  expect(kept.settings).toEqual({ ...nothingKept.settings, motion: 'reduced' });
  expect(kept.progress.lessons).toEqual({ a: lesson });
  expect(complaints).toEqual([
    { place: 'settings theme', reason: '"neon" is none of auto, light, dark, projector', remedy: 'auto is used' },
  ]);
});

test.each(['{', '[]', '"x"', 'null', '{"settings":3}'])(
  'the stored text %s is refused with a reason and harms nothing',
  (text) => {
    const { kept, complaints } = keptFromText(text);
    expect(kept).toEqual(nothingKept);
    expect(complaints.length).toBeGreaterThan(0);
  },
);

test('a storage that is forbidden reads as empty and keeps nothing', () => {
  const store = storedText('k', () => {
    throw new DOMException('forbidden', 'SecurityError');
  });
  expect([store.works, store.read(), store.write('x')]).toEqual([false, null, false]);
  expect(() => {
    store.clear();
  }).not.toThrow();
});

test('a storage that is full says so', () => {
  const full = {
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
    getItem: () => null,
  } as unknown as Storage;
  const store = storedText('k', () => full);
  expect([store.works, store.write('x')]).toEqual([true, false]);
});

import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';

import { AcksDesk } from '../../../src/app/acks-desk.svelte.ts';
import { recordingOf } from '../../../src/app/link.ts';
import { SLICE_MS, type Outside } from '../../../src/app/session/outside.ts';
import { ENGINE } from '../../../src/sim/engine.ts';
import { acksVerdict } from '../../../src/scene/acks-words.ts';
import { ACKS_CELL_ENDS, acksCells, acksCellScenario, playAcksCell } from '../../../src/timeline/acks-grid.ts';
import AcksGrid from '../../../src/view/fates/AcksGrid.svelte';

let shown: Record<string, unknown> | null = null;

afterEach(() => {
  if (shown !== null) void unmount(shown);
  shown = null;
  document.body.replaceChildren();
});

/** A clock that goes on a quarter of a slice with each look, and counts how often the page may draw. */
function outside(): Outside & { rests: number } {
  let now = 0;
  return {
    rests: 0,
    now: () => (now += SLICE_MS / 4),
    frame: () => () => undefined,
    rest() {
      this.rests += 1;
      return Promise.resolve();
    },
  };
}

const indexOf = (acks: string, minInsync: number, crash: string): number =>
  acksCells().findIndex((cell) => cell.acks === acks && cell.minInsync === minInsync && cell.crash === crash);

test('a cell is run in slices, comes to what it comes to at once, and its address is that very run', async () => {
  const out = outside();
  const desk = new AcksDesk(out);
  const index = indexOf('1', 2, 'in sync');
  await desk.one(index);
  expect(out.rests).toBeGreaterThan(10);
  expect(desk.running).toBe(-1);
  const found = desk.cells[index];
  if (found?.verdict == null || found.href === null) throw new Error('the cell is empty');
  expect(found.verdict).toEqual(acksVerdict(playAcksCell(found.cell)));
  expect(found.verdict.tone).toBe('lost');
  const opened = await recordingOf(found.href, ENGINE);
  expect(opened?.problems).toEqual([]);
  expect(opened?.recording).toMatchObject({ scenario: acksCellScenario(found.cell), until: ACKS_CELL_ENDS });
});

test('whoever stops keeps what has been run, and the rest is run later', async () => {
  const out = outside();
  const desk = new AcksDesk(out);
  const filling = desk.fill();
  expect(desk.running).toBe(0);
  desk.stop();
  await filling;
  expect([desk.running, desk.cells.every(({ verdict }) => verdict === null)]).toEqual([-1, true]);
});

test('the words say what is lost, what fails and who knows', () => {
  const verdict = (acks: '0' | '1' | 'all', minInsync: 1 | 2 | 3, crash: 'in sync' | 'alone') =>
    acksVerdict(playAcksCell({ acks, minInsync, crash }));
  expect(verdict('all', 2, 'in sync')).toMatchObject({ tone: 'kept', headline: 'Nothing lost' });
  expect(verdict('0', 1, 'in sync').sentences[0]).toMatch(
    /^\d+ of 1,000 records are gone, and the producer never learns\.$/,
  );
  expect(verdict('all', 1, 'alone').sentences[0]).toMatch(/^\d+ of 1,000 acknowledged records are lost\.$/);
  const refused = verdict('all', 2, 'alone');
  expect(refused.tone).toBe('refused');
  const [failing, cause, rest] = refused.sentences;
  expect(failing).toMatch(/^\d+ of 1,000 records fail \(TimeoutException\), and the producer knows\.$/);
  expect([cause, rest]).toEqual(['The leader refuses them: NOT_ENOUGH_REPLICAS.', 'Nothing acknowledged is lost.']);
});

test('the grid has a row for each minimum and a column for each acks, and says how far it is', () => {
  const calls = { onRun: vi.fn(), onFill: vi.fn(), onStop: vi.fn(), onOpen: vi.fn() };
  const cells = acksCells().map((cell) => ({ cell, verdict: null, href: null }));
  const cell = { acks: 'all', minInsync: 2, crash: 'in sync' } as const;
  const at = indexOf('all', 2, 'in sync');
  const verdict = { tone: 'kept', headline: 'Nothing lost', sentences: ['All are there.'] } as const;
  const filled = cells.map((known, i) => (i === at ? { cell, verdict, href: '#s=x' } : known));
  shown = mount(AcksGrid, { target: document.body, props: { cells: filled, running: -1, ...calls } }) as Record<
    string,
    unknown
  >;
  flushSync();
  expect(document.querySelectorAll('[role="table"]')).toHaveLength(2);
  expect(document.querySelectorAll('[role="cell"]')).toHaveLength(18);
  expect(document.querySelector('[role="status"]')?.textContent).toBe('1 of 18 have been run.');
  expect(document.querySelector('a')?.getAttribute('aria-label')).toBe(
    'Open this run: acks=all, min.insync.replicas=2',
  );
  document.querySelector<HTMLElement>('[aria-label="Run acks=1, min.insync.replicas=3"]')?.click();
  expect(calls.onRun.mock.calls).toEqual([[indexOf('1', 3, 'in sync')]]);
  [...document.querySelectorAll('button')].find((one) => one.textContent === 'Run the other 17')?.click();
  expect(calls.onFill).toHaveBeenCalledOnce();
});

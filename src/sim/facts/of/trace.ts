import { clockText } from '../../clock-text.ts';
import { vecGet, type Vec } from '../../../lib/vec.ts';
import type { World } from '../../world.ts';
import { defineFact, remembered } from '../fact.ts';
import { countOf, countsFold } from '../folds/counts.ts';
import { recordsFold, type Append } from '../folds/records.ts';
import { counted } from '../say.ts';

/** How many trace entries of a type there have been. Noise (waiting fetches, pings) is not counted. */
export const countEntries = defineFact({
  id: 'countEntries',
  args: [{ name: 'type', kind: 'entryType' }],
  folds: [countsFold],
  ask: (run, type) => countOf(remembered(run, countsFold), type),
  say: (value, type) =>
    value === null ? `${type} is not counted.` : `${type} has happened ${counted(value, 'time')}.`,
});

/** Has an entry of this type been written? */
export const happened = defineFact({
  id: 'happened',
  args: [{ name: 'type', kind: 'entryType' }],
  folds: [countsFold],
  ask: (run, type) => (countOf(remembered(run, countsFold), type) ?? 0) > 0,
  say: (value, type) => (value ? `${type} has happened.` : `${type} has not happened yet.`),
});

/** The type of the first entry after an instant that is no noise, or the time of the first one of a type; null: none yet. */
export const firstEntry = defineFact({
  id: 'firstEntry',
  args: [
    { name: 'after', kind: 'time' },
    { name: 'type', kind: 'entryType', optional: true },
  ],
  readsTrace: true,
  ask(run, after, type) {
    const entry = run.firstAfter?.(after, type) ?? null;
    if (entry === null) return null;
    const node = vecGet(run.world.nodes, entry.node)?.name ?? null;
    return { type: entry.type, node, t: entry.t };
  },
  say(value, after) {
    if (value === null) return `Nothing has happened after ${clockText(after)}.`;
    return `The first entry after ${clockText(after)} is ${value.type}, at ${clockText(value.t)}${value.node === null ? '' : ` on ${value.node}`}.`;
  },
});

/** How many records leaders have appended from one instant to another, the second included: of one topic, or of all. */
export const appended = defineFact({
  id: 'appended',
  args: [
    { name: 'from', kind: 'time' },
    { name: 'to', kind: 'time' },
    { name: 'topic', kind: 'topic', optional: true },
  ],
  folds: [recordsFold],
  ask(run, from, to, topic) {
    let sum = 0;
    eachBetween(remembered(run, recordsFold).appends, from, to, (append) => {
      if (isOf(run.world, append, topic)) sum += append.to - append.from;
    });
    return sum;
  },
  say: (value, from, to, topic) =>
    `From ${clockText(from)} to ${clockText(to)} leaders append ${counted(value, 'record')}${topic === null ? '' : ` of ${topic}`}.`,
});

/** In how many partitions of a topic records were appended between two instants; without instants, in the whole run. */
export const distinctPartitions = defineFact({
  id: 'distinctPartitions',
  args: [
    { name: 'topic', kind: 'topic' },
    { name: 'from', kind: 'time', optional: true },
    { name: 'to', kind: 'time', optional: true },
  ],
  folds: [recordsFold],
  ask(run, topic, from, to) {
    const seen: boolean[] = [];
    eachBetween(remembered(run, recordsFold).appends, from ?? -1, to ?? run.world.now, (append) => {
      if (isOf(run.world, append, topic)) seen[append.partition] = true;
    });
    return seen.filter(Boolean).length;
  },
  say: (value, topic) => `Records have gone into ${counted(value, 'partition')} of ${topic}.`,
});

/** Calls `visit` for each append after `from` and up to `to`; appends stand in order of time. */
function eachBetween(appends: Vec<Append>, from: number, to: number, visit: (append: Append) => void): void {
  let low = 0;
  let high = appends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((vecGet(appends, middle) as Append).t <= from) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < appends.length; i++) {
    const append = vecGet(appends, i) as Append;
    if (append.t > to) return;
    visit(append);
  }
}

function isOf(world: World, append: Append, topic: string | null): boolean {
  return topic === null || world.names.partitions[append.partition]?.topic === topic;
}

import * as v from 'valibot';

import { firstDirtyOffset } from '../../../src/sim/log/cleaning.ts';
import { recordsOf } from '../../../src/sim/read/log.ts';
import { textOf } from '../../../src/sim/read/text.ts';
import { fromMs, MS, SECOND, type Micros } from '../../../src/sim/time.ts';
import type { Era } from '../../../src/sim/world.ts';
import { adapter, eraOf, InProse, Unreadable, type Adapter, type Check } from '../support/adapter.ts';
import { batchWith, FedLog, type CaseRecord } from '../support/fed-log.ts';
import type { Vector } from '../support/vector.ts';

const number = v.number();
const record = v.object({ offset: number, key: v.nullable(v.string()), value: v.nullable(v.string()) });
const run = v.pipe(
  v.object({
    nowMs: v.optional(number),
    firstDirtyOffset: v.optional(number),
    activeSegmentBaseOffset: v.optional(number),
    appendedBefore: v.optional(v.string()),
    retained: v.optional(v.array(record)),
    retainedOffsets: v.optional(v.array(number)),
  }),
  v.check((one) => (one.retained ?? one.retainedOffsets) !== undefined, 'retained or retainedOffsets is wanted'),
);
const passFields = v.object({
  records: v.array(record),
  activeSegmentBaseOffset: number,
  firstUncleanableOffset: v.optional(number),
  'delete.retention.ms': number,
  runs: v.pipe(v.array(run), v.minLength(1)),
});
const passes = v.pipe(
  passFields,
  v.check(
    ({ activeSegmentBaseOffset: active, runs: [first] }) => (first?.activeSegmentBaseOffset ?? active) === active,
    'activeSegmentBaseOffset: that of the first run is wanted',
  ),
);
const newer = v.object({
  recordsKeys: v.array(v.union([number, v.string()])),
  newerElsewhere: v.array(v.union([number, v.string()])),
  retainedKeys: v.array(v.union([number, v.string()])),
});

type Passes = v.InferOutput<typeof passes>;
type Run = v.InferOutput<typeof run>;

/** Successive passes of a real broker's cleaner over a log that was written as the case says. */
export const playCompaction: Adapter = (vector) => {
  if (isSentence(vector)) throw new InProse('the case is a sentence');
  return 'recordsKeys' in vector.data || 'newerElsewhere' in vector.data ? playOfNewer(vector) : playOfPasses(vector);
};

/** Does the case say in words what the cleaner does, and has no data? */
export function isSentence({ data }: Vector): boolean {
  const played = DATA.some((field) => Object.hasOwn(data, field));
  return !played && Object.keys(data).some((field) => !LABELS.includes(field) && typeof data[field] === 'string');
}

const LABELS = ['id', 'kind', 'name', 'origin', 'caseNote', 'note', 'version'];

const DATA = [...Object.keys(passFields.entries), ...Object.keys(newer.entries)];

/** Records that are to lie in one segment have times close together; the next segment's are this much later, past segment.ms. */
const SEGMENT_MS = 1000;
const APART_MS = 5000;
/** When the first pass may come at the earliest: times of records lie before. */
const START: Micros = 20 * SECOND;

function playPasses(data: Passes, vector: Vector): Check {
  const stage = new Stage(data, eraOf(vector));
  const got = data.runs.map((each) => stage.play(each));
  return { expected: data.runs.map((each, index) => wanted(each, got[index] as Seen)), got };
}

interface Seen {
  readonly firstDirtyOffset: number;
  readonly activeSegmentBaseOffset: number;
  readonly retained: readonly CaseRecord[] | readonly number[];
}

/** What the case does not say is as it was seen. */
function wanted(each: Run, seen: Seen): Seen {
  return {
    firstDirtyOffset: each.firstDirtyOffset ?? seen.firstDirtyOffset,
    activeSegmentBaseOffset: each.activeSegmentBaseOffset ?? seen.activeSegmentBaseOffset,
    retained: each.retained ?? each.retainedOffsets ?? seen.retained,
  };
}

class Stage {
  private readonly data: Passes;
  private readonly fed: FedLog;
  /** The instant of the case's first pass, and its time there. */
  private origin: { readonly at: Micros; readonly nowMs: number } | null = null;
  private end = 0;

  constructor(data: Passes, era: Era) {
    this.data = data;
    const lag = data.firstUncleanableOffset === undefined ? 0 : (START + SECOND) / MS - APART_MS / 2;
    this.fed = new FedLog(
      { 'log.cleaner.backoff.ms': 1 },
      {
        'cleanup.policy': 'compact',
        'min.cleanable.dirty.ratio': '0',
        'min.compaction.lag.ms': String(lag),
        'delete.retention.ms': String(data['delete.retention.ms']),
        'segment.ms': String(SEGMENT_MS),
      },
      data.records[0]?.offset ?? 0,
      era,
    );
    this.fed.until(START);
  }

  play(each: Run): Seen {
    const { fed, origin, data } = this;
    const nowMs = each.nowMs ?? (origin === null ? 0 : origin.nowMs + SEGMENT_MS);
    const at = origin === null ? START + SECOND : origin.at + fromMs(nowMs - origin.nowMs);
    const added = origin === null ? data.records : appended(each.appendedBefore ?? '', this.end);
    const last = added.at(-1);
    if (last !== undefined) this.end = last.offset + 1;
    const active = each.activeSegmentBaseOffset ?? (origin === null ? data.activeSegmentBaseOffset : this.end);
    const firstDirty = firstDirtyOffset(fed.log);
    // The cleaner looks each millisecond: what comes just before one is cleaned then.
    this.feed(at - MS / 2, added, active);
    if (origin === null) this.origin = { at: this.passAt() ?? at, nowMs };
    fed.until(at + MS / 10);
    if (active >= this.end && fed.log.logEndOffset > this.end) fed.cutAt(this.end);
    const { log } = fed;
    return {
      firstDirtyOffset: firstDirty,
      activeSegmentBaseOffset: log.active.baseOffset,
      retained: each.retainedOffsets === undefined ? kept(fed) : kept(fed).map(({ offset }) => offset),
    };
  }

  /** Writes records; those from `active` on begin a segment. Where none of them is, a stranger does, and is cut off later. */
  private feed(at: Micros, added: readonly CaseRecord[], active: number): void {
    const { fed, data } = this;
    if (added.length === 0) {
      fed.waitUntil(at);
      return;
    }
    const all = [...added];
    if (active >= this.end) all.push({ offset: this.end, key: 'stranger', value: '' });
    const bounds = [data.firstUncleanableOffset ?? -1, active].filter((offset) => offset > fed.log.active.baseOffset);
    const first = Math.max(1, fed.log.active.firstTimestamp);
    const records = all.map((one) =>
      batchWith(one, first + APART_MS * bounds.filter((offset) => offset <= one.offset).length, fed.epoch),
    );
    fed.feedAt(at, { records, highWatermark: this.end });
  }

  /** When the first pass came: on the cleaner's own beat. */
  private passAt(): Micros | null {
    const { fed } = this;
    for (let waited = 0; waited <= 2 * MS; waited += MS / 20) {
      const began = fed.rig.bench.entries.findLast((entry) => entry.type === 'CleaningStarted');
      if (began !== undefined) return began.t;
      fed.until(fed.now + MS / 20);
    }
    return null;
  }
}

/** What is left in the log. */
function kept(fed: FedLog): readonly CaseRecord[] {
  return recordsOf(fed.log).map(({ offset, record: { key, value } }) => ({
    offset,
    key: key === null ? null : textOf(key),
    value: value === null ? null : textOf(value),
  }));
}

/** Reads `a:9 d:1`: keys and values of the next records. */
function appended(text: string, end: number): readonly CaseRecord[] {
  const words = text.replace(/\(.*?\)/g, '').trim();
  if (words === '') return [];
  return words.split(/\s+/).map((word, index) => {
    const [, key, value] = /^(.*?):(.*)$/.exec(word) ?? [];
    if (key === undefined || value === undefined) throw new Unreadable(`appendedBefore: ${word}`);
    return { offset: end + index, key, value: value === 'null' || value === '' ? null : value };
  });
}

/** Keys in a clean segment, of which some are written again. */
function playNewer(data: v.InferOutput<typeof newer>, vector: Vector): Check {
  const { recordsKeys, newerElsewhere, retainedKeys } = data;
  const written = [...recordsKeys, ...newerElsewhere].map((key, offset) => ({ offset, key: String(key), value: 'v' }));
  const stage = new Stage(
    { records: written, activeSegmentBaseOffset: written.length, 'delete.retention.ms': 1000, runs: [] },
    eraOf(vector),
  );
  const { retained } = stage.play({ retained: [] });
  const among = (retained as readonly CaseRecord[]).filter(({ offset }) => offset < recordsKeys.length);
  return { expected: retainedKeys.map(String), got: among.map(({ key }) => key) };
}

const playOfPasses = adapter(passes, playPasses);
const playOfNewer = adapter(newer, playNewer);

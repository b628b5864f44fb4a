import {
  beginPass,
  cleanable,
  cleanableRatio,
  cleaningDue,
  cleanNext,
  isFilthy,
  isPassOver,
  nextSegmentOf,
  type Cleanable,
} from '../../log/cleaning.ts';
import { retentionDue } from '../../log/retention.ts';
import type { ReplicaLog } from '../../log/replica-log.ts';
import { fromMs, MS, toMs, type Micros } from '../../time.ts';
import type { BrokerDraft } from '../draft.ts';
import { withLog } from '../replica.ts';
import type { Replica } from '../state.ts';
import { CLEANER } from '../timer-slots.ts';
import { deleteOld } from './retention.ts';
import { LATEST, nextRun, type Cleaning } from './state.ts';

/** How long the cleaner works on a segment: reading and writing take time in Kafka too, so others act in between. */
const SEGMENT_TIME: Micros = MS;

/**
 * Plans the cleaner's next look for a compacted log whose segments, marks or settings changed, unless one is planned that comes
 * early enough. It looks every log.cleaner.backoff.ms; looks at which no log can be due are left out.
 */
export function planCleaner(d: BrokerDraft, replica: Replica, log: ReplicaLog): void {
  const { turn } = d;
  const { config, storage } = d.base;
  const settings = replica.topicConfig.log;
  if (!settings.compacts || !config.cleaner.enable) return;
  if (storage.startedAt < 0 || storage.cleaning !== null) return;
  const nowMs = toMs(turn.now);
  const cleaning = cleaningDue(log, settings, nowMs);
  const deletion = retentionDue(log, settings, nowMs);
  const due = cleaning === null ? deletion : deletion === null ? cleaning : Math.min(cleaning, deletion);
  if (due === null || due > LATEST) return;
  const at = nextRun(storage.lookedAt, config.cleaner.backoff, turn.now, fromMs(due));
  const planned = turn.deadline(CLEANER);
  if (planned === null || planned > at) turn.setTimer(CLEANER, at);
}

/** The cleaner goes on with the log it is at, or looks for one (LogCleaner.CleanerThread.doWork). One thread; one segment a step. */
export function runCleaner(d: BrokerDraft): void {
  const { cleaning } = d.base.storage;
  if (cleaning !== null) return goOn(d, cleaning);
  const found = filthiest(d);
  if (found !== null) return begin(d, found.replica, found.cleanable);
  deleteOldOfCompacted(d);
  rest(d);
}

/** The compacted log with the largest part to clean, among those that are dirty enough (LogCleanerManager.grabFilthiestCompactedLog). */
function filthiest(d: BrokerDraft): { readonly replica: Replica; readonly cleanable: Cleanable } | null {
  let best: { readonly replica: Replica; readonly cleanable: Cleanable } | null = null;
  for (const id of d.base.hosted) {
    const replica = d.replica(id);
    if (replica === null || !replica.topicConfig.log.compacts) continue;
    const found = cleanable(replica.log, replica.topicConfig.log, toMs(d.turn.now));
    if (!isFilthy(found, replica.topicConfig.log)) continue;
    if (best === null || cleanableRatio(found) > cleanableRatio(best.cleanable)) best = { replica, cleanable: found };
  }
  return best;
}

function begin(d: BrokerDraft, replica: Replica, found: Cleanable): void {
  const { turn } = d;
  const { partition, log, topicConfig } = replica;
  const pass = beginPass(log, found, topicConfig.log, toMs(turn.now), d.base.config.deleteHorizonInBatch);
  const { firstDirty: from, firstUncleanable: to } = pass;
  const began = turn.emit('CleaningStarted', {
    partition,
    broker: d.base.brokerId,
    from,
    to,
    dirtyPercent: Math.floor(cleanableRatio(found) / 10_000),
  });
  const cleaning: Cleaning = { partition, pass, began, removed: 0, bytesBefore: 0, bytesAfter: 0 };
  goOn(d, cleaning);
}

/** One segment; a log that was cut or deleted meanwhile, or is not compacted any more, is given up (LogCleaningAbortedException). */
function goOn(d: BrokerDraft, cleaning: Cleaning): void {
  const replica = d.replica(cleaning.partition);
  const segment = replica === null ? null : nextSegmentOf(replica.log, cleaning.pass);
  if (replica === null || segment === null || !replica.topicConfig.log.compacts) {
    setCleaning(d, null);
    rest(d);
    return;
  }
  const { log, pass, removed, bytesBefore, bytesAfter } = cleanNext(
    replica.log,
    cleaning.pass,
    replica.topicConfig.log.segmentBytes,
  );
  const sum: Cleaning = {
    partition: cleaning.partition,
    pass,
    began: cleaning.began,
    removed: cleaning.removed + removed,
    bytesBefore: cleaning.bytesBefore + bytesBefore,
    bytesAfter: cleaning.bytesAfter + bytesAfter,
  };
  const { partition } = replica;
  const broker = d.base.brokerId;
  const { next: to } = pass;
  d.turn.emit('SegmentCleaned', { partition, broker, from: cleaning.pass.next, to, removed }, [cleaning.began]);
  if (isPassOver(pass)) end(d, replica, log, sum);
  else {
    d.setReplica(withLog(replica, log));
    setCleaning(d, sum);
    d.turn.setTimer(CLEANER, d.turn.now + SEGMENT_TIME, cleaning.began);
  }
}

/** The next pass begins where this one ended. The cleaner looks again at once, and rests only when there is nothing to do. */
function end(d: BrokerDraft, replica: Replica, log: ReplicaLog, { pass, began, removed, ...sizes }: Cleaning): void {
  const { bytesBefore, bytesAfter } = sizes;
  const { partition } = replica;
  const { firstUncleanable } = pass;
  d.setReplica(withLog(replica, { ...log, cleanedUpTo: firstUncleanable }));
  const broker = d.base.brokerId;
  d.turn.emit('LogCleaned', { partition, broker, to: firstUncleanable, removed, bytesBefore, bytesAfter }, [began]);
  setCleaning(d, null);
  deleteOldOfCompacted(d);
  d.turn.setTimer(CLEANER, d.turn.now + SEGMENT_TIME);
}

function setCleaning(d: BrokerDraft, cleaning: Cleaning | null): void {
  d.set({ storage: { ...d.base.storage, cleaning } });
}

/** Retention of compacted logs is the cleaner's work too: cleanup.policy with both, and what lies below the log start (deletableLogs). */
function deleteOldOfCompacted(d: BrokerDraft): void {
  for (const id of d.base.hosted) {
    const replica = d.replica(id);
    if (replica !== null && replica.topicConfig.log.compacts) deleteOld(d, replica);
  }
}

/** Nothing to do: the next look is log.cleaner.backoff.ms away, or later if nothing can be due then. */
function rest(d: BrokerDraft): void {
  d.set({ storage: { ...d.base.storage, lookedAt: d.turn.now } });
  for (const id of d.base.hosted) {
    const replica = d.replica(id);
    if (replica !== null) planCleaner(d, replica, replica.log);
  }
}

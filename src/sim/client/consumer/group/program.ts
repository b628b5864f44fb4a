import { MS } from '../../../time.ts';
import { PROGRAM_TIMER } from '../../network/work.ts';
import { nextOffset } from '../batches.ts';
import type { ConsumerWork } from '../work.ts';
import { commitAndWait, consumedOffsets } from './commit.ts';
import type { CommitOffset, Handed } from './state.ts';
import { changeGroup, changeProgram, groupOf } from './work.ts';

/*
 * The program around a member: it polls, processes what it got, commits as its policy says, and polls again. What it has processed, and what it
 * did outside Kafka meanwhile, is on the trace; a crash leaves the rest undone.
 */

/** Of very short processing, so much is done between two looks: what a crash interrupts is never more. */
const LOOK = 10 * MS;

/** poll() has returned records: `program.handed` has them. */
export function polled(work: ConsumerWork): void {
  const { program } = groupOf(work);
  changeGroup(work, { polledAt: work.turn.now });
  if (program.commit === 'before' && commitAndWait(work, consumedOffsets(work, 'program'), 'program'))
    changeProgram(work, { step: 'committing' });
  else processNext(work);
}

/** The program's timer has fired: so many records more are processed. */
export function chunkDone(work: ConsumerWork): void {
  const { program } = groupOf(work);
  if (program.step !== 'processing') return;
  const done = takeRecords(work, program.chunk);
  afterRecords(work, done);
}

/** commitSync() has come back, or thrown something that the program prints and forgets. */
export function committed(work: ConsumerWork): void {
  const { program, commit } = groupOf(work);
  if (program.step !== 'committing' || commit !== null) return;
  if (program.handed.length > 0) processNext(work);
  else backToPoll(work);
}

/** Processes: at once, or a part of it when the program's timer fires. */
function processNext(work: ConsumerWork): void {
  const { state, turn } = work;
  const { program } = groupOf(work);
  const one = program.commit === 'each';
  if (state.processing === 0) {
    afterRecords(work, takeRecords(work, one ? 1 : Number.MAX_SAFE_INTEGER));
    return;
  }
  const chunk = one ? 1 : Math.max(1, Math.floor(LOOK / state.processing));
  const most = Math.min(chunk, countUpTo(program.handed, chunk));
  state.busyUntil = turn.now + most * state.processing;
  changeProgram(work, { step: 'processing', chunk: most });
  turn.setTimer(PROGRAM_TIMER, state.busyUntil);
}

/** Marks the next records as processed. @returns what a commit of the last of them would be */
function takeRecords(work: ConsumerWork, count: number): CommitOffset | null {
  const { turn } = work;
  const { program } = groupOf(work);
  let left = count;
  let last: CommitOffset | null = null;
  const rest = program.handed.slice();
  while (left > 0 && rest.length > 0) {
    const { partition, from, to, batches } = rest[0] as Handed;
    const next = nextOffset(batches, from, to, left);
    const args = { partition, from, to: next.offset, batches };
    turn.emit('RecordsProcessed', args);
    if (program.effect !== null) turn.emit('SideEffect', { effect: program.effect, ...args });
    left -= next.count;
    last = { partition, offset: next.offset, leaderEpoch: next.leaderEpoch };
    if (next.offset >= to) rest.shift();
    else rest[0] = { partition, from: next.offset, to, batches };
  }
  changeProgram(work, { handed: rest });
  return last;
}

function afterRecords(work: ConsumerWork, last: CommitOffset | null): void {
  const { program } = groupOf(work);
  if (program.commit === 'each' && last !== null && commitAndWait(work, [last], 'program')) {
    changeProgram(work, { step: 'committing' });
    return;
  }
  if (program.handed.length > 0) {
    processNext(work);
    return;
  }
  if (program.commit === 'after' && commitAndWait(work, consumedOffsets(work, 'program'), 'program'))
    changeProgram(work, { step: 'committing' });
  else backToPoll(work);
}

function backToPoll(work: ConsumerWork): void {
  changeGroup(work, { polledAt: work.turn.now });
  changeProgram(work, { step: 'polling', chunk: 0 });
}

/** How many records these are, at most so many. */
function countUpTo(handed: readonly Handed[], most: number): number {
  let count = 0;
  for (const { batches, from, to } of handed) {
    if (count >= most) break;
    count += nextOffset(batches, from, to, most - count).count;
  }
  return count;
}

import type { Turn } from '../../turn.ts';
import type { Seq } from '../../world.ts';
import type { Decided } from './decided.ts';
import { refuse } from './not-controller.ts';
import type { Quorum } from './quorum.ts';
import type { ActiveController, PendingWrite } from './state.ts';

/** Tells and answers what has been committed meanwhile (DeferredEventQueue.completeUpTo). */
export function finish(turn: Turn, quorum: Quorum): Quorum {
  const { state, raft } = quorum;
  const { active } = state;
  if (active === null || active.pending.length === 0) return quorum;
  let done = 0;
  let { committed } = state;
  for (const write of active.pending) {
    if (write.offset >= raft.highWatermark) break;
    done += 1;
    tell(turn, write);
    if (write.image !== null) committed = { image: write.image, nextOffset: write.offset + 1 };
    if (write.answer !== null) turn.respond(write.answer.connection, write.answer.body);
  }
  if (done === 0) return quorum;
  return { state: { ...state, committed, active: { ...active, pending: active.pending.slice(done) } }, raft };
}

/** What follows from a broker's coming or going, or from a topic's creation, is blamed on that. */
function tell(turn: Turn, { cause, decided }: PendingWrite): void {
  const ordinary = cause === turn.cause ? [cause] : [cause, turn.cause];
  let causes: readonly Seq[] = ordinary;
  const heads = decided.filter(({ type }) => OF_BROKERS.includes(type));
  const others = decided.filter(({ type }) => !OF_BROKERS.includes(type));
  for (const { type, args } of [...heads, ...others]) {
    const isHead = OF_BROKERS.includes(type) || OF_TOPICS.includes(type);
    // The pair is typed as one; taken apart, the compiler does not see that they belong together.
    const seq = turn.emit(type as 'BrokerUnfenced', args as never, isHead ? ordinary : causes);
    if (isHead) causes = [seq];
  }
}

const OF_BROKERS: readonly Decided['type'][] = [
  'BrokerRegistered',
  'BrokerFenced',
  'BrokerUnfenced',
  'ControlledShutdownBegun',
];
const OF_TOPICS: readonly Decided['type'][] = ['TopicCreated', 'PartitionsCreated', 'TopicDeleted'];

/** The leadership is lost: whoever waits asks another controller (DeferredEventQueue.failAll). */
export function failPending(turn: Turn, active: ActiveController): void {
  for (const { answer } of active.pending) if (answer !== null) refuse(turn, answer.connection, answer.request);
}

import { present } from '../../../lib/assert.ts';
import type { Body } from '../../protocol/body.ts';
import type { Turn } from '../../turn.ts';
import type { ConnectionId } from '../../world.ts';
import { appendRecords } from '../raft/raft.ts';
import type { Decided } from './decided.ts';
import type { Decision } from './decision.ts';
import { forget, register } from './heartbeats.ts';
import { finish } from './pending.ts';
import { schedule } from './periodic.ts';
import type { Quorum } from './quorum.ts';
import type { ActiveController, PendingWrite } from './state.ts';
import { apply, ORDINARY, type Occasion } from './told.ts';

/** The answer to a request, and what brought its records about. */
export interface Result {
  /** Null: nobody has asked. */
  readonly body: Body | null;
  readonly occasion?: Occasion;
  /** What is to be told besides what the records say. */
  readonly told?: readonly Decided[];
  /** Called with the last offset that the answer depends on. */
  readonly afterwards?: (active: ActiveController, offset: number) => ActiveController;
}

/** Who is to be answered. */
export interface Asker {
  readonly connection: ConnectionId;
  readonly request: Body;
}

const NOTHING: readonly Decided[] = [];

/**
 * Decides, and writes the decision down (QuorumController.ControllerWriteEvent): the records are one atomic batch, are applied to memory at
 * once, and answered when they are committed. A decision without records is answered when all that was appended before is committed.
 */
export function write(
  turn: Turn,
  { state, raft }: Quorum,
  asker: Asker | null,
  decide: (decision: Decision) => Result | null,
): Quorum {
  const decision: Decision = {
    image: state.image,
    nodeId: raft.nodeId,
    config: state.config,
    setup: turn.setup,
    now: turn.now,
    nextOffset: raft.log.logEndOffset,
    active: present(state.active, 'the controller must be active to decide'),
    records: [],
  };
  const result = decide(decision);
  const { records } = decision;
  let { active } = decision;
  const { body = null, told = NOTHING } = result ?? {};
  const answer = asker === null || body === null ? null : { ...asker, body };
  if (records.length === 0) {
    const offset = active.pending.at(-1)?.offset ?? -1;
    active = result?.afterwards?.(active, raft.log.logEndOffset - 1) ?? active;
    if (answer !== null)
      active = withPending(active, { offset, answer, cause: turn.cause, decided: told, image: null });
    return finish(turn, { state: schedule(turn, { ...state, active }), raft });
  }
  const appended = appendRecords(turn, raft, records);
  const offset = appended.lastOffset;
  const baseOffset = offset - records.length + 1;
  const occasion = result?.occasion ?? ORDINARY;
  const { image, decided } = apply(turn, raft.nodeId, state.image, records, baseOffset, occasion);
  for (const record of records) {
    if (record.type === 'RegisterBrokerRecord')
      active = register(forget(active, record.brokerId), record.brokerId, record.fenced, turn.now);
    else if (record.type === 'BrokerRegistrationChangeRecord') {
      const broker = present(
        image.brokers.find(({ id }) => id === record.brokerId),
        'a registered broker',
      );
      active = register(active, record.brokerId, broker.fenced, turn.now);
    }
  }
  active = result?.afterwards?.(active, offset) ?? active;
  active = withPending(active, { offset, answer, cause: turn.cause, decided: [...decided, ...told], image });
  return finish(turn, {
    state: schedule(turn, { ...state, image, nextOffset: offset + 1, active }),
    raft: appended.raft,
  });
}

function withPending(active: ActiveController, write: PendingWrite): ActiveController {
  return { ...active, pending: [...active.pending, write] };
}

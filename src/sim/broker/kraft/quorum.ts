import { handleQuorumController, raftChanged } from '../../kraft/controller/quorum-controller.ts';
import { handleRaft } from '../../kraft/raft/raft.ts';
import type { RaftState } from '../../kraft/raft/state.ts';
import type { Stimulus } from '../../turn.ts';
import type { BrokerDraft } from '../draft.ts';
import { metadataPublished } from './lifecycle-manager.ts';
import { publishMetadata } from './publish.ts';
import type { BrokerKRaft } from './state.ts';

/** The broker's part in the quorum, and the quorum controller where the process has both roles (kafka.server.SharedServer). */

/** Gives a stimulus to the quorum's log, and if it is not the log's to the controller. False: it was neither's. */
export function toQuorum(d: BrokerDraft, stimulus: Stimulus): boolean {
  const { raft, controller } = kraftOf(d);
  const next = handleRaft(d.turn, raft, stimulus);
  if (next !== null) {
    quorumMoved(d, next);
    return true;
  }
  return controller !== null && toController(d, stimulus);
}

/** Gives a stimulus to the controller of this process. False: it has none, or the stimulus was not for it. */
export function toController(d: BrokerDraft, stimulus: Stimulus): boolean {
  const { raft, controller } = kraftOf(d);
  const next = controller === null ? null : handleQuorumController(d.turn, controller, raft, stimulus);
  if (next === null) return false;
  d.set({ kraft: { ...kraftOf(d), controller: next.state } });
  quorumMoved(d, next.raft);
  return true;
}

/** Takes over what the log has become: the controller is told, and what is committed is published. */
export function quorumMoved(d: BrokerDraft, moved: RaftState): void {
  let before = kraftOf(d).raft;
  let raft = moved;
  if (raft === before) return;
  d.set({ kraft: { ...kraftOf(d), raft } });
  // A controller may append in turn, and where it is alone that is committed at once.
  while (raft !== before) {
    const { controller } = kraftOf(d);
    if (controller === null) break;
    const told = raftChanged(d.turn, before, { state: controller, raft });
    d.set({ kraft: { ...kraftOf(d), raft: told.raft, controller: told.state } });
    before = raft;
    ({ raft } = told);
  }
  if (publishMetadata(d)) metadataPublished(d);
}

/** What the broker has of KRaft, which it must have. */
export function kraftOf(d: BrokerDraft): BrokerKRaft {
  return d.base.kraft as BrokerKRaft;
}

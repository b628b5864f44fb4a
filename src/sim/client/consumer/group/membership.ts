import type { Body } from '../../../protocol/body.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { OffsetCommitRequest } from '../../../protocol/group.ts';
import type { Micros } from '../../../time.ts';
import type { ConsumerWork } from '../work.ts';
import { classicMembership } from './classic/membership.ts';
import { modernMembership } from './modern/membership.ts';
import type { CommitHow } from './state.ts';

/** Who commits: a member in its generation or epoch. */
export type CommitIdentity = Pick<OffsetCommitRequest, 'generationIdOrMemberEpoch' | 'memberId' | 'groupInstanceId'>;

/** What becomes of a commit that was refused: again after retry.backoff.ms; it is given up, and nobody is told; or what commitSync() throws. */
export type CommitOutcome = 'retry' | 'dropped' | 'CommitFailedException' | 'RebalanceInProgressException' | 'fatal';

/**
 * A way to be a member of a group: the classic protocol's (classic/) and KIP-848's (modern/). A membership keeps its own state in
 * `group.member`; it replaces it with `setMember`. What both share is not in here: finding the coordinator (`coordinator.ts`:
 * `coordinatorReady`, `sendToCoordinator`, `coordinatorLost`), committing (`commit.ts`), committed offsets, the program's loop, and
 * what takes and gives partitions (`assign.ts`: `assignPartitions`, `revokePartitions`, `losePartitions`).
 *
 * A turn of a subscribed consumer goes: the stimulus (`onResponse`, `onRequestsLost`), then `background`, then, when the program's
 * thread is in poll() (`inPoll`), `poll`, and positions, records and fetches. Nothing may be done in `background` that Kafka does in the
 * program's thread: a program that works on records for too long must not revoke partitions meanwhile.
 */
export interface Membership {
  /**
   * The program calls poll(), or is in it: joins, takes over assignments, calls the rebalance listener. May be called in any turn.
   * @returns is it an active member now? Only then poll() goes on to auto-commit
   */
  poll(work: ConsumerWork): boolean;
  /**
   * What a thread of the client's own does in every turn: heartbeats, and leaving when the program is out of poll() for longer than
   * max.poll.interval.ms (`pollDeadline(work)`).
   */
  background(work: ConsumerWork): void;
  /** When `background` is to be called again at the latest; NEVER: no need. */
  nextBackground(work: ConsumerWork): Micros;
  /** An answer of one of the kinds of requests that only this membership sends. */
  onResponse(work: ConsumerWork, request: Body, body: Body): void;
  /** The coordinator is not known any more, and requests that were under way to it have failed: these bodies. */
  onRequestsLost(work: ConsumerWork, requests: readonly Body[]): void;
  /** The coordinator has been found (again). */
  onCoordinatorFound(work: ConsumerWork): void;
  /** Who commits now; an outcome: nothing can be committed at the moment. */
  commitIdentity(work: ConsumerWork): CommitIdentity | CommitOutcome;
  /** Who asks for committed offsets: with the classic protocol nobody in particular. */
  fetchIdentity(work: ConsumerWork): { readonly memberId: string | null; readonly memberEpoch: number };
  /**
   * A partition of an OffsetCommit was refused; errors of the coordinator itself have been dealt with already.
   * @param how who waits for that commit; `auto`: nobody
   */
  onCommitRefused(work: ConsumerWork, request: OffsetCommitRequest, error: ErrorCode, how: CommitHow): CommitOutcome;
  /** OffsetFetch was refused with an error about the member. @returns false: that ends the program */
  onOffsetFetchRefused(work: ConsumerWork, error: ErrorCode): boolean;
  /** The group's view of the member's topics has changed: subscribe() or unsubscribe() was called again, or metadata is newer. */
  onSubscription(work: ConsumerWork): void;
  /** Leaves the group, because of close() or unsubscribe(); what is assigned is revoked first. */
  leave(work: ConsumerWork, why: string): void;
  /** Has the coordinator been told, as far as that goes? close() waits for it. */
  hasLeft(work: ConsumerWork): boolean;
  /** The generation, or the member epoch; -1: not a member. */
  generation(work: ConsumerWork): number;
  memberId(work: ConsumerWork): string;
}

/** The way in which this consumer is a member. */
export function membershipOf(work: ConsumerWork): Membership {
  return work.state.group?.member.protocol === 'consumer' ? modernMembership : classicMembership;
}

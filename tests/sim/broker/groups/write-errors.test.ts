import { describe, expect, it } from 'vitest';

import { toldOfWrite } from '../../../../src/sim/broker/groups/write-errors.ts';
import { controllerNow } from '../../../../src/sim/read/controller.ts';
import { SECOND } from '../../../../src/sim/time.ts';
import type { ErrorCode } from '../../../../src/sim/protocol/errors.ts';
import { ClassicMembers } from '../../../conformance/support/classic-members.ts';
import { CoordinatorBench } from '../../../conformance/support/coordinator-bench.ts';
import { setupOf } from '../../client/support/client-setup.ts';
import { commitOf, committedIn, errorsIn, fetchOf } from './requests.ts';

type Served = '2.8' | '3.9' | '4.0';

describe('what a client is told when its coordinator cannot write', () => {
  it.each([
    ['NOT_ENOUGH_REPLICAS', 'COORDINATOR_NOT_AVAILABLE', 'COORDINATOR_NOT_AVAILABLE', 'COORDINATOR_NOT_AVAILABLE'],
    [
      'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
      'COORDINATOR_NOT_AVAILABLE',
      'COORDINATOR_NOT_AVAILABLE',
      'COORDINATOR_NOT_AVAILABLE',
    ],
    [
      'UNKNOWN_TOPIC_OR_PARTITION',
      'COORDINATOR_NOT_AVAILABLE',
      'COORDINATOR_NOT_AVAILABLE',
      'COORDINATOR_NOT_AVAILABLE',
    ],
    ['NOT_LEADER_OR_FOLLOWER', 'NOT_COORDINATOR', 'NOT_COORDINATOR', 'NOT_COORDINATOR'],
    ['KAFKA_STORAGE_ERROR', 'NOT_COORDINATOR', 'NOT_COORDINATOR', 'NOT_COORDINATOR'],
    ['REQUEST_TIMED_OUT', 'REBALANCE_IN_PROGRESS', 'REQUEST_TIMED_OUT', 'COORDINATOR_NOT_AVAILABLE'],
    ['MESSAGE_TOO_LARGE', 'UNKNOWN_SERVER_ERROR', 'INVALID_COMMIT_OFFSET_SIZE', 'UNKNOWN_SERVER_ERROR'],
    ['RECORD_LIST_TOO_LARGE', 'UNKNOWN_SERVER_ERROR', 'INVALID_COMMIT_OFFSET_SIZE', 'UNKNOWN_SERVER_ERROR'],
    ['INVALID_RECORD', 'INVALID_RECORD', 'INVALID_RECORD', 'INVALID_RECORD'],
  ] as const)('%s is %s for a group and %s for offsets up to 3.9, and %s in 4.0', (error, group, offsets, later) => {
    for (const era of ['2.8', '3.9'] as const) {
      expect(toldOfWrite(setupOf(era), error, 'group')).toBe(group);
      expect(toldOfWrite(setupOf(era), error, 'offsets')).toBe(offsets);
    }
    for (const what of ['group', 'offsets'] as const) expect(toldOfWrite(setupOf('4.0'), error, what)).toBe(later);
  });

  it.each([
    ['2.8', 'INVALID_COMMIT_OFFSET_SIZE'],
    ['3.9', 'INVALID_COMMIT_OFFSET_SIZE'],
    ['4.0', 'UNKNOWN_SERVER_ERROR'],
  ] as const)('in %s a commit larger than message.max.bytes is %s', (era, error) => {
    const bench = new CoordinatorBench({ era, config: { 'message.max.bytes': 900 } });
    expect(errorsIn(bench.ask('c', 'g', commitOf('g', 't', { 0: 7 }, 'm'.repeat(2000))))).toEqual([error]);
    expect(errorsIn(bench.ask('c', 'g', commitOf('g', 't', { 0: 7 })))).toEqual(['NONE']);
  });
});

describe('a coordinator whose follower falls silent after the append', () => {
  /**
   * A commit that is in the log when the ISR shrinks below min.insync.replicas, and that the other follower has only afterwards: how and
   * when it is answered, and what is committed then.
   */
  function shrinks(era: Served): { errors: readonly ErrorCode[]; after: number; committed: readonly number[] } {
    const config = { 'min.insync.replicas': 4, 'replica.lag.time.max.ms': 2000 };
    const bench = new CoordinatorBench({ era, brokers: 4, config });
    const sim = bench.bench;
    const coordinator = bench.coordinator('g');
    // The ISR is changed by the controller, so that is neither of them.
    const busy = [coordinator, controllerNow(sim.world).id];
    const [silent, slow] = [4, 3, 2, 1].filter((broker) => !busy.includes(broker));
    bench.ask('c', 'g', commitOf('g', 't', { 1: 1 }));
    sim.run(SECOND).do({ type: 'freeze', node: `broker-${silent}` });
    sim.do({ type: 'slowLink', from: `broker-${coordinator}`, to: `broker-${slow}`, extra: SECOND / 2 });
    const frozenAt = sim.world.now;
    // Who is silent lags as soon as there is something that it lacks.
    bench.send('e', 'g', commitOf('g', 't', { 2: 1 }));
    const partition = bench.entry('g')?.shard;
    sim.until('the leader wants it out of the ISR', () =>
      sim.entries.some(
        (entry) =>
          entry.type === 'IsrChangeProposed' &&
          entry.t > frozenAt &&
          sim.world.names.partitions[entry.args.partition]?.partition === partition,
      ),
    );
    const at = sim.world.now;
    bench.send('c', 'g', commitOf('g', 't', { 0: 7 }));
    sim.until('it answers', () => bench.answers('c').length > 1);
    const after = (sim.world.now - at) / SECOND;
    const errors = bench.answers('c').slice(1).flatMap(errorsIn);
    return { errors, after, committed: committedIn(bench.ask('d', 'g', fetchOf('g', 't', [0]))) };
  }

  it('in 2.8 refuses it when the high watermark has passed it: too few replicas are in sync by then', () => {
    const { errors, after, committed } = shrinks('2.8');
    expect([errors, committed]).toEqual([['COORDINATOR_NOT_AVAILABLE'], [-1]]);
    expect(after).toBeLessThan(2);
  });

  it.each([
    ['3.9', 'REQUEST_TIMED_OUT'],
    ['4.0', 'COORDINATOR_NOT_AVAILABLE'],
  ] as const)(
    'in %s, whose high watermark waits, gives it up after offsets.commit.timeout.ms with %s',
    (era, error) => {
      const { errors, after, committed } = shrinks(era);
      expect([errors, committed]).toEqual([[error], [-1]]);
      expect(Math.floor(after)).toBe(5);
    },
  );

  it.each([
    ['2.8', 'REBALANCE_IN_PROGRESS'],
    ['3.9', 'REBALANCE_IN_PROGRESS'],
    ['4.0', 'COORDINATOR_NOT_AVAILABLE'],
  ] as const)('in %s answers SyncGroup, whose assignment is not committed in time, with %s', (era, error) => {
    const members = new ClassicMembers(
      { 'group.initial.rebalance.delay.ms': 500, 'replica.lag.time.max.ms': 60_000 },
      era,
      2,
    );
    members
      .join('A', { sessionTimeoutMs: 30_000 })
      .join('A', { sessionTimeoutMs: 30_000 })
      .wait(2 * SECOND);
    const coordinator = members.bench.coordinator('g');
    members.bench.bench.do({ type: 'freeze', node: `broker-${3 - coordinator}` });
    members.sync('A', { A: 'p0' }).wait(4 * SECOND);
    expect(members.last('A')).toBeNull();
    members.wait(2 * SECOND);
    expect(members.error('A')).toBe(error);
    expect(members.group()?.state).toBe('PreparingRebalance');
  });
});

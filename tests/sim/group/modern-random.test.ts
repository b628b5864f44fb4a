import { expect, it } from 'vitest';

import { drawn, nextState, streamOf } from '../../../src/lib/rng.ts';
import { replayModern } from '../../../src/sim/group/modern/index.ts';
import type { ConsumerGroup } from '../../../src/sim/group/modern/state.ts';
import { FakeGroupWork } from './fake-group-work.ts';
import { GROUP, groupOf, Member, sleep } from './modern-members.ts';

/* Members that come, go, fall silent and change their topics at random: what holds at every step, and at the end. */

const TOPICS = ['a', 'b', 'c'];
const RUNS = 60;
const STEPS = 80;

it.each(Array.from({ length: RUNS }, (_, run) => run))(
  'run %i: nobody shares a partition, and all is shared out in the end',
  (run) => {
    let state = streamOf(848, run);
    const draw = (bound: number): number => drawn((state = nextState(state)), bound);
    const work = new FakeGroupWork({ a: 3, b: 5, c: 1 });
    const live: Member[] = [];
    const subscription = (): string[] => TOPICS.filter((_, index) => index === 0 || draw(2) === 0);
    let named = 0;
    let epoch = 0;
    for (let step = 0; step < STEPS; step += 1) {
      const member = live[draw(Math.max(1, live.length))];
      const action = draw(12);
      if (member === undefined || (action < 3 && live.length < 8)) {
        const id = `m${(named += 1)}`;
        live.push(new Member(work, id, draw(2) === 0 ? `i-${id}` : null).join(subscription()));
      } else if (action === 3) live.splice(live.indexOf(member), 1)[0]?.leave();
      // It dies; its session will end.
      else if (action === 4) live.splice(live.indexOf(member), 1);
      else if (action === 5) member.beat({ subscribedTopicNames: subscription() });
      else if (action === 6) {
        work.topics['b'] = (work.topics['b'] ?? 0) + 1;
      } else if (action === 7) sleep(work, 3000);
      // It says that it still owns everything, or says nothing.
      else if (action === 8) member.beat({ topicPartitions: null });
      else member.beat();
      for (const one of live.splice(0)) if (groupOf(work).members[one.id] !== undefined) live.push(one);
      const group = groupOf(work);
      expectDisjoint(group);
      expect(group.groupEpoch).toBeGreaterThanOrEqual(epoch);
      epoch = group.groupEpoch;
    }

    if (live.length === 0) live.push(new Member(work, 'last').join(['a']));
    for (let round = 0; round < 30; round += 1) {
      sleep(work, 5000);
      for (const member of live) expect(member.beat()).toBe('NONE');
    }
    const group = groupOf(work);
    expect(group.state).toBe('Stable');
    expect(Object.keys(group.members).sort()).toEqual(live.map(({ id }) => id).sort());
    const wanted = Object.keys(group.subscribedTopicNames).reduce((sum, topic) => sum + (work.topics[topic] ?? 0), 0);
    const owned = live.flatMap(({ owned: topics }) => topics.flatMap(({ partitions }) => partitions));
    expect(owned.length).toBe(wanted);
    // Whoever reads the log knows the same.
    const next = new FakeGroupWork(work.topics);
    for (const record of work.log.flat()) replayModern(next, record);
    expect(next.group(GROUP)).toEqual(group);
  },
);

/** What is assigned, or has yet to be given back, belongs to one member; and the table of owners says so. */
function expectDisjoint({ members, partitionEpochs }: ConsumerGroup): void {
  const owners = new Map<string, number>();
  for (const { memberId, memberEpoch, assignedPartitions, partitionsPendingRevocation } of Object.values(members)) {
    for (const held of [assignedPartitions, partitionsPendingRevocation]) {
      for (const [topic, list] of Object.entries(held)) {
        for (const partition of list) {
          const name = `${topic}-${partition}`;
          expect(owners.has(name), `${name} of ${memberId} has another owner`).toBe(false);
          owners.set(name, memberEpoch);
        }
      }
    }
  }
  const table = Object.entries(partitionEpochs).flatMap(([topic, epochs]) =>
    epochs.flatMap((epoch, partition) => (epoch === -1 ? [] : [[`${topic}-${partition}`, epoch] as const])),
  );
  expect(Object.fromEntries(table)).toEqual(Object.fromEntries(owners));
}

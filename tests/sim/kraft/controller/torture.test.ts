import { expect, test } from 'vitest';

import { drawn, nextState } from '../../../../src/lib/rng.ts';
import { EMPTY_IMAGE, type PartitionRegistration } from '../../../../src/sim/kraft/image/image.ts';
import { brokerIn, forEachPartition, isActive } from '../../../../src/sim/kraft/image/lookups.ts';
import { replayAll } from '../../../../src/sim/kraft/image/replay.ts';
import { recordsOf } from '../../../../src/sim/kraft/codec.ts';
import { allBatches } from '../../../../src/sim/kraft/raft/raft.ts';
import type { Config } from '../../../../src/sim/scenario.ts';
import { MS } from '../../../../src/sim/time.ts';
import { heartbeatOf, TestController } from './test-controller.ts';

const BROKERS = [1, 2, 3, 4, 5];
const ACTIONS = 250;

/** Brokers come, go, stop and ask for things at random; after each step what the controller holds must make sense. */
function torment(seed: number, config: Config, topic: Config): TestController {
  let rng = seed;
  const draw = (bound: number): number => {
    rng = nextState(rng);
    return drawn(rng, bound);
  };
  const some = (ids: readonly number[]): readonly number[] => ids.filter(() => draw(2) === 0);
  const controller = new TestController(config).brokers(...BROKERS).topic(
    [
      [1, 2, 3],
      [3, 4, 5],
      [5, 1, 2],
    ],
    topic,
  );
  const stopping: boolean[] = [];
  let before: PartitionRegistration[] = [0, 1, 2].map((number) => controller.partition(number));
  for (let action = 0; action < ACTIONS; action++) {
    const broker = BROKERS[draw(5)] as number;
    const number = draw(3);
    const { replicas, leader } = controller.partition(number);
    const dice = draw(12);
    if (dice < 5) {
      // A process that wants to stop never wants anything else again.
      stopping[broker] ||= draw(8) === 0;
      controller.heartbeat(broker, { wantFence: draw(4) === 0, wantShutDown: stopping[broker] === true });
    } else if (dice === 5) controller.pass(draw(5000) * MS);
    else if (dice === 6 && heartbeatOf(controller, broker)?.fenced === true) {
      const previousEpoch = draw(2) * controller.epochOf(broker);
      // A session that still lives stands in the way.
      if (registers(controller, broker, `life-${action}`, previousEpoch)) stopping[broker] = false;
    } else if (dice < 9 && leader >= 0)
      controller.propose([leader, ...some(replicas.filter((id) => id !== leader))], number);
    else if (dice === 9) {
      const electionType = draw(2) === 0 ? 'PREFERRED' : 'UNCLEAN';
      const topicPartitions = [{ topic: 't', partitions: [number] }];
      controller.ask(
        { type: 'ElectLeadersRequest', electionType, topicPartitions, timeoutMs: 1 },
        'ElectLeadersResponse',
      );
    } else {
      const wanted = draw(3) === 0 ? null : some(BROKERS);
      const topics = [{ name: 't', partitions: [{ partitionIndex: number, replicas: wanted }] }];
      controller.ask(
        { type: 'AlterPartitionReassignmentsRequest', topics, timeoutMs: 1 },
        'AlterPartitionReassignmentsResponse',
      );
    }
    before = check(controller, before, config['eligible.leader.replicas.version'] === '1');
  }
  return controller;
}

function registers(controller: TestController, id: number, incarnation: string, previousEpoch: number): boolean {
  try {
    controller.register(id, { incarnation, previousEpoch });
    return true;
  } catch (error) {
    if ((error as Error).message !== 'DUPLICATE_BROKER_REGISTRATION') throw error;
    return false;
  }
}

function check(
  controller: TestController,
  before: readonly PartitionRegistration[],
  elr: boolean,
): PartitionRegistration[] {
  const { image } = controller;
  const after = [0, 1, 2].map((number) => controller.partition(number));
  let [leaderless, imbalanced] = [0, 0];
  forEachPartition(image, (partition) => {
    leaderless += Number(partition.leader < 0);
    imbalanced += Number(partition.leader !== partition.replicas[0]);
  });
  expect([image.leaderless, image.imbalanced]).toEqual([leaderless, imbalanced]);
  after.forEach((partition, number) => {
    const { leader, isr, replicas, leaderEpoch, partitionEpoch } = partition;
    const old = before[number] as PartitionRegistration;
    // Kafka lets a replica that a reassignment took away stay eligible; it is never elected.
    const members = [...isr, ...partition.elr];
    expect(isr.every((id) => replicas.includes(id)) && members.every((id, at) => members.indexOf(id) === at)).toBe(
      true,
    );
    expect(isr.length > 0 || elr).toBe(true);
    if (leader >= 0) expect(isr.includes(leader) && isActive(image, leader)).toBe(true);
    else {
      const electable = (isr.length > 0 ? isr : partition.elr).filter((id) => replicas.includes(id));
      expect(electable.some((id) => isActive(image, id))).toBe(false);
    }
    if (isr.length > 1) expect(isr.every((id) => isActive(image, id))).toBe(true);
    if (leader !== old.leader) expect(leaderEpoch).toBeGreaterThan(old.leaderEpoch);
    expect(partitionEpoch >= old.partitionEpoch && leaderEpoch >= old.leaderEpoch).toBe(true);
    if (partitionEpoch === old.partitionEpoch) expect(partition).toEqual(old);
  });
  for (const { id } of image.brokers) expect(heartbeatOf(controller, id)?.fenced).toBe(brokerIn(image, id)?.fenced);
  return after;
}

test.each([
  ['as they are by default', {}, {}],
  ['with unclean elections', {}, { 'unclean.leader.election.enable': 'true' }],
  ['with eligible leader replicas', { 'eligible.leader.replicas.version': '1' }, { 'min.insync.replicas': '2' }],
] as const)(
  'whatever brokers and operators do, partitions stay sound, and the log says what the controller holds (%s)',
  (_, config, topic) => {
    for (let seed = 1; seed <= 6; seed++) {
      const controller = torment(seed, config, topic);
      let image = EMPTY_IMAGE;
      for (const batch of allBatches(controller.state.raft, 0))
        image = replayAll(image, recordsOf(batch), batch.baseOffset);
      expect(image).toEqual(controller.image);
    }
  },
);

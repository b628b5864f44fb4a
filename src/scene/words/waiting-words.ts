import { groupSidesOf } from '../../sim/read/group-sides.ts';
import { brokerIdOf, nameOfNode } from '../../sim/read/nodes.ts';
import { timersOf, type TimerView } from '../../sim/read/timers.ts';
import { SECOND, type Micros } from '../../sim/time.ts';
import type { NodeId, World } from '../../sim/world.ts';
import { quoted } from './phrases.ts';

/** Something that is waited for: when it ends, and the sentence. */
interface Wait {
  readonly deadline: Micros;
  readonly text: string;
}

/** Silence is told when it has lasted so long, in hundredths of the timer: who is alive is heard of before. */
const SILENT_FROM = 45;

/** What has only begun to drain is no waiting yet. */
const LEAST_PASSED: Micros = 2 * SECOND;

/**
 * What the cluster waits for at an instant, in one sentence: the timer that runs out first of those that somebody's silence, or slowness, lets
 * drain. Empty: it waits for nothing of that kind.
 */
export function waitingSentence(world: World, at: Micros): string {
  const waits = [...timersOf(world).flatMap((timer) => timerWait(world, timer, at)), ...groupWaits(world, at)].filter(
    ({ deadline }) => deadline > at,
  );
  const first = waits.reduce<Wait | null>(
    (best, one) => (best === null || one.deadline < best.deadline ? one : best),
    null,
  );
  return first?.text ?? '';
}

function timerWait(world: World, timer: TimerView, at: Micros): Wait[] {
  const { kind, deadline, since } = timer;
  const passed = at - since;
  const who = whoIs(world, timer.about);
  switch (kind) {
    case 'session':
      if (!isSilent(timer, at)) return [];
      return [
        { deadline, text: `${seconds(passed)} without a sign of ${who}: in ${left(deadline, at)} its session ends.` },
      ];
    case 'lag':
      if (passed < LEAST_PASSED) return [];
      return [
        {
          deadline,
          text: `${capital(who)} has not caught up for ${seconds(passed)}: in ${left(deadline, at)} its leader may take it off the in-sync replicas.`,
        },
      ];
    case 'delivery':
      if (passed < LEAST_PASSED) return [];
      return [
        { deadline, text: `${capital(who)} has tried for ${seconds(passed)}: in ${left(deadline, at)} it gives up.` },
      ];
    case 'linger':
    case 'parkedFetch':
    case 'parkedProduce':
      return [];
  }
}

function isSilent({ deadline, total }: Pick<TimerView, 'deadline' | 'total'>, at: Micros): boolean {
  return (total - (deadline - at)) * 100 >= SILENT_FROM * total;
}

function groupWaits(world: World, at: Micros): Wait[] {
  return groupSidesOf(world).flatMap(({ groupId, timers, members }) => {
    const group = `group ${quoted(groupId, 40)}`;
    return timers.flatMap((timer): Wait[] => {
      const { kind, deadline, total, node } = timer;
      const passed = total - (deadline - at);
      const rest = left(deadline, at);
      const who = members.find((member) => member.node === node)?.name ?? 'a member';
      switch (kind) {
        case 'join':
          return [{ deadline, text: `The coordinator of ${group} waits for members to join, for ${rest} at most.` }];
        case 'sync':
          return passed < LEAST_PASSED
            ? []
            : [{ deadline, text: `The coordinator of ${group} waits for the leader's plan, for ${rest} at most.` }];
        case 'session':
          return isSilent(timer, at)
            ? [{ deadline, text: `${seconds(passed)} without a heartbeat of ${who}: in ${rest} ${group} gives it up.` }]
            : [];
        case 'rebalance':
          return passed < LEAST_PASSED
            ? []
            : [
                {
                  deadline,
                  text: `${capital(group)} waits for ${who} to give its partitions back, for ${rest} at most.`,
                },
              ];
        case 'poll':
          // Every program works for a while between two polls.
          return passed < LEAST_PASSED || passed * 5 < total
            ? []
            : [
                {
                  deadline,
                  text: `${seconds(passed)} without a poll() of ${who}: in ${rest} its client leaves ${group}.`,
                },
              ];
      }
    });
  });
}

function whoIs(world: World, node: NodeId): string {
  const broker = brokerIdOf(world, node);
  return broker >= 0 ? `broker ${broker}` : quoted(nameOfNode(world, node), 40);
}

function capital(text: string): string {
  return /^(broker \d|group )/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** What has passed, and what is left, in whole seconds that make up the whole. */
function seconds(passed: Micros): string {
  return `${Math.floor(passed / SECOND)} s`;
}

function left(deadline: Micros, at: Micros): string {
  return `${Math.ceil((deadline - at) / SECOND)} s`;
}

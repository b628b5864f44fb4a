import type { Fold, Folds, History } from '../sim/facts/fold.ts';
import { joinFolds } from '../sim/facts/fold.ts';
import { factFolds } from '../sim/facts/folds.ts';
import type { Scenario } from '../sim/scenario.ts';
import { SECOND, type Micros } from '../sim/time.ts';
import type { EntryType, TraceEntry } from '../sim/trace/entry.ts';
import { entryTypes, interestOf } from '../sim/trace/interest.ts';
import type { NodeId, PartitionId, Seq, World } from '../sim/world.ts';

/** An instant worth a name on the timeline. Words are made elsewhere; here is what they are made of. */
export type Moment =
  | { readonly kind: 'script'; readonly name: string; readonly at: Micros }
  | { readonly kind: 'firstRecord'; readonly at: Micros; readonly seq: Seq; readonly partition: PartitionId }
  | {
      readonly kind: 'process';
      readonly at: Micros;
      readonly seq: Seq;
      readonly node: NodeId;
      readonly entry: ProcessEntry;
    }
  | { readonly kind: 'link'; readonly at: Micros; readonly seq: Seq; readonly from: NodeId; readonly to: NodeId }
  | { readonly kind: 'controller'; readonly at: Micros; readonly seq: Seq; readonly broker: number }
  | {
      readonly kind: 'election';
      readonly at: Micros;
      readonly seq: Seq;
      readonly leader: number;
      readonly partition: PartitionId;
      /** Elections that followed within a second are told with the first. */
      readonly count: number;
      readonly unclean: boolean;
    };

type ProcessEntry = 'ProcessCrashed' | 'ProcessFroze' | 'ProcessExited' | 'ProcessThawed';

/** Beyond so many, the oldest that is neither the script's nor the first record gives way. */
const MOST_MOMENTS = 100;

const entries: readonly EntryType[] = [
  'RecordsAppended',
  'ProcessCrashed',
  'ProcessFroze',
  'ProcessExited',
  'ProcessThawed',
  'LinkChanged',
  'ControllerElected',
  'LeaderElected',
];

/** The named moments of a run, in the order of time. */
const momentsFold: Fold<readonly Moment[]> = {
  id: 'moments',
  entries,
  start: () => [],
  take(moments, entry) {
    const last = moments.at(-1);
    const moment = momentOf(entry, moments);
    if (moment === null) return moments;
    if (moment.kind === 'election' && last?.kind === 'election' && moment.at - last.at < SECOND) {
      return [...moments.slice(0, -1), { ...last, count: last.count + 1, unclean: last.unclean || moment.unclean }];
    }
    return withMoment(moments, moment);
  },
};

/** When the last beat was; -1: never. */
const lastBeatFold: Fold<Micros> = {
  id: 'lastBeat',
  entries: entryTypes.filter((type) => interestOf(type) === 'beat'),
  start: () => -1,
  take: (_, entry) => entry.t,
};

/** Everything a timeline keeps beside each World: what facts remember, the moments, and the last beat. */
export const timelineFolds: Folds = joinFolds([...factFolds.list, momentsFold, lastBeatFold]);

const MOMENTS = timelineFolds.list.indexOf(momentsFold);

/** The moments up to the World of this history. */
function momentsIn(history: History): readonly Moment[] {
  return (history[MOMENTS] as readonly Moment[] | undefined) ?? [];
}

/** When the last beat up to the World of this history was; -1: there has been none. */
export function lastBeatIn(history: History): Micros {
  return (history[MOMENTS + 1] as Micros | undefined) ?? -1;
}

/** Conditioned items of the script that have come true between two Worlds, as moments where they have a name. */
export function withScriptMoments(history: History, before: World, after: World): History {
  if (after.pendingScript === before.pendingScript || history.length <= MOMENTS) return history;
  let moments = momentsIn(history);
  for (const { index, item } of before.pendingScript) {
    if (item.moment === null || after.pendingScript.some((pending) => pending.index === index)) continue;
    moments = withMoment(moments, { kind: 'script', name: item.moment, at: after.now + item.at });
  }
  if (moments === momentsIn(history)) return history;
  const next = history.slice();
  next[MOMENTS] = moments;
  return next;
}

function momentOf(entry: TraceEntry, moments: readonly Moment[]): Moment | null {
  const { t: at, seq } = entry;
  switch (entry.type) {
    case 'RecordsAppended':
      if (moments.some((moment) => moment.kind === 'firstRecord')) return null;
      return { kind: 'firstRecord', at, seq, partition: entry.args.partition };
    case 'ProcessCrashed':
    case 'ProcessFroze':
    case 'ProcessExited':
    case 'ProcessThawed':
      return { kind: 'process', at, seq, node: entry.node, entry: entry.type };
    case 'LinkChanged':
      return entry.args.cut ? { kind: 'link', at, seq, from: entry.node, to: entry.args.to } : null;
    case 'ControllerElected':
      // The first controller is part of the start.
      return entry.args.controllerEpoch > 1 ? { kind: 'controller', at, seq, broker: entry.args.broker } : null;
    case 'LeaderElected': {
      const { leader, partition, unclean, election } = entry.args;
      return election === 'new' ? null : { kind: 'election', at, seq, leader, partition, count: 1, unclean };
    }
    default:
      return null;
  }
}

/** Script moments may lie ahead, so a moment goes to its place in time. */
function withMoment(moments: readonly Moment[], moment: Moment): readonly Moment[] {
  let place = moments.length;
  while (place > 0 && (moments[place - 1]?.at ?? 0) > moment.at) place -= 1;
  const next = [...moments.slice(0, place), moment, ...moments.slice(place)];
  if (next.length <= MOST_MOMENTS) return next;
  const drop = next.findIndex((one) => one.kind !== 'script' && one.kind !== 'firstRecord');
  return drop < 0 ? next : [...next.slice(0, drop), ...next.slice(drop + 1)];
}

/** The moments of a run up to an instant, those that its script names among them, in order of time. */
export function momentsUpTo(end: Micros, { script }: Pick<Scenario, 'script'>, history: History): readonly Moment[] {
  const named = script.flatMap((item): Moment[] =>
    item.when === null && item.moment !== null ? [{ kind: 'script', name: item.moment, at: item.at }] : [],
  );
  return [...named, ...momentsIn(history)].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
}

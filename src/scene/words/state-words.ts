import { conditionClauses } from '../../sim/facts/say.ts';
import { brokersOf } from '../../sim/read/brokers.ts';
import { controllerNow } from '../../sim/read/controller.ts';
import { consumersOf, producersOf } from '../../sim/read/clients.ts';
import { partitionView, topicsOf, type PartitionView } from '../../sim/read/partitions.ts';
import { replicaOf } from '../../sim/read/replicas.ts';
import { groupsPart } from '../groups/part.ts';
import type { Micros } from '../../sim/time.ts';
import type { World } from '../../sim/world.ts';
import { clockText } from '../../sim/clock-text.ts';
import { counted, listed, quoted } from './phrases.ts';

/** Topics of more partitions are told in sum, not one by one. */
const FEW_PARTITIONS = 3;

/** Where the player is, for the end of the summary. */
export interface Playing {
  readonly playing: boolean;
  readonly at: Micros;
  /** What to do next: `Press Next to go on`; empty for nothing. */
  readonly hint: string;
}

/**
 * The whole scene in one paragraph, as a screen reader begins with it: brokers, topics with leaders and in-sync replicas,
 * clients, then where the run stands.
 */
export function screenSummary(world: World, playing: Playing): string {
  const sentences = [
    brokersSentence(world),
    ...topicsOf(world)
      .filter((topic) => !topic.isInternal)
      .map((topic) =>
        topicSentence(
          world,
          topic.name,
          topic.partitions.map((id) => partitionView(world, id)),
        ),
      ),
    ...clientSentences(world),
    ...(groupsPart()?.sentences(world) ?? []),
    `${playing.playing ? 'Playing' : 'Paused'} at ${clockText(playing.at)}.`,
    playing.hint === '' ? '' : `${playing.hint}.`,
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function brokersSentence(world: World): string {
  const views = brokersOf(world);
  const others = views.filter((view) => view.condition !== 'running');
  const up =
    others.length === 0
      ? `${views.length === 1 ? '' : 'all '}up`
      : others.map((view) => `broker ${view.brokerId} ${conditionClauses[view.condition]}`).join(', ');
  return `${counted(views.length, 'broker')}, ${up}. ${controllerSentence(world)}`;
}

function controllerSentence(world: World): string {
  const { id } = controllerNow(world);
  if (id < 0) return 'No controller.';
  return world.setup.brokerIds.includes(id) ? `The controller is broker ${id}.` : `Controller ${id} is the active one.`;
}

function topicSentence(world: World, name: string, partitions: readonly PartitionView[]): string {
  const head = `Topic ${quoted(name, 60)}: ${counted(partitions.length, 'partition')}`;
  const [only] = partitions;
  if (partitions.length === 1 && only !== undefined) return `${head}, ${partitionText(world, only)}.`;
  if (partitions.length <= FEW_PARTITIONS) {
    const parts = partitions.map((view) => `partition ${view.partition}: ${partitionText(world, view)}`);
    return `${[head, ...parts].join('; ')}.`;
  }
  const leaderless = partitions.filter((view) => view.leader < 0).length;
  const behind = partitions.filter((view) => view.isr.length < view.replicas.length).length;
  const state = leaderless === 0 ? 'all with a leader' : `${leaderless} without a leader`;
  return `${head}, ${state}, ${behind === 0 ? 'all replicas in sync' : `${behind} with a replica out of sync`}.`;
}

function partitionText(world: World, view: PartitionView): string {
  const { leader, isr, id } = view;
  if (leader < 0) return `no leader, in sync ${listed(isr, 'nobody')}`;
  const log = replicaOf(world, leader, id)?.log;
  const marks =
    log === undefined
      ? ''
      : `; ${counted(log.logEndOffset - log.logStartOffset, 'record')}, high watermark ${log.highWatermark}`;
  return `leader broker ${leader}, in sync ${listed(isr, 'nobody')}${marks}`;
}

function clientSentences(world: World): string[] {
  return [
    ...producersOf(world).map((view) => {
      const open = view.buffered + view.inFlight + view.blocked;
      const acks = view.acks < 0 ? 'all' : String(view.acks);
      return `Producer ${quoted(view.name, 60)}: acks=${acks}, ${open === 0 ? 'nothing unanswered' : `${counted(open, 'record')} unanswered`}.`;
    }),
    ...consumersOf(world).map((view) => {
      if (view.failed !== null) return `Consumer ${quoted(view.name, 60)} has ended with ${quoted(view.failed, 60)}.`;
      const known = view.positions.filter(({ position }) => position !== null);
      const [only] = known;
      const where =
        known.length === 0
          ? 'no position yet'
          : known.length === 1 && only !== undefined
            ? `position ${only.position}`
            : `reads ${counted(known.length, 'partition')}`;
      return `Consumer ${quoted(view.name, 60)}: ${where}.`;
    }),
  ];
}

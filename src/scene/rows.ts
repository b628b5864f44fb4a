import type { PartitionView } from '../sim/read/partitions.ts';
import type { Frame, RowFrame, TopicFrame } from './frame.ts';
import { hueOf } from './hue.ts';
import type { RowMark, TopicMark } from './marks.ts';
import type { Metrics } from './metrics.ts';
import { clip, fits } from './text.ts';
import { keyOf, type Thing } from './thing.ts';
import { visible } from './tile-text.ts';
import type { Choice } from './viewport.ts';

/** A partition's header: its name in its hue, and what the cluster holds about it, as far as there is room. */
export function rowOf(frame: Frame, row: RowFrame, view: PartitionView): RowMark {
  const { metrics } = frame;
  const thing: Thing = { kind: 'partition', partition: view.id };
  const width = row.header.width;
  const narrow = metrics.layout === 'narrow';
  const long = narrow ? `${visible(view.topic)} · partition ${view.partition}` : `partition ${view.partition}`;
  const title =
    [long, `P${view.partition}`].find((text) => fits(text, width, metrics.title, 'bold')) ??
    clip(long, width, metrics.title, 'bold');
  const leader = view.leader < 0 ? 'no leader' : `leader ${view.leader}`;
  const going = GOING[row.state];
  const lines = linesThatFit(row, view, metrics, [
    { text: going ?? `${leader} · epoch ${Math.max(0, view.leaderEpoch)}`, strong: true },
    ...(row.state === 'deleted'
      ? []
      : [
          { text: `replicas ${view.replicas.join(' ')}`, strong: false },
          { text: `in sync ${view.isr.join(' ')}`, strong: false },
        ]),
  ]);
  return {
    key: keyOf(thing),
    thing,
    box: row.header,
    partition: view.id,
    hue: hueOf(view.id),
    level: row.level,
    title,
    lines: narrow
      ? joined(lines, width, metrics)
      : lines.map((line) => ({ ...line, text: clip(line.text, width, metrics.small, 'regular') })),
    label: `${view.name}: ${going === null ? '' : `${going}, `}${leader}, epoch ${view.leaderEpoch}, replicas ${view.replicas.join(', ')}, in sync ${view.isr.join(', ') || 'none'}`,
  };
}

/** What is said of a topic that is not to stay. */
const GOING: { readonly [S in RowFrame['state']]: string | null } = {
  lives: null,
  deleting: 'being deleted',
  deleted: 'deleted',
};

interface HeaderLine {
  readonly text: string;
  readonly strong: boolean;
}

/** What changes most is said longest. */
function linesThatFit(
  row: RowFrame,
  view: PartitionView,
  metrics: Metrics,
  lines: readonly HeaderLine[],
): readonly HeaderLine[] {
  if (row.level === 'tiles') return lines;
  if (row.level === 'heat') return [];
  // Where there is one copy and it leads, low rows have room for their names.
  if (row.level !== 'compact' && view.replicas.length === 1 && view.leader >= 0) return [];
  // The first and the last change most.
  return [...lines.slice(0, 1), ...lines.slice(1).slice(-1)].slice(
    0,
    Math.floor((row.header.height - 0.9 * metrics.title) / (metrics.small * 1.42)),
  );
}

/** Across a card there is room for all of it on one line, or on two. */
function joined(lines: readonly HeaderLine[], width: number, metrics: Metrics): readonly HeaderLine[] {
  const text = lines.map((line) => line.text).join(' · ');
  if (fits(text, width, metrics.small, 'regular')) return [{ text, strong: false }];
  const [first, ...others] = lines;
  const rest = others.map((line) => line.text).join(' · ');
  return [
    ...(first === undefined ? [] : [first]),
    { text: clip(rest, width, metrics.small, 'regular'), strong: false },
  ];
}

/** The line above a topic's partitions. */
export function topicOf(frame: Frame, topic: TopicFrame, choice: Choice, replicas: number): TopicMark {
  const { metrics } = frame;
  const thing: Thing = { kind: 'topic', topic: topic.topic };
  const count = `${topic.partitions} ${topic.partitions === 1 ? 'partition' : 'partitions'}`;
  const note = GOING[topic.state] ?? `${count} × ${replicas}`;
  const name = visible(topic.topic);
  const outside = topic.place === 'outside';
  const room = topic.box.width - metrics.small - 4;
  return {
    key: keyOf(thing),
    thing,
    box: topic.box,
    topic: topic.topic,
    name: clip(
      name,
      Math.min(room, metrics.layout === 'stage' ? 600 : 320),
      outside ? metrics.small : metrics.title,
      'mono',
    ),
    note: topic.place === 'beside' ? clip(note, topic.box.width, metrics.small, 'regular') : note,
    folded: topic.folded,
    place: topic.place,
    pinned: choice.pinned.includes(topic.topic),
    label: `topic ${name.slice(0, 80)}, ${count}, ${replicas} replicas each${topic.state === 'lives' ? '' : `, ${note}`}${topic.folded ? ', folded' : ''}`,
  };
}

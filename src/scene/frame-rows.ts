import type { PartitionId } from '../sim/world.ts';
import type { Level } from './frame.ts';
import { compactHeight, tilesHeight, type Metrics } from './metrics.ts';
import type { Shape, TopicShape } from './shape.ts';
import type { Choice } from './viewport.ts';

/** A line of the matrix: a topic's name above its rows, or one partition. */
export type Line =
  | {
      readonly kind: 'topic';
      readonly topic: TopicShape;
      readonly folded: boolean;
      readonly height: number;
      readonly hidden: number;
    }
  | {
      readonly kind: 'row';
      readonly topic: TopicShape;
      readonly partition: PartitionId;
      readonly level: Level;
      readonly height: number;
    };

/** Is the topic folded to one line? Internal topics are, until asked for. */
export function isFolded(topic: TopicShape, choice: Choice): boolean {
  return topic.internal && !choice.internal ? !choice.folded.includes(topic.name) : choice.folded.includes(topic.name);
}

/** From the fullest down. */
const LEVELS: readonly Level[] = ['tiles', 'compact', 'bars', 'heat'];

/** What pinned topics and the others get: the others give way first. */
const WITH_PINNED: readonly (readonly [pinned: Level, others: Level])[] = [
  ['tiles', 'tiles'],
  ['tiles', 'compact'],
  ['tiles', 'bars'],
  ['compact', 'bars'],
  ['tiles', 'heat'],
  ['bars', 'bars'],
  ['compact', 'heat'],
  ['bars', 'heat'],
];

/**
 * Which level each row gets: the fullest at which all of them fit, with pinned topics the last to give way. What does not fit even as
 * heat cells is counted on its topic's line.
 * @param room height for all lines
 * @param most the level that the width of a cell allows
 */
export function linesOf(shape: Shape, choice: Choice, metrics: Metrics, room: number, most: Level): readonly Line[] {
  const attempts = choice.pinned.length === 0 ? LEVELS.map((level) => [level, level] as const) : WITH_PINNED;
  for (const [pinned, others] of attempts) {
    const lines = arranged(shape, choice, metrics, atMost(pinned, most), atMost(others, most));
    const used = heightOf(lines, metrics);
    if (used <= room) return stretched(lines, metrics, room - used);
  }
  return cut(arranged(shape, choice, metrics, 'heat', 'heat'), metrics, room);
}

function atMost(wanted: Level, most: Level): Level {
  return LEVELS[Math.max(LEVELS.indexOf(wanted), LEVELS.indexOf(most))] ?? 'heat';
}

/** The height of a row at a level. */
export function rowHeight(level: Level, metrics: Metrics): number {
  switch (level) {
    case 'tiles':
      return tilesHeight(metrics);
    case 'compact':
      return compactHeight(metrics);
    case 'bars':
      return metrics.bar.least;
    case 'heat':
      return metrics.heat;
  }
}

/** The space below a row at a level. */
export function gapAfter(level: Level, metrics: Metrics): number {
  if (level === 'tiles') return metrics.rowGap;
  return level === 'heat' ? 3 : Math.round(metrics.rowGap * (level === 'compact' ? 0.4 : 0.5));
}

function arranged(shape: Shape, choice: Choice, metrics: Metrics, pinned: Level, others: Level): Line[] {
  const lines: Line[] = [];
  shape.topics.forEach((topic, index) => {
    const folded = isFolded(topic, choice);
    // A room sees nothing in a line for a folded topic of Kafka's own: it is unfolded on the page first.
    if (folded && topic.internal && metrics.layout === 'stage') return;
    // The first topic's name stands beside the brokers' names and takes no room of its own, unless it is folded.
    lines.push({ kind: 'topic', topic, folded, height: index === 0 && !folded ? 0 : metrics.topicLine, hidden: 0 });
    if (folded) return;
    const level = choice.pinned.includes(topic.name) ? pinned : others;
    for (const partition of topic.partitions)
      lines.push({ kind: 'row', topic, partition, level, height: rowHeight(level, metrics) });
  });
  return lines;
}

function heightOf(lines: readonly Line[], metrics: Metrics): number {
  let height = 0;
  for (const line of lines) height += line.height + (line.kind === 'row' ? gapAfter(line.level, metrics) : 0);
  return height;
}

/** Bars become as high as there is room for. */
function stretched(lines: readonly Line[], metrics: Metrics, spare: number): readonly Line[] {
  const bars = lines.filter((line) => line.kind === 'row' && line.level === 'bars').length;
  if (bars === 0) return lines;
  const height = Math.min(metrics.bar.most, metrics.bar.least + Math.floor(spare / bars));
  return lines.map((line) => (line.kind === 'row' && line.level === 'bars' ? { ...line, height } : line));
}

/** Drops the rows that do not fit, and counts them on the lines of their topics. */
function cut(lines: readonly Line[], metrics: Metrics, room: number): Line[] {
  const kept: Line[] = [];
  let left = room;
  let topicAt = -1;
  for (const line of lines) {
    const height = line.height + (line.kind === 'row' ? gapAfter(line.level, metrics) : 0);
    if (line.kind === 'topic') {
      if (height > left) break;
      topicAt = kept.length;
      kept.push(line);
      left -= height;
    } else if (height <= left) {
      kept.push(line);
      left -= height;
    } else {
      const topic = kept[topicAt];
      if (topic?.kind === 'topic') kept[topicAt] = { ...topic, hidden: topic.hidden + 1 };
    }
  }
  return kept;
}

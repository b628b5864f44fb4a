import type { PartitionId } from '../sim/world.ts';
import type { Level, TopicPlace } from './frame.ts';
import { smallTilesHeight, tilesHeight, type Metrics } from './metrics.ts';
import type { Shape, TopicShape } from './shape.ts';
import type { Choice } from './viewport.ts';

/** A line of the matrix: a topic's name above its rows, or one partition. */
export type Line =
  | {
      readonly kind: 'topic';
      readonly topic: TopicShape;
      readonly folded: boolean;
      readonly place: TopicPlace;
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
const LEVELS: readonly Level[] = ['tiles', 'compact', 'dense', 'bars', 'heat'];

/** What pinned topics and the others get: the others give way first. */
const WITH_PINNED: readonly Attempt[] = [
  ['tiles', 'tiles'],
  ['tiles', 'compact'],
  ['tiles', 'dense'],
  ['tiles', 'bars'],
  ['compact', 'dense'],
  ['compact', 'bars'],
  ['dense', 'bars'],
  ['tiles', 'heat'],
  ['bars', 'bars'],
  ['compact', 'heat'],
  ['dense', 'heat'],
  ['bars', 'heat'],
];

/** The levels of pinned topics and of the others. */
export type Attempt = readonly [pinned: Level, others: Level];

/**
 * What the rows may be shown as, the fullest first; pinned topics are the last to give way.
 * @param most the level that the width of a cell allows
 */
export function attemptsFor(choice: Choice, most: Level): readonly Attempt[] {
  const attempts = choice.pinned.length === 0 ? LEVELS.map((level): Attempt => [level, level]) : WITH_PINNED;
  return attempts.map(([pinned, others]) => [atMost(pinned, most), atMost(others, most)]);
}

function atMost(wanted: Level, most: Level): Level {
  return LEVELS[Math.max(LEVELS.indexOf(wanted), LEVELS.indexOf(most))] ?? 'heat';
}

/**
 * The lines of the matrix with these levels; null where they are too high.
 * @param room height for all lines
 */
export function fittingLines(
  shape: Shape,
  choice: Choice,
  metrics: Metrics,
  room: number,
  attempt: Attempt,
): readonly Line[] | null {
  const lines = arranged(shape, choice, metrics, attempt);
  const used = heightOf(lines, metrics);
  return used <= room ? stretched(lines, metrics, room - used) : null;
}

/** As heat cells; rows for which there is no room even so are counted on their topic's line. */
export function cutLines(shape: Shape, choice: Choice, metrics: Metrics, room: number): readonly Line[] {
  return cut(arranged(shape, choice, metrics, ['heat', 'heat']), metrics, room);
}

/** The height of a row at a level. */
export function rowHeight(level: Level, metrics: Metrics): number {
  switch (level) {
    case 'tiles':
      return tilesHeight(metrics);
    case 'compact':
    case 'dense':
      return smallTilesHeight(metrics[level]);
    case 'bars':
      return metrics.bar.least;
    case 'heat':
      return metrics.heat;
  }
}

/** The space below a row at a level. */
export function gapAfter(level: Level, metrics: Metrics): number {
  if (level === 'tiles') return metrics.rowGap;
  return level === 'heat' ? 3 : Math.round(metrics.rowGap * (level === 'bars' ? 0.5 : 0.4));
}

/** So many folded topics have room below the columns. */
const MOST_OUTSIDE = 2;

function arranged(shape: Shape, choice: Choice, metrics: Metrics, [pinned, others]: Attempt): Line[] {
  const lines: Line[] = [];
  // Kafka's own topics stand last, and a room sees nothing in a line for a folded one: it is unfolded on the page first.
  const topics = [...shape.topics.filter(({ internal }) => !internal), ...shape.topics.filter(isInternalTopic)].filter(
    (topic) => !(topic.internal && metrics.layout === 'stage' && isFolded(topic, choice)),
  );
  const lastOpen = topics.findLastIndex((topic) => !isFolded(topic, choice));
  topics.forEach((topic, index) => {
    const folded = isFolded(topic, choice);
    const outside = topic.internal && index > lastOpen && index >= topics.length - MOST_OUTSIDE;
    const place: TopicPlace = outside ? 'outside' : index === 0 && !folded ? 'beside' : 'line';
    lines.push({ kind: 'topic', topic, folded, place, height: place === 'line' ? metrics.topicLine : 0, hidden: 0 });
    if (folded) return;
    const level = choice.pinned.includes(topic.name) ? pinned : others;
    for (const partition of topic.partitions)
      lines.push({ kind: 'row', topic, partition, level, height: rowHeight(level, metrics) });
  });
  return lines;
}

function isInternalTopic({ internal }: TopicShape): boolean {
  return internal;
}

/** The height of all lines together. */
export function heightOf(lines: readonly Line[], metrics: Metrics): number {
  let height = 0;
  for (const line of lines) height += line.height + (line.kind === 'row' ? gapAfter(line.level, metrics) : 0);
  return height;
}

/** What room is left makes compact tiles higher, until they have their offsets, and then bars. */
function stretched(lines: readonly Line[], metrics: Metrics, spare: number): readonly Line[] {
  const { compact, tile, bar } = metrics;
  const more = shareOf('compact', lines, spare, tile.height - compact.tile);
  const left = spare - more * lines.filter((line) => hasLevel(line, 'compact')).length;
  const bars = shareOf('bars', lines, left, bar.most - bar.least);
  if (more + bars === 0) return lines;
  return lines.map((line) => {
    if (hasLevel(line, 'compact')) return { ...line, height: line.height + more };
    return hasLevel(line, 'bars') ? { ...line, height: line.height + bars } : line;
  });
}

function hasLevel(line: Line, level: Level): boolean {
  return line.kind === 'row' && line.level === level;
}

/** How much of what is left each row of a level gets, at most so much. */
function shareOf(level: Level, lines: readonly Line[], spare: number, most: number): number {
  const rows = lines.filter((line) => hasLevel(line, level)).length;
  return rows === 0 ? 0 : Math.min(most, Math.floor(spare / rows));
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

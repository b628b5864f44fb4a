import { vecGet } from '../lib/vec.ts';
import type { ConsumerView, PositionView, ProducerView } from '../sim/read/clients.ts';
import { brokerState } from '../sim/read/nodes.ts';
import type { Box } from './box.ts';
import type { Frame } from './frame.ts';
import { hueOf } from './hue.ts';
import type { ChipMark } from './marks.ts';
import type { ClusterState } from './partition-state.ts';
import { fits, textWidth } from './text.ts';
import { nameOfRecord } from './tile-text.ts';

/** Records on their way to a log: small tiles without an offset, since only the leader gives one. The oldest stand first. */
export function producerChips(frame: Frame, state: ClusterState, box: Box, producer: ProducerView): ChipMark[] {
  const { metrics } = frame;
  const waiting = producer.queues.flatMap(({ partition, waiting: queue, inFlight }) =>
    [...inFlight, ...queue].map((batch) => ({ partition, batch, sent: inFlight.includes(batch) })),
  );
  const place = placer(frame, box);
  const chips: ChipMark[] = [];
  let left = waiting.reduce((sum, { batch }) => sum + batch.records.length, 0);
  for (const { partition, batch, sent } of waiting.sort((a, b) => a.batch.createdAt - b.batch.createdAt)) {
    for (const [i, record] of batch.records.entries()) {
      const name = nameOfRecord(record, 'value');
      const text = fits(name, 3 * metrics.small, metrics.small, 'mono')
        ? name
        : `P${state.partitions[partition]?.partition ?? 0}`;
      const rest = left > 1 ? textWidth(`+${left - 1}`, metrics.small, 'regular') + 6 : 0;
      const at = place(textWidth(text, metrics.small, 'mono') + 10, 0, rest);
      if (at === null) return withRest(chips, left);
      chips.push({
        key: `${partition}:${batch.first + i}`,
        hue: hueOf(partition),
        box: at,
        text,
        after: '',
        filled: sent,
      });
      left -= 1;
    }
  }
  return chips;
}

function withRest(chips: readonly ChipMark[], left: number): ChipMark[] {
  return chips.map((chip, i) => (i === chips.length - 1 && left > 0 ? { ...chip, after: `+${left}` } : chip));
}

/** How far a reader is in each partition: the position, and how many committed records it has not read. */
export function consumerChips(
  frame: Frame,
  state: ClusterState,
  box: Box,
  consumer: ConsumerView,
): { readonly chips: ChipMark[]; readonly lag: number; readonly line: string } {
  const { metrics } = frame;
  const place = placer(frame, box);
  const chips: ChipMark[] = [];
  let lag = 0;
  let full = false;
  const known = consumer.positions.filter(({ position }) => position !== null).length;
  consumer.positions.forEach((position, i) => {
    const lags = lagOf(state, position);
    lag += lags ?? 0;
    if (full) return;
    const view = state.partitions[position.partition];
    const text = `P${view?.partition ?? 0}`;
    const after = afterText(position, lags, view?.leader ?? -1);
    const at = place(
      textWidth(text, metrics.small, 'mono') + 12,
      textWidth(after, metrics.small, 'regular') + 5 + (i > 0 ? 4 : 0),
    );
    if (at === null) {
      full = true;
      return;
    }
    chips.push({
      key: `${position.partition}`,
      hue: hueOf(position.partition),
      box: at,
      text,
      after,
      filled: view !== undefined && view.leader >= 0,
    });
  });
  const line = `${consumer.positions.length} partitions${known < consumer.positions.length ? `, ${known} with a position` : ''} · ${lag} to read`;
  return full ? { chips: [], lag, line } : { chips, lag, line: '' };
}

function afterText(position: PositionView, lag: number | null, leader: number): string {
  if (leader < 0) return 'no leader';
  if (position.position === null) return 'no position';
  return lag === null || lag === 0 ? `at ${position.position}` : `at ${position.position}, ${lag} to read`;
}

/** Committed records that the reader has not been given; null while nobody leads. */
function lagOf(state: ClusterState, { partition, position }: PositionView): number | null {
  const leader = state.partitions[partition]?.leader ?? -1;
  const broker = leader < 0 ? null : brokerState(state.world, leader);
  const replica = broker === null ? null : vecGet(broker.replicas, partition);
  return position === null || !replica ? null : Math.max(0, replica.log.highWatermark - position);
}

/** Gives boxes side by side on the last line of a client's box; null when it is full. */
function placer(frame: Frame, box: Box): (width: number, after?: number, rest?: number) => Box | null {
  const { metrics } = frame;
  const height = metrics.small + 8;
  const pad = metrics.token.pad + 4;
  const end = box.x + box.width - pad;
  // Where a box is low, the line above keeps clear of them.
  const below = metrics.tight ? pad / 2 : pad - 3;
  let x = box.x + pad;
  return (width, after = 0, rest = 0) => {
    if (x + width + after + rest > end) return null;
    const at = { x, y: box.y + box.height - below - height, width, height };
    x += width + after + (after > 0 ? 12 : 6);
    return at;
  };
}

import type { ConsumerView, ProducerView } from '../sim/read/clients.ts';
import type { NodeId, ProcessStatus } from '../sim/world.ts';
import { nodeOf } from '../sim/read/nodes.ts';
import type { Box } from './box.ts';
import { consumerChips, producerChips } from './client-chips.ts';
import type { Frame } from './frame.ts';
import type { ClientMark } from './marks.ts';
import type { ClusterState } from './partition-state.ts';
import { clip, textWidth } from './text.ts';
import { keyOf, type Thing } from './thing.ts';
import { visible } from './tile-text.ts';
import { counted } from './words/phrases.ts';

/** `acks` as it is written in a configuration. */
export function acksText(acks: number): string {
  return acks === -1 ? 'all' : String(acks);
}

const STATUS_WORDS: { readonly [S in ProcessStatus]: string } = {
  running: '',
  frozen: 'frozen',
  down: 'not running',
  off: 'no power',
};

/** A producer's box: what it asks for, and what waits. */
export function producerMark(frame: Frame, state: ClusterState, box: Box, producer: ProducerView): ClientMark {
  const { metrics } = frame;
  const thing: Thing = { kind: 'producer', node: producer.node };
  const waits = producer.buffered + producer.inFlight;
  const status = producer.status !== 'running' ? stoppedWords(state, producer) : producer.paused ? 'paused' : '';
  const words = [`acks=${acksText(producer.acks)}`, ...waitingWords(producer)];
  const room = box.width - 2 * (metrics.token.pad + 4);
  const line =
    [words.join(' · '), words.slice(0, 2).join(' · '), words[0] ?? ''].find(
      (text) => textWidth(text, metrics.small, 'regular') <= room,
    ) ?? '';
  return {
    ...common(frame, box, thing, producer.name, status, lookOf(state, producer)),
    kind: 'producer',
    lines: [line],
    chips: producerChips(frame, state, box, producer),
    reader: 0,
    aside: '',
    label: `producer ${producer.name.slice(0, 60)}${status === '' ? '' : `, ${status}`}: ${words.join(', ')}${waits === 0 ? '' : `, ${counted(waits, 'record')} unanswered`}`,
  };
}

function waitingWords(producer: ProducerView): string[] {
  const words: string[] = [];
  if (producer.blocked > 0) words.push(`${producer.blocked} blocked: no metadata`);
  if (producer.buffered > 0) words.push(`${producer.buffered} wait`);
  if (producer.inFlight > 0) words.push(`${producer.inFlight} unanswered`);
  return words;
}

/** A consumer's box: how far it is in each partition. */
export function consumerMark(
  frame: Frame,
  state: ClusterState,
  box: Box,
  consumer: ConsumerView,
  reader: number,
): ClientMark {
  const thing: Thing = { kind: 'consumer', node: consumer.node };
  const busy = consumer.busyUntil > state.world.now;
  const running = consumer.failed !== null ? 'failed' : consumer.paused ? 'paused' : busy ? 'at work' : '';
  const status = consumer.status !== 'running' ? stoppedWords(state, consumer) : running;
  const { chips, lag, line } = consumerChips(frame, state, box, consumer);
  return {
    ...common(frame, box, thing, consumer.name, status, lookOf(state, consumer)),
    kind: 'consumer',
    fault: consumer.failed !== null,
    lines: line === '' ? [] : [line],
    chips,
    reader,
    aside: '',
    label: `consumer ${consumer.name.slice(0, 60)}${status === '' ? '' : `, ${status}`}: ${consumer.positions.length} partitions, ${lag} records to read`,
  };
}

/** The operator, from where topics are created. */
export function adminMark(frame: Frame, node: NodeId): ClientMark | null {
  const place = frame.places[node];
  if (place === null || place === undefined) return null;
  const thing: Thing = { kind: 'admin', node };
  return {
    ...common(frame, place.box, thing, 'admin', '', 'running'),
    kind: 'admin',
    lines: [],
    chips: [],
    reader: 0,
    aside: '',
    label: 'admin, the operator: creates topics and asks for elections',
  };
}

interface Process {
  readonly node: NodeId;
  readonly status: ProcessStatus;
}

function neverStarted(state: ClusterState, { node }: Process): boolean {
  return nodeOf(state.world, node).incarnation === 0;
}

/** A client whose time has not come yet is not one that is gone. */
function stoppedWords(state: ClusterState, process: Process): string {
  return neverStarted(state, process) ? 'not started yet' : STATUS_WORDS[process.status];
}

function lookOf(state: ClusterState, process: Process): ClientMark['look'] {
  if (process.status === 'running') return 'running';
  return process.status === 'frozen' || neverStarted(state, process) ? 'uncertain' : 'gone';
}

function common(frame: Frame, box: Box, thing: Thing, name: string, note: string, look: ClientMark['look']) {
  const { metrics } = frame;
  const pad = metrics.token.pad + 4;
  const noteWidth = note === '' ? 0 : textWidth(note, metrics.small, 'bold') + 8;
  return {
    key: keyOf(thing),
    thing,
    box,
    name: clip(visible(name), box.width - 2 * pad - noteWidth, metrics.title, 'mono'),
    note,
    noteEnd: box.x + box.width - pad,
    look,
    fault: false,
  };
}

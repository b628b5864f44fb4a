import type { NodeId, Seq, World } from '../sim/world.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import { interestIn } from '../sim/trace/interest.ts';
import { nodeNamed } from '../sim/read/nodes.ts';

/** One link of the chain from an effect back to what set it off. */
export interface Link {
  readonly entry: TraceEntry;
  /**
   * How the link after it (the earlier one) led here: `cause`: as the trace says; `silence`: nothing was heard from a node any
   * more, and the earlier link is why; `timer`: the earlier link set a program going, whose timer has run out since, again and again;
   * `end`: there is no earlier one.
   */
  readonly by: 'cause' | 'silence' | 'timer' | 'end';
  /** Entries of the network between here and the next link that are not told. */
  readonly passed: number;
}

/** What a chain is read from. */
export interface CausalTrace {
  readonly world: World;
  entry(seq: Seq): { readonly entry: TraceEntry } | null;
}

/** A chain longer than this tells nobody anything. */
const MOST_LINKS = 12;
/** Waiting fetches cause one another without end. */
const MOST_PASSED = 64;
/** So many entries back the reason for a silence is looked for. */
const LONGEST_SILENCE = 20_000;

/** What a silence may come from: the process, or the link. */
const SILENCING = ['ProcessCrashed', 'ProcessFroze', 'ProcessExited', 'LinkChanged'];
/** Where a chain ends: somebody wanted it. */
const ROOTS = ['Intervened', 'ProcessStarted'];

/**
 * Why an entry was written: the chain from it back to an intervention, to a program's send(), or to a timer that ran out. Noise
 * is passed over. What only a silence tells of (a session that ends, a request without an answer, a follower that falls behind)
 * is joined with what silenced the node.
 */
export function causesOf(trace: CausalTrace, seq: Seq): readonly Link[] {
  const links: Link[] = [];
  let entry = trace.entry(seq)?.entry ?? null;
  while (entry !== null) {
    const found = links.length + 1 < MOST_LINKS ? before(trace, entry) : null;
    links.push({ entry, by: found?.by ?? 'end', passed: found?.passed ?? 0 });
    entry = found?.entry ?? null;
  }
  return links;
}

interface Before {
  readonly entry: TraceEntry;
  readonly by: Exclude<Link['by'], 'end'>;
  readonly passed: number;
}

function before(trace: CausalTrace, entry: TraceEntry): Before | null {
  if (ROOTS.includes(entry.type)) return null;
  if (entry.type === 'RecordsBuffered') return handedOver(trace, entry);
  const silent = silentNodes(trace.world, entry);
  for (const node of silent) {
    const reason = whatSilenced(trace, entry, node);
    if (reason !== null) return { entry: reason, by: 'silence', passed: 0 };
  }
  return told(trace, entry);
}

/** Whose records these are: sent by hand, or by a program, which the client's start or an intervention has set going. */
function handedOver(trace: CausalTrace, entry: TraceEntry): Before | null {
  const cause = bestCause(trace, entry);
  if (cause?.type === 'Intervened') {
    const by = givesProgram(trace.world, cause, entry.node) ? 'timer' : 'cause';
    return { entry: cause, by, passed: 0 };
  }
  for (let seq = entry.seq - 1; seq >= 0 && seq > entry.seq - LONGEST_SILENCE; seq--) {
    const found = trace.entry(seq)?.entry;
    if (found === undefined) return null;
    const isStart = found.type === 'ProcessStarted' && found.node === entry.node;
    if (isStart || givesProgram(trace.world, found, entry.node)) return { entry: found, by: 'timer', passed: 0 };
  }
  return null;
}

function givesProgram(world: World, entry: TraceEntry, node: NodeId): boolean {
  if (entry.type !== 'Intervened') return false;
  const { intervention } = entry.args;
  return intervention.type === 'setProgram' && nodeNamed(world, intervention.node)?.id === node;
}

/** The nearest entry back along the causes that is no noise. */
function told(trace: CausalTrace, entry: TraceEntry): Before | null {
  let current = entry;
  for (let passed = 0; passed < MOST_PASSED; passed++) {
    const cause = bestCause(trace, current);
    if (cause === null) return null;
    if (interestIn(cause) !== 'noise') return { entry: cause, by: 'cause', passed };
    current = cause;
  }
  return null;
}

/** Of several causes the one that tells most; of equal ones the latest. */
function bestCause(trace: CausalTrace, entry: TraceEntry): TraceEntry | null {
  let best: TraceEntry | null = null;
  for (const seq of entry.causes) {
    const cause = seq < entry.seq ? (trace.entry(seq)?.entry ?? null) : null;
    if (cause === null) continue;
    if (best === null || weight(cause) > weight(best) || (weight(cause) === weight(best) && cause.seq > best.seq))
      best = cause;
  }
  return best;
}

function weight(entry: TraceEntry): number {
  const interest = interestIn(entry);
  return interest === 'beat' ? 2 : interest === 'detail' ? 1 : 0;
}

/** Whose silence an entry tells of; none for most. */
function silentNodes(world: World, entry: TraceEntry): readonly NodeId[] {
  switch (entry.type) {
    case 'SessionExpired':
      return [entry.args.client];
    case 'ConnectionLost':
      return entry.args.reason === 'timeout' ? [entry.args.peer] : [];
    case 'IsrChangeProposed': {
      if (entry.args.change !== 'shrink') return [];
      const left = entry.args.isr.filter((broker) => !entry.args.newIsr.includes(broker));
      return left.map((broker) => world.setup.nodeOfBroker[broker] ?? -1);
    }
    default:
      return [];
  }
}

/**
 * The last thing before an entry that silenced a node: it died, it froze, or a link between it and the one who heard nothing was
 * cut or slowed. Null when it has come back since, or when nothing is found.
 */
function whatSilenced(trace: CausalTrace, entry: TraceEntry, node: NodeId): TraceEntry | null {
  for (let seq = entry.seq - 1; seq >= 0 && seq > entry.seq - LONGEST_SILENCE; seq--) {
    const found = trace.entry(seq)?.entry;
    if (found === undefined) return null;
    if (found.node === node && (found.type === 'ProcessStarted' || found.type === 'ProcessThawed')) return null;
    if (SILENCING.includes(found.type) && silences(found, node, entry.node)) return found;
  }
  return null;
}

function silences(entry: TraceEntry, node: NodeId, listener: NodeId): boolean {
  if (entry.type !== 'LinkChanged') return entry.node === node;
  const { to, cut, extra } = entry.args;
  const between = (entry.node === node && to === listener) || (entry.node === listener && to === node);
  return between && (cut || extra > 0);
}

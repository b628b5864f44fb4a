import { vecGet } from '../../lib/vec.ts';
import type { CommitOffset } from '../client/consumer/group/state.ts';
import type { ConsumerState } from '../client/state.ts';
import { partitionIdOf } from '../read/nodes.ts';
import type { TraceEntry } from '../trace/entry.ts';
import type { NodeId, World } from '../world.ts';
import type { Complain, Invariant } from './invariant.ts';
import { sentCommit } from './sent-commit.ts';

/** How far a consumer has come in a partition. */
interface Progress {
  /** Everything below was returned by poll(), or skipped by where the consumer began. */
  delivered: number;
  /** Of that, what its program is done with. */
  processed: number;
  /** The same before the consumer was moved back, and the commit that was under way then: tried again, it still says what was so when it was made. */
  before: { readonly delivered: number; readonly processed: number; readonly offsets: readonly CommitOffset[] } | null;
}

/**
 * Auto-commit happens inside poll(), so it says what earlier polls have returned, which the program is done with when it polls again
 * (ConsumerCoordinator.maybeAutoCommitOffsetsAsync): at least once, as long as the program works in its own loop.
 */
export const autoCommitNeverBeyondDelivered: Invariant = {
  name: 'AutoCommitNeverBeyondDelivered',
  says: 'an auto-commit never names an offset beyond what earlier calls of poll() have returned',
  watch() {
    const progress: (Progress | undefined)[][] = [];
    return {
      look({ after, entries }, _, complain) {
        for (const entry of entries) {
          if (entry.type === 'RequestSent') {
            if (entry.args.api === 'OffsetCommitRequest') check(after, entry, progress[entry.node] ?? [], complain);
          } else follow(after, entry, progress);
        }
      },
    };
  },
};

function follow(after: World, entry: TraceEntry, progress: (Progress | undefined)[][]): void {
  switch (entry.type) {
    case 'RecordsPrinted':
      at(progress, entry.node, entry.args.partition).delivered = entry.args.to;
      return;
    case 'RecordsProcessed':
      at(progress, entry.node, entry.args.partition).processed = entry.args.to;
      return;
    case 'PositionReset':
    case 'PositionSought':
    case 'PositionTruncated': {
      const known = at(progress, entry.node, entry.args.partition);
      const offsets = commitUnderWay(after, entry.node);
      if (offsets === null) known.before = null;
      else if (known.before?.offsets !== offsets)
        known.before = { delivered: known.delivered, processed: known.processed, offsets };
      known.delivered = entry.args.to;
      known.processed = entry.args.to;
      return;
    }
    case 'ProcessStarted':
      progress[entry.node] = [];
      return;
    default:
      return;
  }
}

function at(progress: (Progress | undefined)[][], node: NodeId, partition: number): Progress {
  const own = (progress[node] ??= []);
  return (own[partition] ??= { delivered: -1, processed: -1, before: null });
}

/** What the consumer waits to have committed; null: nothing. */
function commitUnderWay(world: World, id: NodeId): readonly CommitOffset[] | null {
  const node = vecGet(world.nodes, id);
  return node?.kind === 'consumer' ? ((node.state as ConsumerState).group?.commit?.offsets ?? null) : null;
}

function check(
  after: World,
  entry: Extract<TraceEntry, { readonly type: 'RequestSent' }>,
  progress: readonly (Progress | undefined)[],
  complain: Complain,
): void {
  const node = vecGet(after.nodes, entry.node);
  if (node === undefined || node.kind !== 'consumer') return;
  const state = node.state as ConsumerState;
  const how = howOf(state);
  if (how === null) return;
  // librdkafka commits in the background what it has handed over.
  const awaits = how !== 'close' && state.group?.settings.switches.commitsInBackground !== true;
  for (const { name, partitions } of sentCommit(after, entry)?.topics ?? [])
    for (const { partitionIndex, committedOffset } of partitions) {
      const partition = partitionIdOf(after, name, partitionIndex);
      const known = progress[partition] ?? { delivered: -1, processed: -1, before: null };
      const asked = how === 'auto' ? null : (state.group?.commit?.offsets ?? null);
      const { delivered, processed } = asked !== null && known.before?.offsets === asked ? known.before : known;
      if (committedOffset > delivered)
        complain(partition, `${node.name} commits ${committedOffset}; poll() has returned up to ${delivered}`);
      // Who closes in the middle of its work commits what poll() returned all the same.
      else if (awaits && committedOffset > processed)
        complain(partition, `${node.name} commits ${committedOffset} while its program is at ${processed}`);
    }
}

/** How an auto-commit came about; null: the program has made the commit. */
function howOf({ group }: ConsumerState): 'auto' | 'rejoin' | 'close' | null {
  if (group === null || !group.settings.autoCommit) return null;
  if (group.commitsUnderWay.at(-1) === 'auto') return 'auto';
  const how = group.commit?.how ?? 'program';
  return how === 'program' ? null : how;
}

import { vecGet } from '../../../lib/vec.ts';
import type { BrokerState } from '../../broker/state.ts';
import type { ReplicaLog } from '../../log/replica-log.ts';
import { readBatches } from '../../log/read.ts';
import type { NodeRecord, World } from '../../world.ts';
import { recordsOf } from '../codec.ts';
import { EMPTY_IMAGE, type MetadataImage } from '../image/image.ts';
import { replayAll } from '../image/replay.ts';
import { membersOf, type QuorumMember } from './members.ts';

/** Images by the World they were read from: one World is asked often, about many partitions. */
// eslint-disable-next-line no-restricted-syntax -- beside Worlds, never in one
const known = new WeakMap<World, MetadataImage>();
/** Images by the log they were read from, for a cluster whose processes are all gone. */
// eslint-disable-next-line no-restricted-syntax -- beside Worlds, never in one
const ofLogs = new WeakMap<ReplicaLog, MetadataImage>();

/**
 * The cluster's metadata as far as it has been committed and anybody alive knows it: the image that has read farthest. When all
 * processes are gone, what the longest log of a voter says.
 */
export function committedImage(world: World): MetadataImage {
  const before = known.get(world);
  if (before !== undefined) return before;
  const image = farthest(world) ?? fromDisk(world);
  known.set(world, image);
  return image;
}

function farthest(world: World): MetadataImage | null {
  let best: { readonly image: MetadataImage; readonly to: number } | null = null;
  for (const { controller } of membersOf(world)) {
    if (controller === null) continue;
    const { image, nextOffset: to } = controller.committed;
    if (to > (best?.to ?? 0)) best = { image, to };
  }
  for (const id of world.setup.brokerIds) {
    const node = vecGet(world.nodes, world.setup.nodeOfBroker[id] as number) as NodeRecord;
    const { kraft } = node.state as BrokerState;
    if (kraft !== null && kraft.publishedTo > (best?.to ?? 0)) best = { image: kraft.image, to: kraft.publishedTo };
  }
  return best === null ? null : best.image;
}

function fromDisk(world: World): MetadataImage {
  let longest: QuorumMember | null = null;
  for (const member of membersOf(world))
    if (longest === null || member.raft.log.logEndOffset > longest.raft.log.logEndOffset) longest = member;
  if (longest === null) return EMPTY_IMAGE;
  const { log } = longest.raft;
  const before = ofLogs.get(log);
  if (before !== undefined) return before;
  let image = EMPTY_IMAGE;
  const { batches } = readBatches(log, log.logStartOffset, log.logEndOffset, Number.MAX_SAFE_INTEGER, true);
  for (const batch of batches) image = replayAll(image, recordsOf(batch), batch.baseOffset);
  ofLogs.set(log, image);
  return image;
}

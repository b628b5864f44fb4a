import { vecForEach } from '../../lib/vec.ts';
import { metadataOf } from '../../sim/read/controller.ts';
import { groupIdOf, groupSidesOf, type GroupSides } from '../../sim/read/group-sides.ts';
import type { BrokerState } from '../../sim/broker/state.ts';
import type { World } from '../../sim/world.ts';
import { remembered } from '../kept.ts';
import { groupBand, groupStack } from './band.ts';
import { groupMarks } from './marks.ts';
import { useGroups } from './part.ts';
import { ownerOfMember } from './pasts.ts';
import { groupMeaning } from './record-meaning.ts';
import { recordName } from './record-name.ts';
import { groupSentences } from './words.ts';

/* Importing this file makes groups known to the picture. The page imports it with the simulator. */
useGroups({
  groupIdOf,
  band: groupBand,
  stack: groupStack,
  reader: groupReader,
  marks: groupMarks,
  recordName,
  recordMeaning: groupMeaning,
  ownerOfMember,
  sentences: groupSentences,
});

function groupReader(): (world: World) => readonly GroupSides[] {
  const last = remembered<readonly GroupSides[]>();
  return (world) => last(madeOf(world), () => groupSidesOf(world));
}

/** All that the groups of a World are made of. */
function madeOf(world: World): readonly unknown[] {
  const parts: unknown[] = [world.names, metadataOf(world)];
  vecForEach(world.nodes, (node) => {
    if (node.kind === 'consumer') parts.push(node);
    if (node.kind === 'broker') parts.push((node.state as BrokerState).groups, node.status);
  });
  return parts;
}

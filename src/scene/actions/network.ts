import { vecToArray } from '../../lib/vec.ts';
import { nodeOf } from '../../sim/read/nodes.ts';
import { fromMs } from '../../sim/time.ts';
import type { NodeId, World } from '../../sim/world.ts';
import { namesOf } from '../words/names.ts';
import { action, asking, entry, several, wholeNumber, type Doable } from './action.ts';

/** How the whole network can fall apart around a node, and be whole again. */
export function networkActions(world: World, node: NodeId): Doable[] {
  const self = nodeOf(world, node);
  const all = vecToArray(world.nodes);
  const names = all.map(({ name }) => name);
  const { node: nameOf } = namesOf(world);
  const others = all.filter(({ id }) => id !== node).map(({ id, name }) => ({ value: name, label: nameOf(id) }));
  const disturbed = all.some(({ links }) => links.some((link) => link !== null));
  const split = asking(
    'split-network',
    'Split the network',
    'Two islands: this one and those named with it, and everybody else. What is under way between them stalls.',
    [several('island', `Together with ${nameOf(node)}; nobody: it is alone`, others)],
    (values) => {
      const given = (values['island'] ?? '').split(/[\s,]+/).filter((name) => name !== '');
      const unknown = given.find((name) => !names.includes(name));
      if (unknown !== undefined)
        return { complaint: `node "${unknown.slice(0, 30)}" unknown; names are those of the picture; change it` };
      const island = names.filter((name) => name === self.name || given.includes(name));
      const rest = names.filter((name) => !island.includes(name));
      if (rest.length === 0) return { complaint: 'island with everybody; nobody is left on the other; take one out' };
      return { interventions: [{ type: 'partitionNetwork', islands: [island, rest] }] };
    },
  );
  return [
    { ...split, harms: true },
    action(
      'heal-network',
      'Heal the whole network',
      'Every link is as it was; what they held up goes on.',
      [{ type: 'healNetwork' }],
      disturbed ? null : 'no link is cut or slow',
    ),
  ];
}

/** How a machine's disk can become slow. */
export function diskActions(world: World, node: NodeId): Doable[] {
  const { name, disk } = nodeOf(world, node);
  const slow = asking(
    'slow-disk',
    'Slow its disk',
    'Each write to a log takes so long: a leader answers later, a follower asks for more later.',
    [entry('milliseconds', 'Milliseconds for a write', 'number', '500')],
    (values) => {
      const milliseconds = wholeNumber(values, 'milliseconds', 'delay', 1, 600_000);
      if (typeof milliseconds !== 'number') return milliseconds;
      return { interventions: [{ type: 'slowDisk', node: name, extra: fromMs(milliseconds) }] };
    },
  );
  return [
    { ...slow, harms: true },
    action(
      'heal-disk',
      'Make its disk fast again',
      'Writes take no time, as before.',
      [{ type: 'healDisk', node: name }],
      disk === null ? 'it is not slow' : null,
    ),
  ];
}

import { vecGet } from '../lib/vec.ts';
import type { World } from '../sim/world.ts';
import type { Thing } from './thing.ts';

/**
 * Is what a thing names in this World, by number and by kind? Whoever keeps a thing in mind moves in time, back to before a client or a topic
 * came, and from branch to branch, where its number is another's.
 */
export function isThere(world: World, thing: Thing): boolean {
  switch (thing.kind) {
    case 'producer':
    case 'consumer':
    case 'admin':
    case 'zookeeper':
      return vecGet(world.nodes, thing.node)?.kind === thing.kind;
    case 'controller':
      return world.setup.voters.some(({ node }) => node === thing.node);
    case 'metadata':
      return ['broker', 'controller'].includes(vecGet(world.nodes, thing.node)?.kind ?? '');
    case 'link':
      return vecGet(world.nodes, thing.from) !== undefined && vecGet(world.nodes, thing.to) !== undefined;
    case 'partition':
    case 'replica':
    case 'record':
      return world.names.partitions[thing.partition] !== undefined;
    case 'broker':
    case 'session':
    case 'group':
    case 'topic':
    case 'packet':
      // Known by name, not by number: what reads them says itself when there is none.
      return true;
  }
}

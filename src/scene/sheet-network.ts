import { carriedBy } from '../sim/read/carried.ts';
import { inFlightOf } from '../sim/read/in-flight.ts';
import { brokerIdOf, nameOfNode, nodeOf } from '../sim/read/nodes.ts';
import type { Link, NodeId, World } from '../sim/world.ts';
import { partitionName } from './partition-name.ts';
import { apiName } from './packet-text.ts';
import { durationText, fact } from './sheet-fact.ts';
import type { Sheet } from './sheet.ts';
import type { Thing } from './thing.ts';

/** The link between two machines. */
export function linkSheet(world: World, thing: Extract<Thing, { kind: 'link' }>): Sheet | null {
  const there = nodeOf(world, thing.from).links[thing.to] ?? null;
  const back = nodeOf(world, thing.to).links[thing.from] ?? null;
  const [a, b] = [nameOfNode(world, thing.from), nameOfNode(world, thing.to)];
  const cut = there?.cut === true || back?.cut === true;
  const held = inFlightOf(world).filter(
    ({ from, to, arrivesAt }) =>
      arrivesAt === null && ((from === thing.from && to === thing.to) || (from === thing.to && to === thing.from)),
  );
  return {
    thing,
    title: `link ${a} – ${b}`,
    what: 'A link carries the connections between two machines. A slow one delays, a cut one holds up; neither changes the order.',
    state: cut ? 'cut' : there !== null || back !== null ? 'slow' : 'as usual',
    fault: cut,
    facts: [
      fact(`from ${a} to ${b}`, linkText(world, there)),
      fact(`from ${b} to ${a}`, linkText(world, back)),
      fact('held up', held.length),
    ],
    text: null,
  };
}

function linkText(world: World, link: Link | null): string {
  if (link?.cut === true) return 'cut';
  return `${durationText(world.setup.network.latency + (link?.extra ?? 0))} each hop`;
}

/** Something under way. */
export function packetSheet(world: World, thing: Extract<Thing, { kind: 'packet' }>): Sheet | null {
  const packet = inFlightOf(world).find(({ key }) => key === thing.key);
  if (packet === undefined) return null;
  const carried = carriedBy(world, packet.body);
  const name = packet.body === null ? packet.kind : `${apiName(packet.body)} ${packet.kind}`;
  return {
    thing,
    title: name,
    what:
      packet.kind === 'response'
        ? 'An answer on its way back. Copies and reads are pulled: the response carries the records.'
        : 'A request on its way. Requests of one connection arrive in the order in which they were sent.',
    state:
      packet.arrivesAt === null
        ? 'held up by a cut link'
        : `arrives in ${durationText(Math.max(0, packet.arrivesAt - world.now))}`,
    fault: false,
    facts: [
      fact('from', nameOfNode(world, packet.from), nodeThing(world, packet.from)),
      fact('to', nameOfNode(world, packet.to), nodeThing(world, packet.to)),
      fact('correlation id', packet.correlationId),
      ...carried.map(({ partition, count }) =>
        fact(partitionName(world, partition), `${count} ${count === 1 ? 'record' : 'records'}`, {
          kind: 'partition',
          partition,
        }),
      ),
    ],
    text: null,
  };
}

function nodeThing(world: World, node: NodeId): Thing | null {
  const broker = brokerIdOf(world, node);
  if (broker >= 0) return { kind: 'broker', broker };
  const { kind } = nodeOf(world, node);
  return kind === 'producer' || kind === 'consumer' || kind === 'zookeeper' || kind === 'controller' || kind === 'admin'
    ? { kind, node }
    : null;
}

import type { Intervention } from '../../sim/intervention.ts';
import { nodeOf } from '../../sim/read/nodes.ts';
import { fromMs } from '../../sim/time.ts';
import type { NodeId, World } from '../../sim/world.ts';
import { vecToArray } from '../../lib/vec.ts';
import { action, asking, choice, entry, wholeNumber, type Doable, type Values } from './action.ts';

type LinkFault = 'cutLink' | 'healLink' | 'resetLink';

/** What can be done to the link between two machines. */
export function linkActions(world: World, from: NodeId, to: NodeId): Doable[] {
  const a = nodeOf(world, from);
  const b = nodeOf(world, to);
  const [there, back] = [a.links[to] ?? null, b.links[from] ?? null];
  const cut = there?.cut === true && back?.cut === true;
  const whole = there === null && back === null;
  const both = (type: LinkFault): Intervention[] => [
    { type, from: a.name, to: b.name },
    { type, from: b.name, to: a.name },
  ];
  return [
    action(
      'heal',
      'Heal the link',
      'What it held up goes on, in order, and new packets take their usual time.',
      both('healLink'),
      whole ? 'it is neither cut nor slow' : null,
    ),
    {
      ...action(
        'cut',
        'Cut the link',
        'What is under way stalls, both ways. Whoever waits longer than request.timeout.ms closes the connection.',
        both('cutLink'),
        cut ? 'it is cut already' : null,
      ),
      harms: true,
    },
    slow((milliseconds) => [
      { type: 'slowLink', from: a.name, to: b.name, extra: fromMs(milliseconds) },
      { type: 'slowLink', from: b.name, to: a.name, extra: fromMs(milliseconds) },
    ]),
    {
      ...action(
        'reset',
        'Reset its connections',
        'Every connection between the two breaks at once, and what was under way is lost.',
        [{ type: 'resetLink', from: a.name, to: b.name }],
      ),
      harms: true,
    },
  ];
}

function slow(make: (milliseconds: number) => Intervention[]): Doable {
  const fields = [entry('milliseconds', 'Milliseconds more each way', 'number', '200')];
  return asking('slow', 'Slow the link', 'Each packet takes so much longer. Nothing is lost.', fields, (values) => {
    const milliseconds = wholeNumber(values, 'milliseconds', 'delay', 1, 600_000);
    return typeof milliseconds === 'number' ? { interventions: make(milliseconds) } : milliseconds;
  });
}

/** The same for one machine and a peer to be chosen. */
export function linksOfNode(world: World, node: NodeId): Doable[] {
  const self = nodeOf(world, node);
  const peers = vecToArray(world.nodes).filter(
    ({ id, kind }) => id !== node && (kind !== 'admin' || self.kind === 'broker'),
  );
  const peer = choice('peer', 'Between it and', [
    { value: '', label: 'everyone' },
    ...peers.map(({ name }) => ({ value: name, label: name })),
  ]);
  const ways = choice('way', 'Direction', [
    { value: 'both', label: 'both ways' },
    { value: 'out', label: 'what it sends' },
    { value: 'in', label: 'what it receives' },
  ]);
  const pairs = (values: Values): { readonly from: string; readonly to: string }[] => {
    const chosen = values['peer'] ?? '';
    const others = chosen === '' ? peers.map(({ name }) => name) : [chosen];
    const way = values['way'] ?? 'both';
    return others.flatMap((other) => [
      ...(way === 'in' ? [] : [{ from: self.name, to: other }]),
      ...(way === 'out' ? [] : [{ from: other, to: self.name }]),
    ]);
  };
  const disturbed = vecToArray(world.nodes).some(({ id, links }) =>
    id === node ? links.some((link) => link !== null) : (links[node] ?? null) !== null,
  );
  const cut = asking(
    'cut-peer',
    'Cut a link',
    'What is under way stalls there until the link heals or someone gives up waiting.',
    [peer, ways],
    (values) => ({
      interventions: pairs(values).map((pair) => ({ type: 'cutLink', ...pair })),
    }),
  );
  const extra = entry('milliseconds', 'Milliseconds more', 'number', '200');
  const slower = asking(
    'slow-peer',
    'Slow a link',
    'Each packet on it takes so much longer. Nothing is lost.',
    [peer, ways, extra],
    (values) => {
      const milliseconds = wholeNumber(values, 'milliseconds', 'delay', 1, 600_000);
      if (typeof milliseconds !== 'number') return milliseconds;
      return {
        interventions: pairs(values).map((pair) => ({ type: 'slowLink', ...pair, extra: fromMs(milliseconds) })),
      };
    },
  );
  return [
    { ...cut, harms: true },
    { ...slower, harms: true },
    action(
      'heal-all',
      'Heal its links',
      'All of its links are as they were; what they held up goes on.',
      pairs({}).map((pair) => ({ type: 'healLink', ...pair })),
      disturbed ? null : 'none of its links is cut or slow',
    ),
  ];
}

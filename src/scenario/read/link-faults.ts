import type { Intervention } from '../../sim/intervention.ts';
import type { Micros } from '../../sim/time.ts';
import { planned, type Planned } from './planned.ts';
import { fieldsOf, oneOrMore, type Read } from './reading.ts';
import { readDuration, readFlag, readNode, readTime } from './values.ts';

type Word = 'cut' | 'slow' | 'heal' | 'reset';

const KEYS: { readonly [W in Word]: readonly string[] } = {
  cut: ['from', 'to', 'both', 'for'],
  slow: ['from', 'to', 'by', 'both', 'for'],
  heal: ['from', 'to', 'both'],
  reset: ['from', 'to'],
};

/**
 * What is done to the links between some nodes: both ways unless `both` is false, and undone after `for`.
 * A reset breaks connections, which has no direction.
 */
export function readLinkFault(word: Word): Read<Planned[]> {
  return (spot) => {
    const fields = fieldsOf(spot, `a ${word}`, KEYS[word]);
    if (fields === null) return null;
    const nodes = oneOrMore(readNode, 'a list of nodes');
    const from = fields.required('from', nodes);
    const to = fields.required('to', nodes);
    const by = word === 'slow' ? fields.required('by', readTime) : 0;
    const both = word !== 'reset' && fields.optional('both', readFlag, true);
    const during = fields.optional('for', readDuration, null);
    if (from === null || to === null || by === null) return null;
    const links: [string, string][] = from.flatMap((a) => to.map((b): [string, string] => [a, b]));
    const extra = word === 'slow' ? { extra: 'by' } : {};
    // On the way back the author's `to` is where the link begins.
    const back = { from: 'to', to: 'from' };
    const fault = (what: Word, after: Micros): Planned[] =>
      links.flatMap(([a, b]) => [
        planned(spot, faultOf(what, a, b, by), extra, after),
        ...(both ? [planned(spot, faultOf(what, b, a, by), { ...extra, ...back }, after)] : []),
      ]);
    return during === null ? fault(word, 0) : [...fault(word, 0), ...fault('heal', during)];
  };
}

function faultOf(word: Word, from: string, to: string, extra: Micros): Intervention {
  switch (word) {
    case 'cut':
      return { type: 'cutLink', from, to };
    case 'slow':
      return { type: 'slowLink', from, to, extra };
    case 'heal':
      return { type: 'healLink', from, to };
    case 'reset':
      return { type: 'resetLink', from, to };
  }
}

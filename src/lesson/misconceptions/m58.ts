import { consumersOf } from '../../sim/read/clients.ts';
import { firstOf, numberOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A seek moves a position once; a program that starts again knows nothing of it. */
export const m58: Misconception = {
  id: 'M58',
  belief: 'a reader starts where it has sought to last',
  answer(asking) {
    const name = asking.args[0];
    if (asking.fact !== 'printed' || !asking.isNew || typeof name !== 'string') return undefined;
    const positions = consumersOf(asking.before.world).find((one) => one.name === name)?.positions ?? [];
    const printed = numberOf(asking.before, `printed(${name})`) ?? 0;
    // What it has printed beyond one reading of everything is what it read again from there.
    const again = printed - positions.reduce((sum, { position }) => sum + (position ?? 0), 0);
    return again > 0 ? again : undefined;
  },
  refutedBy: (asking) => firstOf(asking, 'PositionReset'),
};

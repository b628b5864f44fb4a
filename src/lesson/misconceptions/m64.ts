import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** Topics and leaders are decided by the active controller alone; without a majority there is none. */
export const m64: Misconception = {
  id: 'M64',
  belief: 'brokers settle among themselves what no controller is there to decide',
  answer: (asking) =>
    (asking.fact === 'waitingClients' || asking.fact === 'withoutLeader') && asking.take === null ? [] : undefined,
  // What nobody has done has no entry; that it was asked for has one.
  refutedBy: (asking) =>
    asking.fact === 'waitingClients'
      ? firstOf(asking, 'Intervened', ({ args }) => args.intervention.type === 'createTopic')
      : null,
};

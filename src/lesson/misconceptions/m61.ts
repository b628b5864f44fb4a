import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** What a controller decides is a record, which a majority of the controllers has on disk before it holds. */
export const m61: Misconception = {
  id: 'M61',
  belief: 'the active controller keeps the state of the cluster in its memory and writes nothing down',
  answer: (asking) => (asking.fact === 'metadataRecords' && asking.isNew ? 0 : undefined),
  refutedBy: (asking) => firstOf(asking, 'MetadataAppended', ({ args }) => args.types.includes('TopicRecord')),
};

import type { CrashKind } from '../../sim/intervention.ts';
import { consumerFrom, producerFrom, CONSUMER_KEYS, PRODUCER_KEYS } from './clients.ts';
import { readLinkFault } from './link-faults.ts';
import { planned, type Planned } from './planned.ts';
import { programFrom, PROGRAM_KEYS } from './programs.ts';
import { fieldsOf, isMap, listOf, oneOrMore, wrong, type Fields, type Read, type Spot } from './reading.ts';
import { recordsFrom, RECORD_KEYS } from './records.ts';
import { readAssignment, readTopic } from './topics.ts';
import {
  readBrokerId,
  readConfig,
  readDuration,
  readFlag,
  readInteger,
  readNode,
  readPartition,
  readSetting,
  readText,
  readTime,
  readWord,
} from './values.ts';

const readCrash: Read<Planned[]> = (spot) => {
  const detailed = isMap(spot.value);
  const fields = detailed ? fieldsOf(spot, 'a crash', ['node', 'kind']) : null;
  const node = fields === null ? (detailed ? null : readNode(spot)) : fields.required('node', readNode);
  const kind =
    fields?.optional('kind', readWord<CrashKind>(['process', 'power', 'disk']), 'process' as const) ?? 'process';
  return node === null ? null : [planned(spot, { type: 'crash', node, kind })];
};

function onNode(type: 'stop' | 'start' | 'thaw' | 'healDisk'): Read<Planned[]> {
  return (spot) => {
    const node = isMap(spot.value)
      ? (fieldsOf(spot, 'a node', ['node'])?.required('node', readNode) ?? null)
      : readNode(spot);
    return node === null ? null : [planned(spot, { type, node })];
  };
}

const readFreeze: Read<Planned[]> = (spot) => {
  const fields = isMap(spot.value) ? fieldsOf(spot, 'a freeze', ['node', 'for']) : null;
  const node = fields === null ? readNode(spot) : fields.required('node', readNode);
  const during = fields?.optional('for', readDuration, null) ?? null;
  if (node === null) return null;
  const freeze = planned(spot, { type: 'freeze', node });
  return during === null ? [freeze] : [freeze, planned(spot, { type: 'thaw', node }, {}, during)];
};

/** One intervention that has the given keys; `make` returns null when it has complained. */
function withKeys(
  what: string,
  keys: readonly string[],
  make: (fields: Fields, spot: Spot) => Planned | null,
): Read<Planned[]> {
  return (spot) => {
    const fields = fieldsOf(spot, what, keys);
    const made = fields === null ? null : make(fields, spot);
    return made === null ? null : [made];
  };
}

const readAlterConfig = withKeys('a change of settings', ['topic', 'broker', 'config'], (fields, spot) => {
  const broker = fields.has('broker');
  if (broker === fields.has('topic'))
    return wrong(spot, 'whose-settings', 'alterConfig must name either a topic or a broker');
  const name = broker ? fields.required('broker', readBrokerId) : fields.required('topic', readText);
  const settings = fields.has('config')
    ? fieldsOf(fields.at('config'), 'settings', null)
    : (fields.required('config', readConfig), null);
  if (name === null || settings === null) return null;
  const config = Object.fromEntries(
    settings.keys().map((key) => {
      const at = settings.at(key);
      return [key, at.value === null ? null : readSetting(at)] as const;
    }),
  );
  spot.reading.origins.place(config, settings.spot.path);
  const resource = broker ? ('broker' as const) : ('topic' as const);
  return planned(spot, { type: 'alterConfig', resource, name: String(name), config }, { name: resource });
});

const readElection = withKeys('an election', ['partition', 'election'], (fields, spot) => {
  const at = fields.required('partition', readPartition);
  const election = fields.optional('election', readWord(['preferred', 'unclean'] as const), 'preferred' as const);
  if (at === null) return null;
  return planned(spot, {
    type: 'electLeaders',
    election: election === 'unclean' ? 'UNCLEAN' : 'PREFERRED',
    topic: at.topic,
    partition: at.partition,
  });
});

const readSeek = withKeys('a seek', ['consumer', 'partition', 'to'], (fields, spot) => {
  const node = fields.required('consumer', readNode);
  const at = fields.required('partition', readPartition);
  const word = typeof (fields.has('to') ? fields.at('to').value : null) === 'string';
  const to = word ? fields.required('to', readWord(['beginning', 'end'] as const)) : fields.required('to', readInteger);
  if (node === null || at === null || to === null) return null;
  return planned(spot, { type: 'seek', node, topic: at.topic, partition: at.partition, to }, { node: 'consumer' });
});

const readSubscribe = withKeys('a subscription', ['consumer', 'topics'], (fields, spot) => {
  const node = fields.required('consumer', readNode);
  const topics = fields.required('topics', oneOrMore(readText, 'a list of topics'));
  return node === null || topics === null
    ? null
    : planned(spot, { type: 'subscribe', node, topics }, { node: 'consumer' });
});

/** `commit: billing`, or `{ consumer, partition, offset }`. */
const readCommit: Read<Planned[]> = (spot) => {
  if (!isMap(spot.value)) {
    const node = readNode(spot);
    return node === null ? null : [planned(spot, { type: 'commit', node, offsets: null })];
  }
  const fields = fieldsOf(spot, 'a commit', ['consumer', 'partition', 'offset']);
  const node = fields?.required('consumer', readNode) ?? null;
  const at = fields?.required('partition', readPartition) ?? null;
  const offset = fields?.required('offset', readInteger) ?? null;
  if (node === null || at === null || offset === null) return null;
  return [planned(spot, { type: 'commit', node, offsets: [{ ...at, offset }] }, { node: 'consumer' })];
};

/** Each intervention by the word that an author writes for it. */
export const readers: { readonly [word: string]: Read<Planned[]> } = {
  crash: readCrash,
  stop: onNode('stop'),
  start: onNode('start'),
  restart: onNode('start'),
  freeze: readFreeze,
  thaw: onNode('thaw'),
  cut: readLinkFault('cut'),
  slow: readLinkFault('slow'),
  heal: readLinkFault('heal'),
  reset: readLinkFault('reset'),
  partitionNetwork: (spot) => {
    const fields = fieldsOf(spot, 'a partition of the network', ['islands', 'for']);
    const islands =
      fields?.required('islands', listOf(listOf(readNode, 'a list of nodes'), 'a list of islands')) ?? null;
    const during = fields?.optional('for', readDuration, null) ?? null;
    if (islands === null) return null;
    const apart = planned(spot, { type: 'partitionNetwork', islands });
    return during === null ? [apart] : [apart, planned(spot, { type: 'healNetwork' }, {}, during)];
  },
  healNetwork: (spot) => (readWord(['all'] as const)(spot) === null ? null : [planned(spot, { type: 'healNetwork' })]),
  slowDisk: (spot) => {
    const fields = fieldsOf(spot, 'a slow disk', ['node', 'by', 'for']);
    const node = fields?.required('node', readNode) ?? null;
    const extra = fields?.required('by', readTime) ?? null;
    const during = fields?.optional('for', readDuration, null) ?? null;
    if (node === null || extra === null) return null;
    const slow = planned(spot, { type: 'slowDisk', node, extra }, { extra: 'by' });
    return during === null ? [slow] : [slow, planned(spot, { type: 'healDisk', node }, {}, during)];
  },
  healDisk: onNode('healDisk'),
  deleteTopic: (spot) => {
    const topic = readText(spot);
    return topic === null ? null : [planned(spot, { type: 'deleteTopic', topic })];
  },
  reassignPartitions: withKeys('a reassignment', ['partition', 'replicas'], (fields, spot) => {
    const at = fields.required('partition', readPartition);
    // Without replicas what is under way is cancelled (KIP-455).
    const replicas = fields.optional('replicas', listOf(readInteger, 'a list of broker ids'), null);
    if (at === null) return null;
    return planned(spot, { type: 'reassignPartitions', topic: at.topic, partition: at.partition, replicas });
  }),
  createTopic: (spot) => {
    const topic = readTopic(spot);
    return topic === null ? null : [planned(spot, { type: 'createTopic', topic })];
  },
  createPartitions: withKeys('new partitions', ['topic', 'count', 'assignment'], (fields, spot) => {
    const topic = fields.required('topic', readText);
    const count = fields.required('count', readInteger);
    const assignment = fields.optional('assignment', readAssignment, null);
    return topic === null || count === null
      ? null
      : planned(spot, { type: 'createPartitions', topic, count, assignment });
  }),
  electLeaders: readElection,
  deleteRecords: withKeys('a deletion of records', ['partition', 'before'], (fields, spot) => {
    const at = fields.required('partition', readPartition);
    // Without an offset all that are committed go.
    const before = fields.optional('before', readInteger, null);
    if (at === null) return null;
    return planned(spot, { type: 'deleteRecords', topic: at.topic, partition: at.partition, before });
  }),
  alterConfig: readAlterConfig,
  addProducer: withKeys('a producer', PRODUCER_KEYS, (fields, spot) => {
    return planned(spot, { type: 'addProducer', producer: producerFrom(fields) });
  }),
  addConsumer: withKeys('a consumer', CONSUMER_KEYS, (fields, spot) => {
    return planned(spot, { type: 'addConsumer', consumer: consumerFrom(fields) });
  }),
  configure: withKeys('a change of settings', ['client', 'config'], (fields, spot) => {
    const node = fields.required('client', readNode);
    const config = fields.required('config', readConfig);
    return node === null || config === null
      ? null
      : planned(spot, { type: 'configureClient', node, config }, { node: 'client' });
  }),
  program: withKeys('a program', ['producer', ...PROGRAM_KEYS, 'end'], (fields, spot) => {
    const node = fields.required('producer', readNode);
    if (fields.has('end'))
      return node !== null && endsProgram(fields)
        ? planned(spot, { type: 'setProgram', node, program: null }, { node: 'producer' })
        : null;
    const program = programFrom(fields);
    return node === null ? null : planned(spot, { type: 'setProgram', node, program }, { node: 'producer' });
  }),
  processing: withKeys('a time of processing', ['consumer', 'time'], (fields, spot) => {
    const node = fields.required('consumer', readNode);
    const processing = fields.required('time', readTime);
    return node === null || processing === null
      ? null
      : planned(spot, { type: 'setProcessing', node, processing }, { node: 'consumer', processing: 'time' });
  }),
  send: withKeys('a send', ['producer', ...RECORD_KEYS], (fields, spot) => {
    const node = fields.required('producer', readNode);
    const records = recordsFrom(fields);
    return node === null || records === null
      ? null
      : planned(spot, { type: 'send', node, records }, { node: 'producer' });
  }),
  flush: (spot) => {
    const node = readNode(spot);
    return node === null ? null : [planned(spot, { type: 'flush', node })];
  },
  seek: readSeek,
  subscribe: readSubscribe,
  unsubscribe: (spot) => {
    const node = readNode(spot);
    return node === null ? null : [planned(spot, { type: 'subscribe', node, topics: [] })];
  },
  commit: readCommit,
  pause: pausing(true),
  resume: pausing(false),
};

/** `end: true` stands alone beside the producer. */
function endsProgram(fields: Fields): boolean {
  const end = fields.required('end', readFlag);
  if (end === false)
    wrong(
      fields.at('end'),
      'end',
      'end: false says nothing; end: true ends the program',
      'leave it out, or write true',
    );
  const beside = PROGRAM_KEYS.filter((key) => fields.has(key));
  for (const key of beside)
    wrong(fields.at(key), 'end', `${key} beside end; a program that ends has nothing else`, 'leave one of the two out');
  return end === true && beside.length === 0;
}

function pausing(paused: boolean): Read<Planned[]> {
  return (spot) => {
    const node = readNode(spot);
    return node === null ? null : [planned(spot, { type: 'pause', node, paused })];
  };
}

/** The words for interventions, for messages and documents. */
export const interventionWords: readonly string[] = Object.keys(readers);

/** What stands under one of those words: one intervention, or a list of them. */
export function readUnder(word: string, spot: Spot): readonly Planned[] {
  const read = readers[word];
  if (Array.isArray(spot.value) && spot.value.length === 0)
    wrong(spot, 'nothing-to-do', `${word} must not be an empty list; it says what is done`, 'leave it out');
  return read === undefined ? [] : (oneOrMore(read, 'a list of interventions')(spot) ?? []).flat();
}

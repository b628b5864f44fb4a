import type { Intervention } from '../../sim/intervention.ts';
import type { Names } from './names.ts';
import { counted, duration, listed, quoted, valueText } from './phrases.ts';

/** What is done to the cluster, as a clause: `broker 3 is killed`. */
export function interventionClause(intervention: Intervention, names: Names): string {
  const { type } = intervention;
  switch (type) {
    case 'crash': {
      const who = names.named(intervention.node);
      if (intervention.kind === 'power') return `the machine of ${who} is cut from power`;
      return intervention.kind === 'disk' ? `${who} is killed and its disk destroyed` : `${who} is killed`;
    }
    case 'stop':
      return `${names.named(intervention.node)} is stopped`;
    case 'start':
      return `${names.named(intervention.node)} is started`;
    case 'freeze':
      return `${names.named(intervention.node)} is frozen`;
    case 'thaw':
      return `${names.named(intervention.node)} is thawed`;
    case 'cutLink':
      return `the link from ${names.named(intervention.from)} to ${names.named(intervention.to)} is cut`;
    case 'slowLink':
      return `the link from ${names.named(intervention.from)} to ${names.named(intervention.to)} is slowed by ${duration(intervention.extra)}`;
    case 'healLink':
      return `the link from ${names.named(intervention.from)} to ${names.named(intervention.to)} is healed`;
    case 'resetLink':
      return `connections between ${names.named(intervention.from)} and ${names.named(intervention.to)} are reset`;
    case 'partitionNetwork':
      return `the network falls into islands: ${intervention.islands
        .map((island) => listed(island.map((node) => names.named(node))))
        .join(' | ')}`;
    case 'leaveOut':
      return 'what the script does at this instant is left out';
    case 'healNetwork':
      return 'every link of the network is healed';
    case 'slowDisk':
      return `the disk of ${names.named(intervention.node)} is slowed by ${duration(intervention.extra)}`;
    case 'healDisk':
      return `the disk of ${names.named(intervention.node)} is healed`;
    case 'createTopic':
      return `the topic ${quoted(intervention.topic.name, 60)} is asked for`;
    case 'createPartitions':
      return `${counted(intervention.count, 'partition')} are asked for in the topic ${quoted(intervention.topic, 60)}`;
    case 'deleteTopic':
      return `the topic ${quoted(intervention.topic, 60)} is to be deleted`;
    case 'reassignPartitions': {
      const { topic, partition, replicas } = intervention;
      const which = `${quoted(topic, 60)}-${partition}`;
      return replicas === null
        ? `the reassignment of ${which} is cancelled`
        : `${which} is to have its replicas on the brokers ${listed(replicas.map(String))}`;
    }
    case 'electLeaders': {
      const partition = `${quoted(intervention.topic, 60)}-${intervention.partition}`;
      return `${intervention.election === 'UNCLEAN' ? 'an unclean' : 'a preferred'} leader election is asked for in ${partition}`;
    }
    case 'deleteRecords': {
      const partition = `${quoted(intervention.topic, 60)}-${intervention.partition}`;
      const which =
        intervention.before === null ? 'all committed records' : `the records before offset ${intervention.before}`;
      return `${which} of ${partition} are to be deleted`;
    }
    case 'alterConfig':
      return `${settings(intervention.config)} is set for ${intervention.resource} ${quoted(intervention.name, 60)}`;
    case 'addProducer':
      return `the producer ${quoted(intervention.producer.name, 60)} is started`;
    case 'addConsumer':
      return `the consumer ${quoted(intervention.consumer.name, 60)} is started`;
    case 'configureClient':
      return `${names.named(intervention.node)} is given ${settings(intervention.config)}`;
    case 'setProgram':
      return `${names.named(intervention.node)} is given ${intervention.program === null ? 'no program' : 'another program'}`;
    case 'setProcessing':
      return `${names.named(intervention.node)} takes ${duration(intervention.processing)} for each record`;
    case 'send': {
      const [only] = intervention.records;
      const what =
        intervention.records.length === 1 && only !== undefined
          ? `record ${valueText(only.value)}`
          : counted(intervention.records.length, 'record');
      return `${names.named(intervention.node)} sends ${what}`;
    }
    case 'flush':
      return `${names.named(intervention.node)} flushes its buffer`;
    case 'seek': {
      const to = typeof intervention.to === 'number' ? `offset ${intervention.to}` : `the ${intervention.to}`;
      return `${names.named(intervention.node)} seeks to ${to} of ${quoted(intervention.topic, 60)}-${intervention.partition}`;
    }
    case 'subscribe': {
      const topics = intervention.topics.map((topic) => quoted(topic, 60));
      return topics.length === 0
        ? `${names.named(intervention.node)} unsubscribes`
        : `${names.named(intervention.node)} subscribes to ${listed(topics)}`;
    }
    case 'commit': {
      const at = intervention.offsets?.map(
        (each) => `offset ${each.offset} of ${quoted(each.topic, 60)}-${each.partition}`,
      );
      return `${names.named(intervention.node)} commits ${at === undefined ? 'its positions' : listed(at)}`;
    }
    case 'pause':
      return `${names.named(intervention.node)} ${intervention.paused ? 'pauses' : 'goes on'}`;
  }
}

/** Several changes made at once, as a clause: what undo takes back, and what a branch is named after. */
export function changeClause(changes: readonly Intervention[], names: Names): string {
  const [first] = changes;
  if (first === undefined) return 'as it was';
  const clause = bothWays(changes, names) ?? interventionClause(first, names);
  const told = bothWays(changes, names) === null ? 1 : 2;
  return changes.length > told ? `${clause}, and ${changes.length - told} more` : clause;
}

/** A fault of a link is made in both directions by two interventions. */
function bothWays(changes: readonly Intervention[], names: Names): string | null {
  const [there, back] = changes;
  if (there === undefined || back === undefined || there.type !== back.type) return null;
  if (!('from' in there) || !('from' in back) || there.from !== back.to || there.to !== back.from) return null;
  const link = `the link between ${names.named(there.from)} and ${names.named(there.to)}`;
  switch (there.type) {
    case 'cutLink':
      return `${link} is cut`;
    case 'slowLink':
      return `${link} is slowed by ${duration(there.extra)}`;
    case 'healLink':
      return `${link} is healed`;
    default:
      return null;
  }
}

function settings(config: { readonly [name: string]: string | null }): string {
  const parts = Object.keys(config)
    .sort()
    .map((name) => `${quoted(name, 60)}=${config[name] === null ? 'its default' : quoted(config[name] ?? '', 40)}`);
  return listed(parts.length > 3 ? [...parts.slice(0, 3), `${parts.length - 3} more`] : parts, 'nothing');
}

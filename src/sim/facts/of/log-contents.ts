import { epochAt, recordAt, recordsOf, type LoggedRecord } from '../../read/log.ts';
import { replicaOf } from '../../read/replicas.ts';
import { bytesOf } from '../../read/text.ts';
import { topicView } from '../../read/partitions.ts';
import type { World } from '../../world.ts';
import { defineFact } from '../fact.ts';
import { findRecord, leaderLog, logAt, nameOf, shown, shownRecord, type ShownRecord } from '../lookup.ts';
import { brokersText, counted, listed, recordText, someOf } from '../say.ts';

/** How many records a partition holds now, as its leader has them; reading takes none away. */
export const count = defineFact({
  id: 'count',
  args: [{ name: 'p', kind: 'partition' }],
  ask({ world }, p) {
    const log = logAt(world, p, null);
    return log === null ? null : recordsOf(log).length;
  },
  say: (value, p) =>
    value === null ? `${nameOf(p)} has no leader that is up.` : `${nameOf(p)} holds ${counted(value, 'record')}.`,
});

/** How many records with this key a topic holds now. */
export const countKey = defineFact({
  id: 'countKey',
  args: [
    { name: 'key', kind: 'text' },
    { name: 'topic', kind: 'topic' },
  ],
  ask({ world }, key, topic) {
    const bytes = bytesOf(key);
    return ofTopic(world, topic).filter(({ record }) => record.key === bytes).length;
  },
  say: (value, key, topic) => `${topic} holds ${counted(value, 'record')} with the key ${key}.`,
});

/** How many records with this value a topic holds now: more than one is a duplicate. */
export const countValue = defineFact({
  id: 'countValue',
  args: [
    { name: 'value', kind: 'text' },
    { name: 'topic', kind: 'topic' },
  ],
  ask({ world }, text, topic) {
    const bytes = bytesOf(text);
    return ofTopic(world, topic).filter(({ record }) => record.value === bytes).length;
  },
  say: (value, text, topic) => `${topic} holds ${counted(value, 'record')} with the value ${text}.`,
});

/** The values in a log, in order: of the leader, or of one broker's copy. */
export const logValues = defineFact({
  id: 'logValues',
  args: [
    { name: 'p', kind: 'partition' },
    { name: 'b', kind: 'broker', optional: true },
  ],
  ask({ world }, p, b) {
    const log = logAt(world, p, b);
    return log === null ? null : recordsOf(log).map(({ record }) => shown(record.value));
  },
  say(value, p, b) {
    const where = b === null ? nameOf(p) : `broker ${b}'s log of ${nameOf(p)}`;
    if (value === null)
      return b === null ? `${nameOf(p)} has no leader that is up.` : `Broker ${b} has no copy of ${nameOf(p)}.`;
    return value.length === 0 ? `Nothing is in ${where}.` : `In ${where}: ${someOf(value)}.`;
  },
});

/** The records that have this offset: one in each partition that reaches so far. */
export const recordsAt = defineFact({
  id: 'recordsAt',
  args: [
    { name: 'offset', kind: 'offset' },
    { name: 'topic', kind: 'topic' },
  ],
  ask({ world }, offset, topic) {
    const found: ShownRecord[] = [];
    for (const id of topicView(world, topic)?.partitions ?? []) {
      const log = leaderLog(world, id);
      const logged = log === null ? null : recordAt(log, offset);
      if (logged !== null) found.push(shownRecord(world, id, logged));
    }
    return found;
  },
  say(value, offset, topic) {
    const where = value.map((record) => record.partition);
    return `Offset ${offset} of ${topic} is in ${listed(where, 'no partition')}.`;
  },
});

/** Which brokers' logs hold a record, dead ones' disks included. */
export const replicasHolding = defineFact({
  id: 'replicasHolding',
  args: [{ name: 'r', kind: 'record' }],
  ask(run, ref) {
    const found = findRecord(run, ref);
    if (found === null) return null;
    return run.world.setup.brokerIds.filter((broker) => {
      const log = replicaOf(run.world, broker, found.partition)?.log;
      return log !== undefined && epochAt(log, found.offset) === found.leaderEpoch;
    });
  },
  say(value, ref) {
    if (value === null) return `No log has ${recordText(ref)}.`;
    return value.length === 0
      ? `No broker holds ${recordText(ref)}.`
      : `${recordText(ref, true)} is on ${brokersText(value)}.`;
  },
});

function ofTopic(world: World, topic: string): readonly LoggedRecord[] {
  return (topicView(world, topic)?.partitions ?? []).flatMap((id) => {
    const log = leaderLog(world, id);
    return log === null ? [] : recordsOf(log);
  });
}

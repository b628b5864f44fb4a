import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

import { proseKinds } from '../support/kinds.ts';
import { readFolder, type Vector } from '../support/vector.ts';

/* Each case in prose is covered by a test that names its id, or stands here with the reason why not. */

const here = new URL('.', import.meta.url);
/** KRaft's rules, and those of clients and of Produce, are tested where their parts are. */
const FOLDERS = [
  here,
  new URL('../../sim/kraft/', here),
  new URL('../../sim/client/', here),
  new URL('../../sim/broker/', here),
];
const tests = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && name !== 'coverage.test.ts')
    .map((name) => readFileSync(new URL(name, folder), 'utf8')),
).join('\n');

/** Files whose cases are about what is modelled. Those of the others wait for groups and transactions. */
const FILES = [
  'compaction.json',
  'consumer.json',
  'group-states.json',
  'high-watermark.json',
  'kraft.json',
  'leader-election.json',
  'producer.json',
  'replica-placement.json',
  'zookeeper.json',
];

const NOT_MODELLED: { readonly [id: string]: string } = {
  'consumer-053': 'programs with several threads',
  'consumer-077': 'access control',
  'consumer-082': 'a search by timestamp',
  'consumer-092': 'transactions',
  'zookeeper-010': 'quotas',
  'zookeeper-011': 'quotas and SCRAM',
  'zookeeper-013': 'inter-broker protocols before 2.7: from 2.8 on leaders ask the controller',
  'zookeeper-014': 'several log directories',
  'zookeeper-016': 'reassignment of partitions',
  'zookeeper-017': 'the tool of earlier releases: from 2.4 on ElectLeaders is a request',
  'zookeeper-023': 'access control',
};

const { vectors } = readFolder(fileURLToPath(new URL('../vectors', here)));
/** Some cases of a kind that is played are sentences. */
const isSentence = ({ kind, data }: Vector): boolean =>
  proseKinds.includes(kind) || (kind === 'compaction' && !('runs' in data) && !('recordsKeys' in data));
const prose = vectors.filter((vector) => FILES.includes(vector.file) && isSentence(vector));

it.each(prose.map(({ id, kind }) => [id, kind]))('%s (%s) is named by a test, or it is said why not', (id) => {
  const named = tests.includes(id);
  const excused = Object.hasOwn(NOT_MODELLED, id);
  expect([named, excused]).toEqual([!excused, excused]);
});

it('nothing is excused that is not there', () => {
  for (const id of Object.keys(NOT_MODELLED)) expect(prose.map((vector) => vector.id)).toContain(id);
});

import { describe, expect, it } from 'vitest';
import vectors from '../../conformance/vectors/zookeeper.json' with { type: 'json' };
import type { Znode } from '../../../src/sim/zookeeper/state.ts';
import { TestCluster } from './support.ts';

interface ZnodeVector {
  readonly id: string;
  readonly kind: string;
  readonly path: string;
  readonly type: string;
  readonly fields: readonly string[];
  readonly jsonVersion?: number;
}

/** Every znode that Kafka makes here, with something in it. */
function everything(era: '2.8' | '3.9'): TestCluster {
  const c = new TestCluster({ era, racks: ['a', 'b', 'c'] }).runTo(1);
  c.createTopic('T', [[1, 2, 3]], { 'min.insync.replicas': '2' });
  c.ask(
    1,
    {
      type: 'IncrementalAlterConfigsRequest',
      resources: [
        {
          resourceType: 'TOPIC',
          resourceName: 'T',
          configs: [{ name: 'retention.ms', configOperation: 'SET', value: '1' }],
        },
      ],
    },
    'IncrementalAlterConfigsResponse',
  );
  const brokerEpoch = c.broker(1).brokerEpoch;
  c.ask(
    c.controller(),
    { type: 'AllocateProducerIdsRequest', brokerId: 1, brokerEpoch },
    'AllocateProducerIdsResponse',
  );
  return c;
}

/** Paths that the vectors name with placeholders, as they are in the cluster. */
const INSTANCES: { readonly [path: string]: string } = {
  '/brokers/ids/N': '/brokers/ids/1',
  '/brokers/topics/T/partitions/P/state': '/brokers/topics/T/partitions/0/state',
};
/** Written on occasions that do not come about yet, or by tools that are not modelled. */
const ABSENT = [
  '/config/clients/C',
  '/config/users/U',
  '/isr_change_notification/',
  '/log_dir_event_notification/',
  '/admin/reassign_partitions',
  '/admin/preferred_replica_election',
  '/kafka-acl/',
];

function fieldsOf(znode: Znode | null): readonly string[] {
  const data = znode?.data;
  return typeof data === 'object' && data !== null ? Object.keys(data) : [];
}

describe('the znodes of a cluster', () => {
  const c = everything('3.9');
  for (const vector of (vectors.cases as { kind: string }[]).filter(
    (each) => each.kind === 'znode',
  ) as unknown as ZnodeVector[]) {
    if (ABSENT.some((path) => vector.path.startsWith(path))) continue;
    it(`have the name and the fields of ${vector.id}: ${vector.path}`, () => {
      const znode = c.znode(INSTANCES[vector.path] ?? vector.path);
      expect(znode).not.toBeNull();
      expect(znode?.ephemeralOwner !== 0).toBe(vector.type === 'ephemeral');
      const [bare] = vector.fields;
      if (bare?.startsWith('<') === true) {
        expect(typeof znode?.data).toBe('number');
        return;
      }
      // leader_recovery_state is written only while a leader recovers.
      const expected = vector.fields.filter((field) => field !== 'leader_recovery_state');
      expect(fieldsOf(znode).slice().sort()).toEqual(expected.slice().sort());
      // Kafka has written version 2 of /feature since inter-broker protocol 3.3 (FeatureZNode).
      if (vector.jsonVersion !== undefined && vector.path !== '/feature')
        expect((znode?.data as { version: number }).version).toBe(vector.jsonVersion);
    });
  }

  it('tell of a broker where it is, and its rack', () => {
    const fields = [
      'version',
      'host',
      'port',
      'jmx_port',
      'timestamp',
      'endpoints',
      'rack',
      'listener_security_protocol_map',
      'features',
    ];
    expect(fieldsOf(c.znode('/brokers/ids/1'))).toEqual(fields);
    expect(c.znode('/brokers/ids/1')?.data).toMatchObject({
      version: 5,
      host: 'broker-1',
      rack: 'a',
      endpoints: ['PLAINTEXT://broker-1:9092'],
    });
  });

  it('tell of a change of settings under /config/changes, by a number', () => {
    expect(c.znode('/config/changes')?.children.map((child) => child.name)).toEqual(['config_change_0000000000']);
    expect(c.znode('/config/changes/config_change_0000000000')?.data).toEqual({ version: 2, entity_path: 'topics/T' });
  });

  it('give the partitions of a topic by their numbers, and the topic an id', () => {
    expect(c.data('/brokers/topics/T')['partitions']).toEqual({ 0: [1, 2, 3] });
    expect(c.data('/brokers/topics/T')['topic_id']).toMatch(/^[\w-]{22}$/);
  });

  it('are those of the time: in 2.8 /controller has no kraftControllerEpoch', () => {
    const old = everything('2.8');
    expect(fieldsOf(old.znode('/controller'))).toEqual(['version', 'brokerid', 'timestamp']);
    expect(old.data('/controller')['version']).toBe(1);
    expect(old.data('/feature')['version']).toBe(1);
  });
});

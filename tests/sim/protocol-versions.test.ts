import { expect, it } from 'vitest';
import { apiKeyOf } from '../../src/sim/protocol/api-keys.ts';
import { apiVersionOf } from '../../src/sim/protocol/versions.ts';
import type { BodyType } from '../../src/sim/protocol/body.ts';

it('a request travels with a version that brokers of 3.9 know', () => {
  const spoken: readonly BodyType[] = [
    'ApiVersionsRequest',
    'MetadataRequest',
    'ProduceRequest',
    'FetchRequest',
    'ListOffsetsRequest',
    'OffsetForLeaderEpochRequest',
    'InitProducerIdRequest',
    'LeaderAndIsrRequest',
    'UpdateMetadataRequest',
    'StopReplicaRequest',
    'AlterPartitionRequest',
    'CreateTopicsRequest',
    'DeleteTopicsRequest',
    'AlterPartitionReassignmentsRequest',
  ];
  for (const type of spoken) {
    const known = apiKeyOf(type.replace(/Request$/, ''));
    const version = apiVersionOf(type, '3.9');
    expect([type, version >= (known?.lowest ?? 99), version <= (known?.highest ?? -1)]).toEqual([type, true, true]);
  }
});

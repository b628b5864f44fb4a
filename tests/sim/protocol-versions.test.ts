import { expect, it } from 'vitest';
import { apiKeyOf } from '../../src/sim/protocol/api-keys.ts';
import { apiVersionOf } from '../../src/sim/protocol/versions.ts';
import type { BodyType } from '../../src/sim/protocol/body.ts';
import { play, toyWorld, type ToyScript } from './toy.ts';

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

it('a client of an older release than the brokers speaks its own versions, a newer one theirs', () => {
  const version = (release: '2.8' | '4.0'): number => {
    let seen = -1;
    const client: ToyScript = (turn, state, stimulus) => {
      if (stimulus.type === 'start') return { ...state, connection: turn.connect(1) };
      const body = { type: 'MetadataRequest', topics: null, allowAutoTopicCreation: false } as const;
      if (stimulus.type === 'connected') turn.send(stimulus.connection, body, { release });
      return undefined;
    };
    play(
      toyWorld(client, (_turn, _state, stimulus) => {
        if (stimulus.type === 'request') seen = stimulus.apiVersion;
        return undefined;
      }),
      10_000,
    );
    return seen;
  };
  // The toys' brokers are of 3.9.
  expect([version('2.8'), version('4.0')]).toEqual([11, 12]);
});

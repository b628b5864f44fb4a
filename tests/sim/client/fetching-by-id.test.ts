import { describe, expect, it, test } from 'vitest';
import type { ErrorCode } from '../../../src/sim/protocol/errors.ts';
import type { Era } from '../../../src/sim/world.ts';
import { metadata } from './support/client-bench.ts';
import { asked, batchAt, fetched, readyConsumer } from './support/consuming.ts';

/** How the first Fetch of this client names its topic. */
function idOf(client: string, era: Era): string | undefined {
  const bench = readyConsumer({ client, era });
  return bench.open('FetchRequest')[0]?.topics[0]?.partitions[0]?.topicId;
}

test.each([
  ['java-4.0', '4.0', 'orders'],
  ['java-3.9', '3.9', 'orders'],
  ['java-3.9', '2.8', ''],
  ['java-2.8', '3.9', ''],
  ['librdkafka', '3.9', 'orders'],
  ['kcat', '3.9', ''],
  ['kafka-python', '4.0', ''],
] as const)(
  '%s fetches from brokers of %s by topic id "%s", where both know of ids (Fetch 13, KIP-516)',
  (client, era, id) => {
    expect(idOf(client, era)).toBe(id);
  },
);

describe('a consumer whose topic was made anew', () => {
  const anew = (() => {
    const response = metadata({ orders: [1] });
    return { ...response, topics: response.topics.map((topic) => ({ ...topic, topicId: 'another' })) };
  })();

  it.each<ErrorCode>(['UNKNOWN_TOPIC_ID', 'INCONSISTENT_TOPIC_ID'])(
    'asks for new metadata on %s, and then by the new id from where it was (FetchCollector.handleInitializeErrors)',
    (errorCode) => {
      const bench = readyConsumer();
      bench.answer('FetchRequest', fetched([{ records: [batchAt(0, 5)] }]));
      bench.answer('FetchRequest', fetched([{ errorCode }]));
      expect(bench.open('FetchRequest')).toEqual([]);
      bench.await('MetadataRequest').answer('MetadataRequest', anew).await('FetchRequest');
      const fetch = bench.open('FetchRequest')[0];
      expect(fetch).toMatchObject({
        sessionId: 99,
        topics: [{ topic: 'orders', partitions: [{ topicId: 'another' }] }],
      });
      expect(asked(fetch as never)).toEqual({ 0: 5 });
    },
  );

  it('begins a new session on FETCH_SESSION_TOPIC_ID_ERROR, and asks for new metadata', () => {
    const bench = readyConsumer();
    bench.answer('FetchRequest', fetched([{}]));
    const refused = { errorCode: 'FETCH_SESSION_TOPIC_ID_ERROR', sessionId: 0, responses: [] } as const;
    bench.answer('FetchRequest', fetched([], refused));
    expect(bench.open('FetchRequest')[0]).toMatchObject({ sessionId: 0, sessionEpoch: 0 });
    expect(bench.await('MetadataRequest').open('MetadataRequest')).toHaveLength(1);
  });
});

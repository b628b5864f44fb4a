import { describe, expect, it } from 'vitest';

import { EARLIEST_TIMESTAMP, LATEST_TIMESTAMP } from '../../../src/sim/protocol/client.ts';
import type { ConsumerState } from '../../../src/sim/client/state.ts';
import { consumer, s } from '../cluster/build.ts';
import { by, groupCluster } from './group/support/members.ts';
import { metadata, ms, type ClientBench } from './support/client-bench.ts';
import { fetched, offsets, startedConsumer } from './support/consuming.ts';

/** What the next ListOffsets asks for. */
function timestamps(bench: ClientBench<ConsumerState>): (number | undefined)[] {
  const requests = bench.await('ListOffsetsRequest').open('ListOffsetsRequest');
  return requests.map(({ topics }) => topics[0]?.partitions[0]?.timestamp);
}

function begun(client: string, config: { readonly [name: string]: string } = {}): ClientBench<ConsumerState> {
  const bench = startedConsumer({ client, config });
  return bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [1] }));
}

describe('a consumer without a group', () => {
  it('begins with the first record if it is kcat, which takes that for granted without -o', () => {
    expect(timestamps(begun('kcat'))).toEqual([EARLIEST_TIMESTAMP]);
  });

  it('begins where it is told to if it is kcat, and at the end if it is another one', () => {
    expect(timestamps(begun('kcat', { 'auto.offset.reset': 'latest' }))).toEqual([LATEST_TIMESTAMP]);
    for (const client of ['librdkafka', 'kafka-python', 'java'])
      expect([client, timestamps(begun(client))]).toEqual([client, [LATEST_TIMESTAMP]]);
  });

  it('that is kcat goes on at the end where its offset is gone: auto.offset.reset is latest for all that', () => {
    const bench = begun('kcat').await('ListOffsetsRequest');
    const log = { logStartOffset: 3, highWatermark: 9, logEndOffset: 9, lastStableOffset: 9 };
    bench.answer('ListOffsetsRequest', (request) => offsets(request, [log]));
    bench.await('FetchRequest').answer('FetchRequest', fetched([{ errorCode: 'OFFSET_OUT_OF_RANGE' }]));
    expect(timestamps(bench.advance(bench.now + ms(100)))).toEqual([LATEST_TIMESTAMP]);
  });
});

describe('a member of a group', () => {
  it('that is kcat begins at the end where nothing is committed, as kcat -G does', () => {
    const one = consumer('a', ['orders'], { client: 'kcat', config: { 'group.id': 'g' }, startAt: s(5) });
    const run = groupCluster([one], { partitions: 1, count: 4 }).until(12);
    expect(by(run, 'a', 'PositionReset').map(({ args }) => [args.policy, args.to])).toEqual([['latest', 4]]);
  });
});

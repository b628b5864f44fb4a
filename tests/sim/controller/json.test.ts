import { expect, it } from 'vitest';
import type { World } from '../../../src/sim/world.ts';
import { TestCluster } from '../zookeeper/support.ts';

it('a World in the middle of a failover is JSON alone: it goes on the same after it was written down and read', () => {
  const start = (): TestCluster => {
    const c = new TestCluster().runTo(1).makeController(2);
    c.createTopic('t', [
      [1, 2, 3],
      [2, 3, 1],
    ]);
    c.crash('broker-1').crash('broker-2');
    const expires = Math.min(
      ...c
        .zookeeper()
        .sessions.filter((session) => session.client <= 2)
        .map((session) => session.expiresAt),
    );
    return c.runTo(expires / 1_000_000 + 0.02);
  };
  for (let ms = 0; ms < 30; ms += 3) {
    const [kept, copied] = [start().run(ms / 1000), start().run(ms / 1000)];
    copied.world = JSON.parse(JSON.stringify(copied.world)) as World;
    const from = kept.entries.length;
    kept.run(8);
    copied.run(8);
    expect(kept.entries.length).toBeGreaterThan(from);
    expect(copied.entries.slice(from)).toEqual(kept.entries.slice(from));
  }
});

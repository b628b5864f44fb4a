import { it } from 'vitest';
import { TestCluster } from '../zookeeper/support.ts';
import { torment } from './torment.ts';
import { vecGet } from '../../../src/lib/vec.ts';
import { heapPop, type HeapNode } from '../../../src/lib/heap.ts';
it('debug', () => {
  const orig = TestCluster.prototype.runTo;
  TestCluster.prototype.runTo = function (this: TestCluster, s: number) {
    try { return orig.call(this, s); } catch (e) {
      let h = this.world.agenda as HeapNode<any> | null;
      console.log('now', this.world.now);
      for (let i = 0; i < 5 && h; i++) { console.log(JSON.stringify(h.item).slice(0, 300)); if (h.item.kind === 'timer') console.log(JSON.stringify(vecGet(vecGet(this.world.nodes, h.item.node)!.timers, h.item.slot)), vecGet(this.world.nodes, h.item.node)!.status);  h = heapPop(h) as any; }
      console.log(this.entries.slice(-3).map((x) => JSON.stringify(x)).join('\n'));
      throw e;
    }
  };
  try { torment(54, 25); } catch { /**/ }
});

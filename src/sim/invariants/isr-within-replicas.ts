import type { Invariant } from './invariant.ts';

/** Who is in sync is assigned, and a leader is in sync with itself (with KIP-966 the ISR of nobody's partition may be empty). */
export const isrWithinReplicas: Invariant = {
  name: 'IsrWithinReplicas',
  says: 'the ISR is a part of the assigned replicas, holds nobody twice, and a leader is in its own ISR',
  watch() {
    const earlier: (readonly number[])[] = [];
    return {
      look({ replicas }, _, complain) {
        for (const { broker, partition, before, after, running } of replicas) {
          if (after === null || !running || after.role !== 'leader') continue;
          if (before?.isr === after.isr && before.replicas === after.replicas) continue;
          const { isr } = after;
          // At the end of a reassignment the ISR is cut a moment after the assignment (KafkaController.onPartitionReassignment, phase B).
          const last = earlier[partition] ?? after.replicas;
          const stranger = isr.find(
            (id, index) => !(after.replicas.includes(id) || last.includes(id)) || isr.indexOf(id) !== index,
          );
          if (isr.every((id) => after.replicas.includes(id))) earlier[partition] = after.replicas;
          if (stranger !== undefined || !isr.includes(broker))
            complain(partition, `leader ${broker}: ISR [${isr.join(',')}] of replicas [${after.replicas.join(',')}]`);
        }
      },
    };
  },
};

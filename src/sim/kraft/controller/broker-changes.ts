import { present } from '../../../lib/assert.ts';
import type { PartitionRegistration } from '../image/image.ts';
import { brokerIn, forEachPartition, isActive } from '../image/lookups.ts';
import type { BrokerRegistrationChangeRecord } from '../records.ts';
import { addChange, electionOf, type Decision } from './decision.ts';

/*
 * What follows for partitions when a broker comes or goes (ReplicationControlManager.handleBroker...): all of it in one batch with the
 * record of the broker itself.
 */

/** A broker is fenced: it leaves the ISRs, others lead what it led; its registration says so last. */
export function addFencing(decision: Decision, broker: number): void {
  addWithout(decision, broker);
  addRegistrationChange(decision, broker, { fenced: true });
}

/** A broker is unfenced: partitions without a leader are tried again with it. */
export function addUnfencing(decision: Decision, broker: number): void {
  addRegistrationChange(decision, broker, { fenced: false });
  const { image } = decision;
  if (image.leaderless === 0) return;
  const isAcceptable = (id: number): boolean => id === broker || isActive(image, id);
  forEachPartition(image, (partition, topic, number) => {
    if (partition.leader >= 0) return;
    addChange(decision, topic, number, partition, {}, { election: electionOf(decision, topic), isAcceptable });
  });
}

/** A broker begins its controlled shutdown: it hands over what it leads and leaves the ISRs, but serves until it may stop. */
export function addControlledShutdown(decision: Decision, broker: number): void {
  if (brokerIn(decision.image, broker)?.inControlledShutdown === false)
    addRegistrationChange(decision, broker, { inControlledShutdown: true });
  addWithout(decision, broker);
}

/** A broker's process starts anew: unless it stopped cleanly, what it has is no proof of anything (KIP-966). */
export function addEndOfIncarnation(decision: Decision, broker: number, wasClean: boolean): void {
  if (wasClean) return addWithout(decision, broker);
  const isAcceptable = (id: number): boolean => id !== broker && isActive(decision.image, id);
  forEachPartition(decision.image, (partition, topic, number) => {
    if (!partition.isr.includes(broker) && !partition.elr.includes(broker)) return;
    const target = { isr: partition.isr.filter((id) => id !== broker), uncleanShutdown: [broker] };
    addChange(decision, topic, number, partition, target, { election: electionOf(decision, topic), isAcceptable });
  });
}

function addWithout(decision: Decision, broker: number): void {
  const isAcceptable = (id: number): boolean => id !== broker && isActive(decision.image, id);
  forEachPartition(decision.image, (partition, topic, number) => {
    if (!partition.isr.includes(broker)) return;
    const target = { isr: partition.isr.filter((id) => id !== broker) };
    addChange(decision, topic, number, partition, target, { election: electionOf(decision, topic), isAcceptable });
  });
}

function addRegistrationChange(
  { image, records }: Decision,
  brokerId: number,
  change: { readonly fenced?: boolean; readonly inControlledShutdown?: boolean },
): void {
  const { epoch } = present(brokerIn(image, brokerId), `broker ${brokerId} must be registered`);
  const record: BrokerRegistrationChangeRecord = {
    type: 'BrokerRegistrationChangeRecord',
    brokerId,
    brokerEpoch: epoch,
    fenced: change.fenced ?? null,
    inControlledShutdown: change.inControlledShutdown ?? null,
  };
  records.push(record);
}

/** Does the broker lead a partition (BrokersToIsrs.hasLeaderships)? */
export function hasLeaderships({ image }: Decision, broker: number): boolean {
  let found = false;
  forEachPartition(image, (partition: PartitionRegistration) => {
    found ||= partition.leader === broker;
  });
  return found;
}

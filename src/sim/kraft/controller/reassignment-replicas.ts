/* Replicas on their way (org.apache.kafka.controller.PartitionReassignmentReplicas and PartitionReassignmentRevert). */

export interface Reassignment {
  /** Those it shall have, then those it shall lose. */
  readonly replicas: readonly number[];
  readonly removing: readonly number[];
  readonly adding: readonly number[];
}

/** From one list of replicas to another. */
export function reassignment(current: readonly number[], target: readonly number[]): Reassignment {
  const removing = current.filter((id) => !target.includes(id)).sort((a, b) => a - b);
  const adding = target.filter((id) => !current.includes(id)).sort((a, b) => a - b);
  return { replicas: [...target, ...removing], removing, adding };
}

/** Is a reassignment under way? */
export function isReassigning({ removing, adding }: Pick<Reassignment, 'removing' | 'adding'>): boolean {
  return removing.length > 0 || adding.length > 0;
}

/**
 * The replicas and the ISR after a reassignment that this ISR completes: all that shall be there are in sync. Null: not yet.
 */
export function completed(
  { replicas, removing, adding }: Reassignment,
  isr: readonly number[],
): { readonly replicas: readonly number[]; readonly isr: readonly number[] } | null {
  if (!isReassigning({ removing, adding })) return null;
  const newIsr = isr.filter((id) => !removing.includes(id));
  const newReplicas = replicas.filter((id) => !removing.includes(id));
  if (newIsr.length === 0 || newReplicas.length === 0) return null;
  return newReplicas.every((id) => newIsr.includes(id)) ? { replicas: newReplicas, isr: newIsr } : null;
}

/** What cancelling leads back to. `unclean`: only replicas on their way in are in sync, so another must be trusted instead. */
export function reverted(
  { replicas, adding }: Reassignment,
  isr: readonly number[],
): { readonly replicas: readonly number[]; readonly isr: readonly number[]; readonly unclean: boolean } {
  const original = replicas.filter((id) => !adding.includes(id));
  const left = isr.filter((id) => !adding.includes(id));
  if (left.length > 0) return { replicas: original, isr: left, unclean: false };
  return { replicas: original, isr: original.slice(0, 1), unclean: true };
}

/** Members from the one with the fewest partitions to the one with the most, then by id (the TreeSet of GeneralAssignmentBuilder). */
export interface Loads {
  /** How many partitions each member has. */
  readonly sizes: number[];
  /** Members that take part, ascending. */
  readonly sorted: number[];
}

export function loadsOf(sizes: readonly number[]): Loads {
  const loads: Loads = { sizes: [...sizes], sorted: sizes.map((_, member) => member) };
  loads.sorted.sort((a, b) => compare(loads, a, b));
  return loads;
}

function compare({ sizes }: Loads, a: number, b: number): number {
  return (sizes[a] as number) - (sizes[b] as number) || a - b;
}

/** A member has one partition more, or one less. */
export function changeLoad(loads: Loads, member: number, by: 1 | -1): void {
  loads.sorted.splice(placeOf(loads, member), 1);
  loads.sizes[member] = (loads.sizes[member] as number) + by;
  loads.sorted.splice(placeOf(loads, member), 0, member);
}

/** A member takes no part any more. */
export function dropLoad(loads: Loads, member: number): void {
  loads.sorted.splice(placeOf(loads, member), 1);
}

function placeOf(loads: Loads, member: number): number {
  let low = 0;
  let high = loads.sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(loads, loads.sorted[middle] as number, member) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The sum of the differences of all pairs of members that take part: 0 when all have the same (getBalanceScore). */
export function balanceScore({ sizes, sorted }: Loads): number {
  let score = 0;
  // In ascending order each size is added once for every smaller one, and taken away once for every larger one.
  sorted.forEach((member, at) => {
    score += (sizes[member] as number) * (2 * at - sorted.length + 1);
  });
  return score;
}

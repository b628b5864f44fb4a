/**
 * Who gets the next partition of a topic, and who gives one away (UniformHeterogeneousAssignmentBuilder.MemberAssignmentBalancer).
 * Members are numbers; those of one topic stand in order of how much they have. From the left grows the range of those who have least,
 * from the right that of those who have most; within a range everybody has the same, so that each step costs next to nothing.
 */
export class MemberBalancer {
  private readonly sizes: Int32Array;
  private sorted: number[] = [];
  private leastEnd = 0;
  private leastCount = -1;
  private nextLeast = 0;
  private mostStart = 0;
  private mostEnd = 0;
  private mostCount = 1;
  private nextMost = -1;

  /** @param sizes how many partitions each member has; its owner keeps it up to date */
  constructor(sizes: Int32Array) {
    this.sizes = sizes;
  }

  /** Begins with the members of a topic, of which there is one at least. @returns how far apart the fullest and the emptiest are */
  begin(members: readonly number[]): number {
    this.sorted = [...members].sort((a, b) => this.size(a) - this.size(b) || a - b);
    const least = this.sizeAt(0);
    const most = this.sizeAt(this.sorted.length - 1);
    this.leastEnd = 0;
    this.leastCount = least - 1;
    this.nextLeast = 0;
    this.mostStart = this.sorted.length;
    this.mostEnd = this.sorted.length;
    this.mostCount = most + 1;
    this.nextMost = this.sorted.length - 1;
    return most - least;
  }

  /** Who has least: it is taken to get a partition. */
  takeLeast(): number {
    if (this.nextLeast >= this.leastEnd) {
      this.leastCount += 1;
      while (this.leastEnd < this.sorted.length && this.sizeAt(this.leastEnd) === this.leastCount) this.leastEnd += 1;
      this.nextLeast = 0;
    }
    this.nextLeast += 1;
    return this.at(this.nextLeast - 1);
  }

  /** Who has most: it is taken to give a partition away; -1: nobody is left who could. */
  takeMost(): number {
    if (this.nextMost < this.mostStart) {
      // Those that were excluded may have left the range empty: it must grow in any case.
      if (this.mostEnd <= this.mostStart && this.mostStart > 0) this.mostCount = this.sizeAt(this.mostStart - 1);
      else this.mostCount -= 1;
      while (this.mostStart > 0 && this.sizeAt(this.mostStart - 1) === this.mostCount) this.mostStart -= 1;
      this.nextMost = this.mostEnd - 1;
    }
    if (this.nextMost < 0) return -1;
    this.nextMost -= 1;
    return this.at(this.nextMost + 1);
  }

  /** The one that `takeMost` gave last has nothing of this topic to give away. */
  excludeMost(): void {
    const excluded = this.at(this.nextMost + 1);
    this.sorted[this.nextMost + 1] = this.at(this.mostEnd - 1);
    this.sorted[this.mostEnd - 1] = excluded;
    this.mostEnd -= 1;
  }

  /** Would another move make nothing better? */
  isBalanced(): boolean {
    return this.mostCount - this.leastCount <= 1;
  }

  private at(index: number): number {
    return this.sorted[index] as number;
  }

  private size(member: number): number {
    return this.sizes[member] as number;
  }

  private sizeAt(index: number): number {
    return this.size(this.at(index));
  }
}

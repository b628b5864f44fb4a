/* Where replicas go (org.apache.kafka.metadata.placement.StripedReplicaPlacer): round robin over racks and over the brokers of each. */

/** A broker that may get replicas. */
export interface UsableBroker {
  readonly id: number;
  readonly rack: string | null;
  readonly fenced: boolean;
}

/** A random integer in `[0, bound)`. */
type Draw = (bound: number) => number;

/** A list that begins elsewhere at each new round. */
class BrokerList {
  readonly ids: number[] = [];
  private index = 0;
  private offset = 0;
  private round = 0;

  initialize(draw: Draw): void {
    if (this.ids.length === 0) return;
    this.ids.sort((a, b) => a - b);
    this.offset = draw(this.ids.length);
  }

  /** The next broker of this round; null: all have had their turn. */
  next(round: number): number | null {
    const { length } = this.ids;
    if (length === 0) return null;
    if (this.round !== round) {
      this.round = round;
      this.index = 0;
      this.offset = (this.offset + 1) % length;
    }
    if (this.index >= length) return null;
    return this.ids[(this.index++ + this.offset) % length] as number;
  }
}

interface Rack {
  readonly name: string | null;
  readonly unfenced: BrokerList;
  readonly fenced: BrokerList;
}

/**
 * Replicas for new partitions, preferred leader first: an unfenced broker leads, fenced ones come last in their rack. There must be an
 * unfenced broker, and as many brokers as replicas.
 * @param draw from the controller's own random stream
 */
export function placeStriped(
  brokers: readonly UsableBroker[],
  partitions: number,
  replicationFactor: number,
  draw: Draw,
): readonly (readonly number[])[] {
  const racks = racksOf(brokers);
  for (const rack of racks) {
    rack.fenced.initialize(draw);
    rack.unfenced.initialize(draw);
  }
  const unfenced = brokers.filter((broker) => !broker.fenced).length;
  let offset = draw(racks.length);
  let round = 0;
  return Array.from({ length: partitions }, () => {
    // After as many partitions as there are unfenced brokers the order would repeat itself.
    if (round === unfenced && unfenced > 1) {
      shuffle(racks, draw);
      for (const rack of racks) {
        shuffle(rack.fenced.ids, draw);
        shuffle(rack.unfenced.ids, draw);
      }
      round = 0;
    }
    if (offset === racks.length) offset = 0;
    const replicas = placeOne(racks, offset, round, replicationFactor);
    round += 1;
    offset += 1;
    return replicas;
  });
}

function placeOne(racks: readonly Rack[], offset: number, round: number, replicationFactor: number): readonly number[] {
  const rackAt = (index: number): Rack => racks[index % racks.length] as Rack;
  let first = offset;
  let leader = rackAt(first).unfenced.next(round);
  while (leader === null) leader = rackAt(++first).unfenced.next(round);
  const replicas = [leader];
  // The rack that leads is passed over once: it has one replica already.
  let skipped = first % racks.length;
  for (let at = offset; replicas.length < replicationFactor; at++) {
    if (at % racks.length === skipped) {
      skipped = -1;
      continue;
    }
    const rack = rackAt(at);
    const next = rack.unfenced.next(round) ?? rack.fenced.next(round);
    if (next !== null) replicas.push(next);
  }
  return replicas;
}

/** Racks by name, that of brokers without one first. */
function racksOf(brokers: readonly UsableBroker[]): Rack[] {
  const racks: Rack[] = [];
  for (const { id, rack: name, fenced } of brokers) {
    let rack = racks.find((each) => each.name === name);
    if (rack === undefined) {
      rack = { name, unfenced: new BrokerList(), fenced: new BrokerList() };
      racks.push(rack);
    }
    (fenced ? rack.fenced : rack.unfenced).ids.push(id);
  }
  const key = (rack: Rack): string => (rack.name === null ? '' : `r${rack.name}`);
  return racks.sort((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
}

/** As java.util.Collections.shuffle does. */
function shuffle<T>(list: T[], draw: Draw): void {
  for (let i = list.length; i > 1; i--) {
    const other = draw(i);
    const last = list[i - 1] as T;
    list[i - 1] = list[other] as T;
    list[other] = last;
  }
}

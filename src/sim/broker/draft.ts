import { vecGet, vecOpened, vecPush, vecWrite, type Vec } from '../../lib/vec.ts';
import type { Turn } from '../turn.ts';
import type { ConnectionId, PartitionId, Seq } from '../world.ts';
import type { BrokerState, Channel, FetcherPartition, Replica, ReplicaFetcher } from './state.ts';
import { isDirty, planCheckpoints } from './storage/checkpoints.ts';

/** A fetcher that has been copied for this turn and may be written; its `partitions` only through {@link BrokerDraft.openFetcherPartitions}. */
export type OpenFetcher = { -readonly [K in keyof ReplicaFetcher]: ReplicaFetcher[K] };

/** What a draft keeps apart from the rest of the state. */
type KeptApart = 'replicas' | 'fetchers' | 'fetcherConnections' | 'channels' | 'channelConnections';

type OpenBase = { -readonly [K in keyof BrokerState]: BrokerState[K] };

/**
 * A broker's state while it reacts to stimuli: what changes at every fetch and produce is kept apart, and the whole is copied
 * once, at the end of the first turn that changes it. Lives for the turns of one stretch ({@link Turn.desk}).
 */
export class BrokerDraft {
  turn: Turn;
  /** Everything but replicas, fetchers and channels, which are newer here. */
  base: BrokerState;
  private replicas: Vec<Replica | null>;
  fetchers: readonly ReplicaFetcher[];
  private channels: Vec<Channel>;
  fetcherConnections: readonly ConnectionId[];
  channelConnections: readonly ConnectionId[];
  /** Channels whose parked request may be answerable now, with the entry that made it so. */
  woken: { readonly slot: number; readonly cause: Seq }[] | null = null;
  /** Indexes of fetchers that may have something to ask. */
  stirred: number[] | null = null;
  /** The last entry of this turn that an answer may be blamed on. */
  latest: Seq;
  /** Which of these were copied by this draft, so that nobody else has seen them. */
  private ownBase = false;
  private ownReplicas = false;
  private ownChannels = false;
  private ownFetchers = false;
  /** The fetcher that was opened last, and its partitions if they were. */
  private openedFetcher: OpenFetcher | null = null;
  private openedPartitions: FetcherPartition[] | null = null;
  /** The channel that was changed last, and its slot: it changes several times in a turn and is written back once. */
  private hotChannel: Channel | null = null;
  private hotSlot = -1;
  /** The replica that was changed last: it changes several times in a turn and is written back once. */
  private hot: Replica | null = null;

  constructor(turn: Turn, state: BrokerState) {
    this.turn = turn;
    this.base = state;
    this.replicas = state.replicas;
    this.fetchers = state.fetchers;
    this.channels = state.channels;
    this.fetcherConnections = state.fetcherConnections;
    this.channelConnections = state.channelConnections;
    this.latest = turn.cause;
  }

  /** Begins the next turn with the state that the last one left; false: it is not that one any more. */
  goesOn(turn: Turn, state: BrokerState): boolean {
    if (state !== this.base) return false;
    this.turn = turn;
    this.latest = turn.cause;
    return true;
  }

  /** The state that this draft has become; the same object when nothing changed, or when it is the draft's own. */
  seal(): BrokerState {
    this.writeBack();
    this.writeChannelBack();
    const { base, replicas, fetchers, channels } = this;
    if (this.ownBase) {
      const own = base as OpenBase;
      own.replicas = replicas;
      own.fetchers = fetchers;
      own.fetcherConnections = this.fetcherConnections;
      own.channels = channels;
      own.channelConnections = this.channelConnections;
      return base;
    }
    if (base.replicas === replicas && base.fetchers === fetchers && base.channels === channels) return base;
    this.ownBase = true;
    this.base = {
      brokerId: base.brokerId,
      rack: base.rack,
      config: base.config,
      lifecycle: base.lifecycle,
      waitingFor: base.waitingFor,
      brokerEpoch: base.brokerEpoch,
      cleanShutdown: base.cleanShutdown,
      lost: base.lost,
      zk: base.zk,
      controller: base.controller,
      metadata: base.metadata,
      topicConfigs: base.topicConfigs,
      replicas,
      hosted: base.hosted,
      fetchers,
      fetcherConnections: this.fetcherConnections,
      channels,
      channelConnections: this.channelConnections,
      isrProposals: base.isrProposals,
      toController: base.toController,
      producerIds: base.producerIds,
      creatingTopics: base.creatingTopics,
      awaitedTopics: base.awaitedTopics,
      held: base.held,
      stopping: base.stopping,
      kraft: base.kraft,
      storage: base.storage,
      groups: base.groups,
    };
    return this.base;
  }

  /** Lets somebody who knows only BrokerState go on from here. */
  hand(to: (state: BrokerState) => BrokerState): void {
    this.adopt(to(this.seal()));
  }

  adopt(state: BrokerState): void {
    this.base = state;
    this.replicas = state.replicas;
    this.fetchers = state.fetchers;
    this.channels = state.channels;
    this.fetcherConnections = state.fetcherConnections;
    this.channelConnections = state.channelConnections;
    this.ownBase = false;
    this.ownReplicas = false;
    this.ownChannels = false;
    this.ownFetchers = false;
    this.openedFetcher = null;
    this.openedPartitions = null;
    this.hotChannel = null;
    this.hotSlot = -1;
  }

  /** Changes what changes rarely. */
  set(changes: Partial<Omit<BrokerState, KeptApart>>): void {
    this.base = { ...this.base, ...changes };
  }

  replica(id: PartitionId): Replica | null {
    const { hot } = this;
    return hot !== null && hot.partition === id ? hot : (vecGet(this.replicas, id) ?? null);
  }

  setReplica(replica: Replica): void {
    if (this.hot !== null && this.hot.partition !== replica.partition) this.writeBack();
    this.hot = replica;
  }

  private writeBack(): void {
    const { hot } = this;
    if (hot === null) return;
    this.hot = null;
    this.writeReplica(hot.partition, hot);
    if (isDirty(hot.log)) planCheckpoints(this.turn, this.base, hot.log);
  }

  private writeReplica(id: PartitionId, replica: Replica | null): void {
    if (vecGet(this.replicas, id) === replica) return;
    if (!this.ownReplicas) this.replicas = vecOpened(this.replicas);
    this.ownReplicas = true;
    vecWrite(this.replicas, id, replica);
  }

  /** Gives a partition its first replica here. */
  addReplica(replica: Replica): void {
    while (this.replicas.length <= replica.partition) this.replicas = vecPush(this.replicas, null);
    this.setReplica(replica);
    if (this.base.hosted.includes(replica.partition)) return;
    this.set({ hosted: [...this.base.hosted, replica.partition].sort((a, b) => a - b) });
  }

  dropReplica(id: PartitionId): void {
    this.writeBack();
    this.writeReplica(id, null);
    this.set({ hosted: this.base.hosted.filter((hosted) => hosted !== id) });
  }

  /** The channel in a slot; undefined where there is none, as in slot -1. */
  channel(slot: number): Channel | undefined {
    return slot === this.hotSlot ? (this.hotChannel ?? undefined) : vecGet(this.channels, slot);
  }

  get channelCount(): number {
    return Math.max(this.channels.length, this.hotSlot + 1);
  }

  setChannel(slot: number, channel: Channel): void {
    if (slot !== this.hotSlot) this.writeChannelBack();
    this.hotSlot = slot;
    this.hotChannel = channel;
    this.channelConnections = placed(this.channelConnections, slot, channel.connection);
  }

  private writeChannelBack(): void {
    const { hotChannel, hotSlot } = this;
    if (hotChannel === null) return;
    this.hotChannel = null;
    this.hotSlot = -1;
    if (hotSlot >= this.channels.length) {
      this.channels = vecPush(this.channels, hotChannel);
      return;
    }
    if (vecGet(this.channels, hotSlot) === hotChannel) return;
    if (!this.ownChannels) this.channels = vecOpened(this.channels);
    this.ownChannels = true;
    vecWrite(this.channels, hotSlot, hotChannel);
  }

  setFetcher(index: number, fetcher: ReplicaFetcher): void {
    if (this.fetchers[index] === fetcher) return;
    if (!this.ownFetchers) {
      this.fetchers = this.fetchers.slice();
      this.ownFetchers = true;
    }
    (this.fetchers as ReplicaFetcher[])[index] = fetcher;
    this.fetcherConnections = placed(this.fetcherConnections, index, fetcher.connection ?? -1);
  }

  /** A fetcher to be written: copied once, however often a turn changes it. */
  openFetcher(index: number): OpenFetcher {
    const before = this.fetchers[index] as ReplicaFetcher;
    if (before === this.openedFetcher) return this.openedFetcher;
    const opened: OpenFetcher = {
      leader: before.leader,
      connection: before.connection,
      ready: before.ready,
      busy: before.busy,
      sessionId: before.sessionId,
      sessionEpoch: before.sessionEpoch,
      partitions: before.partitions,
      changed: before.changed,
      forgotten: before.forgotten,
      delayed: before.delayed,
      resetting: before.resetting,
      leaderEndOffset: before.leaderEndOffset,
      timerSlot: before.timerSlot,
    };
    this.setFetcher(index, opened);
    this.openedFetcher = opened;
    return opened;
  }

  /** The partitions of a fetcher to be written. */
  openFetcherPartitions(index: number): FetcherPartition[] {
    const fetcher = this.openFetcher(index);
    if (fetcher.partitions === this.openedPartitions) return this.openedPartitions;
    const opened = fetcher.partitions.slice();
    fetcher.partitions = opened;
    this.openedPartitions = opened;
    return opened;
  }

  /** A parked request may be answerable now. */
  wake(slot: number, cause: Seq): void {
    if (this.woken === null) this.woken = [{ slot, cause }];
    else this.woken.push({ slot, cause });
  }

  /** A fetcher may have something to ask now. */
  stir(fetcherIndex: number): void {
    if (this.stirred === null) this.stirred = [fetcherIndex];
    else if (!this.stirred.includes(fetcherIndex)) this.stirred.push(fetcherIndex);
  }
}

function placed(connections: readonly ConnectionId[], at: number, connection: ConnectionId): readonly ConnectionId[] {
  if (connections[at] === connection) return connections;
  const next = connections.slice();
  next[at] = connection;
  return next;
}

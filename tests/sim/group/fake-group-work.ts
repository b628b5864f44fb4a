import '../../../src/sim/kraft/load.ts';
import { classicCommitted } from '../../../src/sim/group/classic/index.ts';
import type { Group } from '../../../src/sim/group/group.ts';
import type { CoordinatorRecord } from '../../../src/sim/group/records.ts';
import type { GroupSettings } from '../../../src/sim/group/settings.ts';
import type { AfterCommit, Asker, GroupWork } from '../../../src/sim/group/work.ts';
import type { ErrorCode } from '../../../src/sim/protocol/errors.ts';
import type { GroupResponse } from '../../../src/sim/protocol/group.ts';
import { fromMs, type Micros } from '../../../src/sim/time.ts';
import type { EntryArgs, EntryType } from '../../../src/sim/trace/entry.ts';
import type { Turn } from '../../../src/sim/turn.ts';
import type { Era } from '../../../src/sim/world.ts';

/** Kafka 4.0's defaults. */
export const SETTINGS: GroupSettings = {
  initialRebalanceDelay: fromMs(3000),
  minSessionTimeout: fromMs(6000),
  maxSessionTimeout: fromMs(1_800_000),
  maxSize: 2 ** 31 - 1,
  offsetsRetention: fromMs(7 * 24 * 3600 * 1000),
  offsetsRetentionCheckInterval: fromMs(600_000),
  commitTimeout: fromMs(5000),
  metadataMaxBytes: 4096,
  consumerSessionTimeout: fromMs(45_000),
  consumerHeartbeatInterval: fromMs(5000),
  consumerMaxSize: 2 ** 31 - 1,
  consumerAssignors: ['uniform', 'range'],
  consumerProtocol: true,
};

interface Told {
  readonly type: EntryType;
  readonly args: EntryArgs[EntryType];
}

interface SetTimer {
  readonly groupId: string;
  readonly name: string;
  readonly at: Micros;
}

/** A shard of a coordinator without a broker: a clock that tests move, a log in a list, commits at once or when a test says so. */
export class FakeGroupWork implements GroupWork {
  settings: GroupSettings;
  readonly shard = 0;
  readonly topics: Record<string, number>;
  /** Everything that was written, by batch. */
  readonly log: (readonly CoordinatorRecord[])[] = [];
  readonly entries: Told[] = [];
  readonly answers: { readonly to: Asker; readonly response: GroupResponse }[] = [];
  /** What appends answer. */
  appendError: ErrorCode = 'NONE';
  /** What waits for a commit, while `commits` is false. */
  readonly waiting: AfterCommit[] = [];
  commits = true;
  now: Micros = 0;
  timers: SetTimer[] = [];
  private readonly groups = new Map<string, Group>();
  private drawn = 0;
  private readonly era: Era;

  constructor(topics: Record<string, number>, settings: Partial<GroupSettings> = {}, era: Era = '4.0') {
    this.topics = topics;
    this.era = era;
    this.settings = { ...SETTINGS, ...settings };
  }

  get turn(): Turn {
    const emit = (type: EntryType, args: EntryArgs[EntryType]): number => this.entries.push({ type, args });
    return {
      now: this.now,
      emit,
      setup: { era: this.era, mode: this.era === '4.0' ? 'kraft' : 'zookeeper' },
      nameOf: (node: number) => `client-${node}`,
    } as unknown as Turn;
  }

  partitionCount(topic: string): number {
    return this.topics[topic] ?? 0;
  }
  group(groupId: string): Group | null {
    return this.groups.get(groupId) ?? null;
  }
  setGroup(group: Group): void {
    this.groups.set(group.groupId, group);
  }
  dropGroup(groupId: string): void {
    this.groups.delete(groupId);
    this.timers = this.timers.filter((timer) => timer.groupId !== groupId);
  }
  hasOffsets(): boolean {
    return false;
  }
  append(records: readonly CoordinatorRecord[], after: readonly AfterCommit[]): ErrorCode {
    if (this.appendError !== 'NONE') return this.appendError;
    if (records.length > 0) this.log.push(records);
    if (this.commits) for (const one of after) this.carryOut(one);
    else this.waiting.push(...after);
    return 'NONE';
  }
  respond(to: Asker, response: GroupResponse): void {
    this.answers.push({ to, response });
  }
  schedule(groupId: string, name: string, at: Micros): void {
    this.cancel(groupId, name);
    this.timers.push({ groupId, name, at });
  }
  cancel(groupId: string, name: string): void {
    this.timers = this.timers.filter((timer) => timer.groupId !== groupId || timer.name !== name);
  }
  scheduledAt(groupId: string, name: string): Micros | null {
    return this.timers.find((timer) => timer.groupId === groupId && timer.name === name)?.at ?? null;
  }
  newMemberId(prefix: string): string {
    this.drawn += 1;
    return prefix === '' ? `id-${this.drawn}` : `${prefix}-id-${this.drawn}`;
  }

  /** The high watermark has passed all that was written. */
  commitAll(): void {
    for (const one of this.waiting.splice(0)) this.carryOut(one);
  }

  private carryOut(one: AfterCommit): void {
    if (one.type === 'respond') this.respond(one.to, one.response);
    else classicCommitted(this, one);
  }

  /** Lets time pass; timers fire one after another. @param fired called at each, with the clock standing there */
  sleep(time: Micros, timeUp: (groupId: string, name: string) => void, fired: () => void = () => undefined): void {
    const end = this.now + time;
    for (;;) {
      const [next] = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.cancel(next.groupId, next.name);
      this.now = next.at;
      timeUp(next.groupId, next.name);
      fired();
    }
    this.now = end;
  }

  /** Entries of one type, oldest first. */
  told<T extends EntryType>(type: T): readonly EntryArgs[T][] {
    return this.entries.filter((entry) => entry.type === type).map((entry) => entry.args as EntryArgs[T]);
  }
}

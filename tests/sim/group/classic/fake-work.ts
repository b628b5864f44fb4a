import type { Group } from '../../../../src/sim/group/group.ts';
import type { CoordinatorRecord } from '../../../../src/sim/group/records.ts';
import type { GroupSettings } from '../../../../src/sim/group/settings.ts';
import type { AfterCommit, Asker, GroupWork } from '../../../../src/sim/group/work.ts';
import type { ErrorCode } from '../../../../src/sim/protocol/errors.ts';
import type { GroupResponse } from '../../../../src/sim/protocol/group.ts';
import { SECOND, type Micros } from '../../../../src/sim/time.ts';
import type { Turn } from '../../../../src/sim/turn.ts';
import type { Era } from '../../../../src/sim/world.ts';

const SETTINGS: GroupSettings = {
  initialRebalanceDelay: 0,
  minSessionTimeout: 6 * SECOND,
  maxSessionTimeout: 1800 * SECOND,
  maxSize: 100,
  offsetsRetention: 604_800 * SECOND,
  offsetsRetentionCheckInterval: 600 * SECOND,
  commitTimeout: 5 * SECOND,
  metadataMaxBytes: 4096,
  consumerSessionTimeout: 45 * SECOND,
  consumerHeartbeatInterval: 5 * SECOND,
  consumerMaxSize: 100,
  consumerAssignors: ['uniform', 'range'],
  consumerProtocol: true,
};

/** A shard without a broker: for what a real log cannot be made to do at a chosen moment. */
export class FakeWork implements GroupWork {
  readonly shard = 0;
  readonly settings: GroupSettings;
  readonly turn: Turn;
  /** What the next append says. */
  appendError: ErrorCode = 'NONE';
  readonly written: CoordinatorRecord[] = [];
  readonly waiting: AfterCommit[] = [];
  readonly answers: { to: Asker; response: GroupResponse }[] = [];
  readonly timers = new Map<string, Micros>();
  readonly entries: { type: string; args: unknown }[] = [];
  private readonly groups = new Map<string, Group>();
  private ids = 0;

  constructor(settings: Partial<GroupSettings> = {}, era: Era = '4.0') {
    this.settings = { ...SETTINGS, ...settings };
    const emit = (type: string, args: unknown): number => this.entries.push({ type, args });
    this.turn = { now: 0, setup: { era }, emit, nameOf: () => 'client' } as unknown as Turn;
  }

  partitionCount(): number {
    return 3;
  }
  group(groupId: string): Group | null {
    return this.groups.get(groupId) ?? null;
  }
  setGroup(group: Group): void {
    this.groups.set(group.groupId, group);
  }
  dropGroup(groupId: string): void {
    this.groups.delete(groupId);
  }
  hasOffsets(): boolean {
    return false;
  }
  append(records: readonly CoordinatorRecord[], after: readonly AfterCommit[]): ErrorCode {
    if (this.appendError !== 'NONE') return this.appendError;
    this.written.push(...records);
    this.waiting.push(...after);
    return 'NONE';
  }
  respond(to: Asker, response: GroupResponse): void {
    this.answers.push({ to, response });
  }
  schedule(groupId: string, name: string, at: Micros): void {
    this.timers.set(`${groupId} ${name}`, at);
  }
  cancel(groupId: string, name: string): void {
    this.timers.delete(`${groupId} ${name}`);
  }
  scheduledAt(groupId: string, name: string): Micros | null {
    return this.timers.get(`${groupId} ${name}`) ?? null;
  }
  newMemberId(prefix: string): string {
    this.ids += 1;
    return `${prefix}-${this.ids}`;
  }
}

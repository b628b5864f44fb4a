import * as v from 'valibot';

import { stableStringify } from '../../../src/lib/json.ts';
import { isSetting } from '../../../src/sim/config/defaults.ts';
import { fromMs, MS, toMs } from '../../../src/sim/time.ts';
import { adapter, eraOf, Unreadable, type Check } from '../support/adapter.ts';
import { ClassicMembers, errorOf, type Told } from '../support/classic-members.ts';
import { assignmentText, type Joining } from '../support/classic-requests.ts';
import { GroupWatch } from '../support/group-watch.ts';

const op = v.object({
  op: v.picklist(['join', 'sync', 'heartbeat', 'commit', 'leave', 'sleep']),
  member: v.optional(v.string(), ''),
  ms: v.optional(v.number(), 0),
  memberId: v.optional(v.string()),
  generation: v.optional(v.number()),
  instanceId: v.optional(v.string()),
  metadata: v.optional(v.string()),
  protocols: v.optional(v.array(v.string())),
  protocolType: v.optional(v.string()),
  sessionTimeoutMs: v.optional(v.number()),
  rebalanceTimeoutMs: v.optional(v.number()),
  assign: v.optional(v.record(v.string(), v.string()), {}),
});
const happening = v.looseObject({ t: v.number(), event: v.string() });
const schema = v.object({
  settings: v.record(v.string(), v.number()),
  ops: v.array(op),
  expectedTrace: v.array(happening),
});

type Op = v.InferOutput<typeof op>;
type Happening = v.InferOutput<typeof happening>;

/** The timers of the traces are exact to 100 ms. */
const TOLERANCE_MS = 100;

/** Requests take a moment on the way here, so what follows a sleep waits until timers that were set meanwhile are over. */
const SLACK = 20 * MS;

/** Members ask a group's real coordinator what the trace says, when it says; answers and changes of the group must be those of Kafka's. */
export const playClassicTrace = adapter(schema, ({ settings, ops, expectedTrace }, vector): Check => {
  const { broker, joining } = settingsIn(settings);
  const members = new ClassicMembers(broker, eraOf(vector));
  const watch = new GroupWatch(members);
  let now = 0;
  for (const step of ops) {
    if (step.op === 'sleep') now += fromMs(step.ms) + SLACK;
    else carryOut(members, step, joining);
    members.until(now);
    watch.look();
  }
  members.until(now + SLACK);
  watch.look();
  const got = [...members.told().map((told) => answered(members, told)), ...watch.seen.map((state) => ({ ...state }))];
  return { expected: sorted(expectedTrace), got: sorted(inTime(got, expectedTrace)) };
});

/** What a case says of members that do not say it themselves. */
const OF_MEMBERS: { readonly [name: string]: 'sessionTimeoutMs' | 'rebalanceTimeoutMs' } = {
  'session.timeout.ms': 'sessionTimeoutMs',
  rebalanceTimeoutMs: 'rebalanceTimeoutMs',
};

/** Settings of brokers, and those that name what a member says when an operation leaves it out: `rebalanceTimeoutMs = …`, `… (if …)`. */
function settingsIn(settings: v.InferOutput<typeof schema>['settings']): {
  readonly broker: { readonly [name: string]: number };
  readonly joining: Joining;
} {
  const broker: Record<string, number> = {};
  const joining: { -readonly [name in keyof Joining]: Joining[name] } = {};
  for (const [text, value] of Object.entries(settings)) {
    const [name = ''] = text.split(' ');
    const ofMembers = OF_MEMBERS[name];
    if (ofMembers !== undefined) joining[ofMembers] = value;
    else if (!isSetting('broker', name, '4.0')) throw new Unreadable(`settings: ${text} is not known`);
    else broker[name] = value;
  }
  return { broker, joining };
}

function carryOut(members: ClassicMembers, { op: what, member, assign, ...step }: Op, joining: Joining): void {
  const as = {
    ...(step.memberId !== undefined && { memberId: step.memberId }),
    ...(step.generation !== undefined && { generation: step.generation }),
  };
  switch (what) {
    case 'join':
      members.join(member, {
        ...joining,
        ...as,
        ...(step.instanceId !== undefined && { instanceId: step.instanceId }),
        ...(step.metadata !== undefined && { topics: [step.metadata] }),
        ...(step.protocols !== undefined && { protocols: step.protocols }),
        ...(step.protocolType !== undefined && { protocolType: step.protocolType }),
        ...(step.sessionTimeoutMs !== undefined && { sessionTimeoutMs: step.sessionTimeoutMs }),
        ...(step.rebalanceTimeoutMs !== undefined && { rebalanceTimeoutMs: step.rebalanceTimeoutMs }),
      });
      return;
    case 'sync':
      members.sync(member, assign, as);
      return;
    case 'sleep':
      return;
    default:
      members[what](member, as);
  }
}

function answered(members: ClassicMembers, { letter: member, at, response }: Told): Happening {
  const error = errorOf(response);
  const kind = response.type.slice(0, -'Response'.length).replace('Group', '');
  const event = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}Response`;
  const common = { t: toMs(at), event, member, error };
  if (error !== 'NONE') return common;
  if (response.type === 'SyncGroupResponse') return { ...common, assignment: assignmentText(response.assignment) };
  if (response.type !== 'JoinGroupResponse') return common;
  const { generationId: generation, leader, protocolName: protocol, members: list } = response;
  const names = list.map(({ memberId }) => members.letterOf(memberId)).sort();
  const answer = { ...common, generation, leader: members.letterOf(leader), protocol };
  return names.length === 0 ? answer : { ...answer, members: names };
}

/** What happened within the tolerance of the trace's time happened then. */
function inTime(got: readonly Happening[], expected: readonly Happening[]): readonly Happening[] {
  const open = [...expected];
  return got.map((one) => {
    const at = open.findIndex((other) => {
      return Math.abs(other.t - one.t) <= TOLERANCE_MS && same({ ...one, t: other.t }, other);
    });
    const [found] = at < 0 ? [] : open.splice(at, 1);
    return found ?? one;
  });
}

function same(one: Happening, other: Happening): boolean {
  return stableStringify(one) === stableStringify(other);
}

/** What happens at the same time may be compared as a set; the group's states keep their order all the same. */
function sorted(happenings: readonly Happening[]): unknown {
  const text = (happening: Happening): string => stableStringify(happening);
  return {
    states: happenings.filter(({ event }) => event === 'groupState'),
    answers: happenings
      .filter(({ event }) => event !== 'groupState')
      .sort((a, b) => a.t - b.t || (text(a) < text(b) ? -1 : 1)),
  };
}

import { bytesOfText } from '../lib/bytes.ts';
import { castOf } from '../scenario/check/cast.ts';
import { newFindings } from '../scenario/check/finding.ts';
import { checkIntervention } from '../scenario/check/intervention-rules.ts';
import { withHint } from '../scenario/mistake.ts';
import type { Bytes, Intervention, NewConsumer, ProducerProgram } from '../sim/intervention.ts';
import type { Config, Scenario } from '../sim/scenario.ts';
import { fromMs } from '../sim/time.ts';
import type { ConsumerForm, ProducerForm, ProgramForm, RecordForm } from '../view/sandbox/forms.ts';

/** What a form comes to: interventions, or every reason why not. */
export type Filled = { readonly interventions: readonly Intervention[] } | { readonly complaints: readonly string[] };

/** A cluster that forms are filled in for: its scenario, and what has been done to it. */
export interface FormSetting {
  readonly scenario: Scenario;
  readonly done: readonly Intervention[];
  /** Names that nodes have already. */
  readonly taken: readonly string[];
}

/** A producer to be added. */
export function addProducer(form: ProducerForm, setting: FormSetting): Filled {
  const config: Record<string, string> = {};
  if (form.acks !== '') config['acks'] = form.acks;
  if (form.linger !== '') config['linger.ms'] = form.linger;
  const program = form.runs ? programOf(form) : null;
  const producer = { name: form.name.trim(), client: form.client, config, program };
  return checked([{ type: 'addProducer', producer }], setting, nameTaken(producer.name, setting));
}

/** A consumer to be added. */
export function addConsumer(form: ConsumerForm, setting: FormSetting): Filled {
  const consumer: NewConsumer = {
    name: form.name.trim(),
    client: form.client,
    config: { 'auto.offset.reset': form.reset, ...groupConfig(form) },
    topics: [form.topic],
    assign: null,
    processing: fromMs(whole(form.processingMs)),
    ...(form.group.trim() === ''
      ? {}
      : { commit: form.commit, effect: form.effect.trim() === '' ? null : form.effect.trim() }),
  };
  return checked([{ type: 'addConsumer', consumer }], setting, nameTaken(consumer.name, setting));
}

function groupConfig({ group, assignor }: ConsumerForm): Config {
  const id = group.trim();
  if (id === '') return {};
  if (assignor === '') return { 'group.id': id };
  if (assignor === 'consumer') return { 'group.id': id, 'group.protocol': 'consumer' };
  return { 'group.id': id, 'partition.assignment.strategy': ASSIGNORS[assignor] };
}

/** Java's classes, as its setting names them. */
const ASSIGNORS = {
  range: 'org.apache.kafka.clients.consumer.RangeAssignor',
  roundrobin: 'org.apache.kafka.clients.consumer.RoundRobinAssignor',
  sticky: 'org.apache.kafka.clients.consumer.StickyAssignor',
  'cooperative-sticky': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
};

/** What a producer does by itself from now on; a program that does not run is none. */
export function setProgram(node: string, form: ProgramForm, setting: FormSetting): Filled {
  return checked([{ type: 'setProgram', node, program: form.runs ? programOf(form) : null }], setting);
}

/** One record, by hand. */
export function sendRecord({ producer, topic, key, value, partition }: RecordForm, setting: FormSetting): Filled {
  const record = {
    topic,
    partition: partition === '' ? null : whole(partition),
    key: key === '' ? null : bytesOfText(key),
    value: bytesOfText(value),
    headers: [],
  };
  return checked([{ type: 'send', node: producer, records: [record] }], setting);
}

function programOf(form: ProgramForm): ProducerProgram {
  return {
    topic: form.topic,
    perTick: 1,
    interval: fromMs(whole(form.everyMs)),
    count: form.count === '' ? null : whole(form.count),
    keys: listOf(form.keys),
    values: [bytesOfText(form.value)],
    partition: null,
  };
}

/** Keys one after another, with commas between; none: records without a key. */
function listOf(text: string): readonly (Bytes | null)[] {
  const keys = text.split(',').map((key) => key.trim());
  return keys.every((key) => key === '') ? [null] : keys.map((key) => (key === '' ? null : bytesOfText(key)));
}

/** A whole number, or one that no rule lets pass. */
function whole(text: string): number {
  const value = Number(text.trim() === '' ? Number.NaN : text);
  return Number.isSafeInteger(value) && value >= 0 ? value : -1;
}

function nameTaken(name: string, { taken }: FormSetting): readonly string[] {
  return taken.includes(name) ? [`name ${name} is taken; every node has its own`] : [];
}

function checked(
  interventions: readonly Intervention[],
  setting: FormSetting,
  already: readonly string[] = [],
): Filled {
  const cast = castOf(setting.scenario, [...setting.done, ...interventions]);
  const findings = newFindings();
  for (const one of interventions) checkIntervention(one, cast, [], findings);
  const complaints = [
    ...already,
    ...numbersWrong(interventions),
    ...findings.all.map(({ message, hint }) => withHint(message, hint)),
  ];
  return complaints.length === 0 ? { interventions } : { complaints };
}

/** Fields that are no whole number: the rules would only say that something is out of range. */
function numbersWrong(interventions: readonly Intervention[]): readonly string[] {
  const wrong: string[] = [];
  const check = (value: number | null, name: string): void => {
    if (value !== null && value < 0) wrong.push(`${name} must be a whole number, 0 or more`);
  };
  for (const one of interventions) {
    const program = one.type === 'addProducer' ? one.producer.program : one.type === 'setProgram' ? one.program : null;
    if (program !== null) {
      check(program.interval, 'the interval in ms');
      check(program.count, 'the number of records');
    }
    if (one.type === 'addConsumer') check(one.consumer.processing, 'the work per record in ms');
    if (one.type === 'send') check(one.records[0]?.partition ?? null, 'the partition');
  }
  return wrong;
}

import type { Condition, ScriptItem } from '../../sim/scenario.ts';
import type { Micros } from '../../sim/time.ts';
import { readCondition } from './condition.ts';
import { interventionWords, readUnder } from './interventions.ts';
import { planned, type Planned } from './planned.ts';
import { below, fieldsOf, listOf, sayKey, wrong, type Fields, type Read, type Spot } from './reading.ts';
import { recordsFrom, RECORD_KEYS } from './records.ts';
import { readText, readTime } from './values.ts';

const KEYS = ['at', 'when', 'after', 'moment', 'do', ...interventionWords];

/** The items that one entry of `script` stands for: itself, and what undoes its faults later. */
export const readScriptItem: Read<ScriptItem[]> = (spot) => {
  const fields = fieldsOf(spot, 'an item of the script', KEYS);
  if (fields === null) return null;
  const when = fields.optional('when', readCondition, null);
  const at = timeOf(fields);
  const moment = fields.optional('moment', readName, null);
  const all = interventionsOf(fields);
  if (fields.keys().every((key) => ['at', 'when', 'after'].includes(key))) {
    const message = 'script item without anything to do; it must have a moment or an intervention';
    wrong(spot, 'nothing-to-do', message, `known: ${interventionWords.join(', ')}`);
  }
  return itemsOf(spot, { moment, at, when }, all);
};

/** When an item is due: at a time, or some time after its condition. */
function timeOf(fields: Fields): Micros {
  if (fields.has('when')) {
    if (fields.has('at'))
      wrong(
        fields.at('at'),
        'two-times',
        'at beside when; an item waits for one of the two, and after delays what waits for a condition',
      );
    return fields.optional('after', readTime, 0);
  }
  if (fields.has('after'))
    wrong(
      fields.at('after'),
      'after-what',
      'after without when; it delays what waits for a condition',
      'write at for a time',
    );
  if (fields.has('at')) return fields.required('at', readTime) ?? 0;
  wrong(fields.spot, 'missing-key', 'missing key at; an item of the script must have it, or when');
  return 0;
}

/** A name that can be seen. */
const readName: Read<string> = (spot) => {
  const name = readText(spot);
  return name?.trim() === '' ? wrong(spot, 'empty', `${sayKey(spot.path)} must not be empty; it is a name`) : name;
};

function interventionsOf(fields: Fields): Planned[] {
  const all: Planned[] = [];
  for (const key of fields.keys()) {
    if (key === 'do') all.push(...readInterventions(fields.at('do')));
    else if (interventionWords.includes(key)) all.push(...readUnder(key, fields.at(key)));
  }
  return all;
}

/** A list of maps, each with one or several interventions by their words, in order. */
function readInterventions(spot: Spot): Planned[] {
  const one: Read<Planned[]> = (at) => {
    const fields = fieldsOf(at, 'an intervention', interventionWords);
    if (fields?.keys().length === 0)
      return wrong(at, 'nothing-to-do', 'entry without an intervention', `known: ${interventionWords.join(', ')}`);
    return fields === null ? null : fields.keys().flatMap((word) => [...readUnder(word, fields.at(word))]);
  };
  if (Array.isArray(spot.value) && spot.value.length === 0)
    wrong(spot, 'nothing-to-do', `${sayKey(spot.path)} must not be empty; it says what is done`, 'leave it out');
  return (listOf(one, 'a list of interventions')(spot) ?? []).flat();
}

function itemsOf(
  spot: Spot,
  head: { readonly moment: string | null; readonly at: Micros; readonly when: Condition | null },
  all: readonly Planned[],
): ScriptItem[] {
  const delays = [...new Set([0, ...all.map((one) => one.after)])].sort((a, b) => a - b);
  return delays.map((delay) => {
    const interventions = all.filter((one) => one.after === delay).map((one) => one.intervention);
    const item = { moment: delay === 0 ? head.moment : null, at: head.at + delay, when: head.when, interventions };
    spot.reading.origins.place(interventions, spot.path);
    spot.reading.origins.place(item, spot.path);
    return item;
  });
}

/** The sends that a producer lists, as items of the script. */
export function readSends(fields: Fields, producer: string): ScriptItem[] {
  const readSend: Read<ScriptItem> = (spot) => {
    const send = fieldsOf(spot, 'a send', ['at', ...RECORD_KEYS]);
    const at = send?.required('at', readTime) ?? null;
    const records = send === null ? null : recordsFrom(send);
    if (at === null || records === null) return null;
    const item = {
      moment: null,
      at,
      when: null,
      interventions: [planned(spot, { type: 'send', node: producer, records }).intervention],
    };
    spot.reading.origins.place(item, spot.path);
    return item;
  };
  return listOf(readSend, 'a list of sends')(below(fields.spot, 'sends')) ?? [];
}

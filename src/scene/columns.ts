import type { BrokerCondition, BrokerView } from '../sim/read/brokers.ts';
import type { Box } from './box.ts';
import type { ColumnFrame, Frame } from './frame.ts';
import type { ColumnMark } from './marks.ts';
import type { Metrics } from './metrics.ts';
import { isGone } from './partition-state.ts';
import { clip, textWidth } from './text.ts';
import { keyOf, type Thing } from './thing.ts';

/** What a broker's condition is called; a crash carries its sign in the picture besides. */
export const CONDITION_WORDS: { readonly [C in BrokerCondition]: string } = {
  'not started': 'not started',
  starting: 'starting',
  running: 'running',
  stopping: 'stopping',
  stopped: 'stopped',
  crashed: 'crashed',
  unpowered: 'no power',
  frozen: 'frozen',
};

/** Conditions that are a failure of the broker's own: they carry the cross. */
const FAULTS: readonly BrokerCondition[] = ['crashed', 'unpowered', 'frozen'];

/** A broker's column with its title. */
export function columnOf(frame: Frame, column: ColumnFrame, broker: BrokerView): ColumnMark {
  const { metrics } = frame;
  const thing: Thing = { kind: 'broker', broker: broker.brokerId };
  const inner = column.box.width - 3 * metrics.cell.pad;
  const small = inner < textWidth('broker 00', metrics.title, 'bold');
  const title = small ? String(broker.brokerId) : `broker ${broker.brokerId}`;
  const titleWidth = textWidth(title, metrics.title, 'bold');
  const words = stateWords(broker);
  const said = small ? '' : stateText(broker.condition, conditionWords(broker), inner - titleWidth - 8, metrics.small);
  const badge = broker.isController && !small ? badgeWidth(metrics) + 8 : 0;
  const beside = textWidth(said, metrics.small, 'bold') + 10;
  // That a broker runs goes without saying before the controller's badge leaves its place.
  const state = said === CONDITION_WORDS.running && titleWidth + badge + beside > inner && badge > 0 ? '' : said;
  const sign = FAULTS.includes(broker.condition) ? metrics.small + 4 : 0;
  const free = inner - titleWidth - (state === '' ? 0 : textWidth(state, metrics.small, 'bold') + sign + 10);
  return {
    key: keyOf(thing),
    thing,
    box: column.box,
    broker: broker.brokerId,
    title,
    condition: broker.condition,
    state,
    note:
      small || broker.waitingFor === null
        ? ''
        : clip(`waits for ${broker.waitingFor}`, inner, metrics.small, 'regular'),
    stateX: column.box.x + column.box.width - 1.5 * metrics.cell.pad - textWidth(state, metrics.small, 'bold'),
    look:
      broker.condition === 'running'
        ? broker.registration === 'fenced'
          ? 'uncertain'
          : 'running'
        : isGone(broker.condition) && broker.condition !== 'not started'
          ? 'gone'
          : 'uncertain',
    fault: FAULTS.includes(broker.condition),
    controller: broker.isController,
    badge: broker.isController && !small ? badgeOf(metrics, column.box, broker, titleWidth, free) : null,
    label: `broker ${broker.brokerId}, ${words}${broker.isController ? ', controller' : ''}`,
  };
}

function badgeWidth({ small, token }: Metrics): number {
  return textWidth('controller', small, 'bold') + 2 * token.pad;
}

/** Beside the broker's name, where there is room beside its trouble too; else on the column's upper edge. */
function badgeOf(metrics: Metrics, { x, y }: Box, broker: BrokerView, titleWidth: number, free: number): Box {
  const { small, token, cell } = metrics;
  const left = x + 1.5 * cell.pad;
  const width = badgeWidth(metrics);
  if (width + 8 <= free) {
    const { height } = token;
    return { x: left + titleWidth + 8, y: y + titleLine(metrics, broker) - height / 2, width, height };
  }
  const height = Math.round(small * 1.45);
  return { x: left - token.pad / 2, y: y + small * 0.4 - height, width, height };
}

/** How far below the column's top its title stands: higher if a second line follows. */
export function titleLine(metrics: Metrics, broker: { readonly waitingFor: string | null }): number {
  return metrics.columnTitle * (broker.waitingFor === null ? 0.5 : 0.34);
}

/** What a broker's condition is called; one that runs, but that the active controller has fenced, does so in vain (KRaft mode). */
export function conditionWords({ condition, registration }: BrokerView): string {
  return condition === 'running' && registration === 'fenced' ? 'fenced' : CONDITION_WORDS[condition];
}

function stateWords(broker: BrokerView): string {
  const words = conditionWords(broker);
  return broker.waitingFor === null ? words : `${words}, waits for ${broker.waitingFor}`;
}

/** "running" gives way where there is no room; trouble is cut, but said. */
function stateText(condition: BrokerCondition, words: string, room: number, size: number): string {
  const sign = FAULTS.includes(condition) ? size + 4 : 0;
  if (textWidth(words, size, 'bold') + sign <= room) return words;
  if (condition === 'running' && words === CONDITION_WORDS.running) return '';
  const cut = clip(words, room - sign, size, 'bold');
  return cut.length < 4 ? '' : cut;
}

import { waitingSentence } from '../scene/words/waiting-words.ts';
import { brokerView } from '../sim/read/brokers.ts';
import { nodeNamed } from '../sim/read/nodes.ts';
import { SECOND } from '../sim/time.ts';
import type { World } from '../sim/world.ts';
import type { Shot } from './session/watcher.ts';

/** An older sentence is no caption of what is seen now, in simulated time. */
const STALE = 1.5 * SECOND;

/** What the stage says between its stops: what is waited for and what passes, else what has just happened. */
export function happensNow({ world, at, bar, told }: Pick<Shot, 'world' | 'at' | 'bar' | 'told'>): string {
  const last = told.findLast(({ interest }) => interest === 'beat');
  const stale = last === undefined || at - last.at > STALE;
  if (!stale && bar.skipped === '') return bar.caption;
  const waits = [waitingSentence(world, at), bar.skipped].filter((sentence) => sentence !== '').join(' ');
  return waits !== '' ? waits : (told.at(-1)?.sentence ?? bar.caption);
}

/** Why a machine cannot be crashed now; null: it can. @param title what it is called */
export function whyNotCrashed(world: World, node: string, title: string): string | null {
  const record = nodeNamed(world, node);
  if (record === null || record.status === 'running' || record.status === 'frozen') return null;
  const broker = world.setup.nodeOfBroker.indexOf(record.id);
  const condition = broker < 0 ? null : (brokerView(world, broker)?.condition ?? null);
  const name = title.charAt(0).toUpperCase() + title.slice(1);
  if (record.status === 'off') return `${name} has no power already.`;
  return condition === null || condition === 'crashed' ? `${name} has already crashed.` : `${name} does not run.`;
}

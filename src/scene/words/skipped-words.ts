import type { Micros } from '../../sim/time.ts';
import type { TraceEntry } from '../../sim/trace/entry.ts';
import { apiName, counted, duration, listed } from './phrases.ts';

/** Requests of the same kind are counted; the rarer kinds beyond these are told together. */
const TOLD_KINDS = 2;

/**
 * What passes in a quiet stretch, in one sentence: `18 s pass: 72 Fetch requests, 27 pings.`
 * @param entries those of the stretch, in any order
 */
export function skippedSentence(from: Micros, to: Micros, entries: readonly TraceEntry[]): string {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    if (entry.type === 'RequestSent') counts.set(entry.args.api, (counts.get(entry.args.api) ?? 0) + 1);
  }
  const kinds = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const told = kinds.slice(0, TOLD_KINDS).map(([api, count]) => kindText(api, count));
  const rest = kinds.slice(TOLD_KINDS).reduce((sum, [, count]) => sum + count, 0);
  if (rest > 0) told.push(counted(rest, 'other request'));
  return `${duration(to - from)} pass${told.length === 0 ? '; nothing is sent' : `: ${listed(told)}`}.`;
}

function kindText(api: string, count: number): string {
  if (api === 'ZkPingRequest') return counted(count, 'ping');
  if (api.startsWith('Zk')) return counted(count, 'ZooKeeper request');
  return counted(count, `${apiName(api)} request`);
}

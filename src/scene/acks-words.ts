import type { AcksCell, AcksOutcome, LeaderCrash } from '../timeline/acks-grid.ts';
import { quoted } from './words/phrases.ts';

/** What came out of one cell of the grid. */
export interface AcksVerdict {
  /** `kept`: all acknowledged, all there; `refused`: nothing acknowledged is lost, and some records failed; `lost`: gone. */
  readonly tone: 'kept' | 'refused' | 'lost';
  /** In two or three words. */
  readonly headline: string;
  readonly sentences: readonly string[];
}

/** How a leader crashes, as the head of a part of the grid: a name, and what happens there. */
export const CRASH_WORDS: { readonly [C in LeaderCrash]: { readonly name: string; readonly what: string } } = {
  'in sync': {
    name: 'The leader crashes while both followers are in sync',
    what: 'The links to the followers are slow: they are 200 ms behind and in the ISR. Broker 1, the leader, crashes at 12 s and comes back at 40 s.',
  },
  alone: {
    name: 'The leader crashes when it is alone in the ISR',
    what: 'The links to the followers are cut at 6 s, and the ISR shrinks to the leader. It crashes at 20 s; unclean.leader.election.enable lets a follower lead without what it missed. All is mended at 40 s.',
  },
};

/** The outcome of a cell, in words. */
export function acksVerdict({ acks, ledger, errors, refusals }: AcksOutcome): AcksVerdict {
  const { lost, vanished, failed, failedButWritten, acknowledged, sent, repeated } = ledger;
  const number = (count: number): string => count.toLocaleString('en-GB');
  const sentences: string[] = [];
  if (lost > 0) sentences.push(`${number(lost)} of ${number(acknowledged)} acknowledged records are lost.`);
  if (vanished > 0)
    sentences.push(`${number(vanished)} of ${number(sent)} records are gone, and the producer never learns.`);
  if (failed > 0) {
    const named = errors.length === 0 ? '' : ` (${errors.map((error) => quoted(error, 60)).join(', ')})`;
    sentences.push(`${number(failed)} of ${number(sent)} records fail${named}, and the producer knows.`);
    const few = refusals.filter((error) => error.startsWith('NOT_ENOUGH_REPLICAS'));
    if (few.length > 0) sentences.push(`The leader refuses them: ${few.join(', ')}.`);
  }
  if (failedButWritten > 0) sentences.push(`${number(failedButWritten)} of these stand in the log all the same.`);
  if (repeated > 0) sentences.push(`${number(repeated)} stand in the log twice.`);
  if (lost + vanished === 0 && failed > 0) sentences.push('Nothing acknowledged is lost.');
  const gone = lost + vanished;
  if (gone > 0) return { tone: 'lost', headline: `${number(gone)} ${acks === '0' ? 'gone' : 'lost'}`, sentences };
  if (failed > 0) return { tone: 'refused', headline: `${number(failed)} refused`, sentences };
  return {
    tone: 'kept',
    headline: 'Nothing lost',
    sentences: [`All ${number(acknowledged)} records are acknowledged, and all are there.`],
  };
}

/** A cell's name for those who hear it. */
export function acksCellName({ acks, minInsync }: AcksCell): string {
  return `acks=${acks}, min.insync.replicas=${minInsync}`;
}

import { assignorNamed } from '../assignor/index.ts';
import type { Config } from '../../scenario.ts';
import type { Era } from '../../world.ts';
import { presetOf } from '../presets.ts';
import type { ConfigProblem } from './problem.ts';

/**
 * What a client library refuses because it does not know it: kafka-python and librdkafka take no setting of another name than their own.
 * Only settings that would change what a run shows are looked at; Java warns of what it does not know, and goes on.
 * @param config what was set, not the defaults
 */
export function lackProblems(config: Config, era: Era, client: string): readonly ConfigProblem[] {
  return presetOf(client, era)
    .lacks.filter(({ setting, value }) => asksFor(config[setting], value))
    .map(({ setting, why, hint }) => ({
      setting,
      message: `${setting}=${(config[setting] ?? '').slice(0, 80)}; ${why}`,
      hint,
    }));
}

function asksFor(text: string | undefined, value: string | null): boolean {
  if (text === undefined || text.trim() === '') return false;
  return value === null || text.split(',').some((word) => named(word) === value);
}

/** Assignors may be given by the names of Java's classes. */
function named(word: string): string {
  return assignorNamed(word.trim())?.name ?? word.trim().toLowerCase();
}

import type { Config } from '../../scenario.ts';
import { isWhole } from './parse.ts';

/** A configuration that Kafka's client refuses with a ConfigException: which setting, why, and what would have been right. */
export interface ConfigProblem {
  readonly setting: string;
  readonly message: string;
  readonly hint: string;
}

/** Bounds of a setting that is a whole number. */
export interface WholeBounds {
  readonly min: number;
  readonly max: number;
}

export const INT_MAX = 2147483647;
const LONG_MAX = Number.MAX_SAFE_INTEGER;

export const fromZero: WholeBounds = { min: 0, max: INT_MAX };
export const fromOne: WholeBounds = { min: 1, max: INT_MAX };
export const longFromZero: WholeBounds = { min: 0, max: LONG_MAX };

/** Settings that producers and consumers share. */
export const sharedBounds: { readonly [name: string]: WholeBounds } = {
  'request.timeout.ms': fromZero,
  'retry.backoff.ms': longFromZero,
  'retry.backoff.max.ms': longFromZero,
  'reconnect.backoff.ms': longFromZero,
  'reconnect.backoff.max.ms': longFromZero,
  'metadata.max.age.ms': longFromZero,
  'socket.connection.setup.timeout.ms': longFromZero,
  'socket.connection.setup.timeout.max.ms': longFromZero,
};

/** Settings of this configuration that are no whole number, or out of bounds. */
export function wholeProblems(
  config: Config,
  bounds: { readonly [name: string]: WholeBounds },
): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  for (const setting of Object.keys(config).sort()) {
    const bound = Object.hasOwn(bounds, setting) ? bounds[setting] : undefined;
    const text = config[setting] as string;
    if (bound === undefined) continue;
    const hint = `give a whole number from ${bound.min}`;
    if (!isWhole(text)) problems.push({ setting, message: `${setting}=${text}; not a whole number`, hint });
    else if (Number(text) < bound.min) problems.push({ setting, message: `${setting}=${text}; too small`, hint });
    else if (Number(text) > bound.max && bound.max === INT_MAX) {
      problems.push({ setting, message: `${setting}=${text}; more than an INT holds`, hint: `${hint} to ${INT_MAX}` });
    }
  }
  return problems;
}

/** A setting whose value must be one of a few words. */
export function wordProblem(config: Config, setting: string, words: readonly string[]): readonly ConfigProblem[] {
  const text = config[setting];
  if (text === undefined || words.includes(text.trim())) return [];
  return [{ setting, message: `${setting}=${text}; unknown value`, hint: `one of ${words.join(', ')}` }];
}

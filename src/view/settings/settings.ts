import { shortJson } from '../../lib/json.ts';

export const themes = ['auto', 'light', 'dark', 'projector'] as const;
export const motions = ['auto', 'full', 'reduced', 'step'] as const;
export const verbosities = ['beats', 'changes', 'all'] as const;
export const shortcutScopes = ['off', 'presenting', 'always'] as const;

/** What a reader has chosen about the page. Kept in the browser. */
export interface Settings {
  /** `auto` follows the system. */
  readonly theme: (typeof themes)[number];
  /** The theme of the stage; a projector washes colours out, so it has one of higher contrast. */
  readonly stageTheme: Exclude<(typeof themes)[number], 'auto'>;
  /** `auto` follows `prefers-reduced-motion`; `step` draws no way between two states at all. */
  readonly motion: (typeof motions)[number];
  /** How much of a run is announced to a screen reader. */
  readonly announce: (typeof verbosities)[number];
  /** Where single letters are shortcuts (WCAG 2.2, 2.1.4: they can be switched off). */
  readonly singleKeys: (typeof shortcutScopes)[number];
  /** Has the first look at the picture been taken? */
  readonly introduced: boolean;
}

export const defaultSettings: Settings = {
  theme: 'auto',
  stageTheme: 'projector',
  motion: 'auto',
  announce: 'changes',
  singleKeys: 'presenting',
  introduced: false,
};

const choices: { readonly [K in keyof Settings]: readonly Settings[K][] } = {
  theme: themes,
  stageTheme: ['projector', 'light', 'dark'],
  motion: motions,
  announce: verbosities,
  singleKeys: shortcutScopes,
  introduced: [true, false],
};

/** A stored value that could not be used: where, why, and what is done about it. */
export interface Complaint {
  readonly place: string;
  readonly reason: string;
  readonly remedy: string;
}

/**
 * Reads settings that were stored. Each one that is broken has its default, with a complaint; the others stand.
 * @param value what was stored; undefined: nothing
 */
export function settingsFrom(value: unknown): {
  readonly settings: Settings;
  readonly complaints: readonly Complaint[];
} {
  if (value === undefined) return { settings: defaultSettings, complaints: [] };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const complaint = {
      place: 'settings',
      reason: `${shortJson(value, 40)} stands where they should`,
      remedy: 'the defaults are used',
    };
    return { settings: defaultSettings, complaints: [complaint] };
  }
  const stored = value as { readonly [key: string]: unknown };
  const complaints: Complaint[] = [];
  const pick = <K extends keyof Settings>(key: K): Settings[K] => {
    const found = stored[key];
    if (found === undefined) return defaultSettings[key];
    const known = choices[key].find((choice) => choice === found);
    if (known !== undefined) return known;
    complaints.push({
      place: `settings ${key}`,
      reason: `${shortJson(found, 40)} is none of ${choices[key].join(', ')}`,
      remedy: `${String(defaultSettings[key])} is used`,
    });
    return defaultSettings[key];
  };
  const settings: Settings = {
    theme: pick('theme'),
    stageTheme: pick('stageTheme'),
    motion: pick('motion'),
    announce: pick('announce'),
    singleKeys: pick('singleKeys'),
    introduced: pick('introduced'),
  };
  return { settings, complaints };
}

/** What a command was called with. */
export interface CommandLine {
  /** Words that are no options, in order. */
  readonly words: readonly string[];
  /** Options with their values; an option without a value is `true`. */
  readonly options: { readonly [name: string]: string | true };
}

/**
 * Takes a command line apart: `--until 60s`, `--until=60s`, `--json`.
 * @param valued options that take a value
 * @param flags options that take none
 * @returns what is wrong, in a sentence, when something is
 */
export function readArguments(
  args: readonly string[],
  valued: readonly string[],
  flags: readonly string[],
): CommandLine | { readonly problem: string } {
  const words: string[] = [];
  const options: Record<string, string | true> = {};
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('--')) {
      words.push(arg);
      continue;
    }
    const [name = '', ...rest] = arg.slice(2).split('=');
    if (flags.includes(name) && rest.length === 0) options[name] = true;
    else if (!valued.includes(name))
      return {
        problem: `unknown option ${arg}; known: ${[...valued, ...flags].map((known) => `--${known}`).join(', ')}`,
      };
    else if (rest.length > 0) options[name] = rest.join('=');
    else {
      const value = args[i + 1];
      if (value === undefined || value.startsWith('--')) return { problem: `option --${name} without a value` };
      options[name] = value;
      i += 1;
    }
  }
  return { words, options };
}

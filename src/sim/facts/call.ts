import type { ArgValue } from './args.ts';
import type { Fact } from './fact.ts';
import { didYouMean } from './nearest.ts';
import { readArgs, type Reading, type WrittenArg } from './read-args.ts';
import { factNamed, factNames } from './registry.ts';

/** A question with its arguments, ready to be asked. */
export interface FactCall {
  readonly fact: Fact;
  readonly args: readonly ArgValue[];
  /** As it was written. */
  readonly text: string;
}

/**
 * Reads a question as authors write it: `highWatermark(orders-0)`, `controller`, `copiesAtAck("my value")`.
 * @returns the call, or what is wrong with it: `unknown fact highwatermark; did you mean highWatermark?`
 */
export function parseFactCall(text: string): Reading<FactCall> {
  const trimmed = text.trim();
  const match = /^([A-Za-z][A-Za-z0-9]*)\s*(?:\(([\s\S]*)\))?$/.exec(trimmed);
  if (match === null) {
    const shown = trimmed.length > 60 ? `${trimmed.slice(0, 60)}…` : trimmed;
    return {
      ok: false,
      problem: `unreadable fact ${shown}; a name and its arguments are wanted; highWatermark(orders-0)`,
    };
  }
  const written = splitArgs(match[2] ?? '');
  return written.ok ? factCall(match[1] ?? '', written.value, trimmed) : written;
}

/**
 * A question from its parts, as a scenario's script holds them.
 * @param args numbers stand for offsets, counts and broker ids
 */
export function factCallOf(name: string, args: readonly (string | number)[]): Reading<FactCall> {
  const written = args.map((arg) => ({ text: String(arg), quoted: false }));
  return factCall(name, written, `${name}(${args.join(', ')})`);
}

function factCall(name: string, written: readonly WrittenArg[], text: string): Reading<FactCall> {
  const fact = factNamed(name);
  if (fact === null) return { ok: false, problem: `unknown fact ${name}${didYouMean(name, factNames)}` };
  const args = readArgs(name, fact.args, written);
  return args.ok ? { ok: true, value: { fact, args: args.value, text } } : args;
}

/** Splits at commas; a text in double quotes may hold commas, and `\"` and `\\` stand for themselves. */
function splitArgs(text: string): Reading<WrittenArg[]> {
  const args: WrittenArg[] = [];
  let at = 0;
  const skipSpace = (): void => {
    while (/\s/.test(text.charAt(at))) at += 1;
  };
  skipSpace();
  if (at >= text.length) return { ok: true, value: [] };
  for (;;) {
    skipSpace();
    if (text.charAt(at) === '"') {
      let value = '';
      at += 1;
      while (at < text.length && text.charAt(at) !== '"') {
        if (text.charAt(at) === '\\') at += 1;
        value += text.charAt(at);
        at += 1;
      }
      if (at >= text.length)
        return { ok: false, problem: `unreadable argument "${value.slice(0, 40)}; its closing quote is missing` };
      at += 1;
      args.push({ text: value, quoted: true });
    } else {
      const end = text.indexOf(',', at);
      const value = text.slice(at, end < 0 ? text.length : end).trim();
      at = end < 0 ? text.length : end;
      args.push({ text: value, quoted: false });
    }
    skipSpace();
    if (at >= text.length) return { ok: true, value: args };
    if (text.charAt(at) !== ',')
      return { ok: false, problem: `unreadable argument ${text.slice(at, at + 40)}; a comma is wanted before it` };
    at += 1;
  }
}

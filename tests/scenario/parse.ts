import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import type { Scenario } from '../../src/sim/scenario.ts';

/** The scenario of a text that must be right. */
export function scenarioOf(text: string): Scenario {
  const { scenario, mistakes } = parseScenario('test.yaml', text);
  if (scenario === null) throw new Error(JSON.stringify(mistakes, null, 1));
  return scenario;
}

/** The mistakes of a text, each as `line:column message; hint`. */
export function mistakesOf(text: string): string[] {
  const { scenario, mistakes } = parseScenario('test.yaml', text);
  if (mistakes.length > 0 && scenario !== null) throw new Error('a scenario with mistakes was half-applied');
  return mistakes.map(
    ({ line, column, message, hint }) => `${line}:${column} ${hint === '' ? message : `${message}; ${hint}`}`,
  );
}

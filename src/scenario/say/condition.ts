import type { Condition, Scalar } from '../../sim/scenario.ts';

/** A condition as its author would write it, in one line. */
export function sayCondition(condition: Condition): string {
  if (condition.kind === 'fact') {
    const { fact, args, op, value } = condition;
    return `${fact}(${args.join(', ')}) ${op} ${sayValue(value)}`;
  }
  const { entry, args, times } = condition;
  const said = Object.entries(args).map(([name, value]) => `${name}: ${String(value)}`);
  const what = said.length === 0 ? entry : `${entry} with ${said.join(', ')}`;
  return times === 1 ? what : `${what}, ${times} times`;
}

function sayValue(value: Scalar | readonly Scalar[]): string {
  return Array.isArray(value) ? `[${value.map(String).join(', ')}]` : String(value);
}

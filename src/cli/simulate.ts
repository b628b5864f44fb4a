import { readFileSync } from 'node:fs';

import { simulate } from './simulation.ts';

/* npm run -s simulate -- FILE [--until 60s] [--seed 7] [--json] */

process.exitCode = simulate(process.argv.slice(2), {
  read: (file) => readFileSync(file, 'utf8'),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});

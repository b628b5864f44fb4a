// npm run -s simulate -- FILE [--until 60s] [--seed 7] [--json]
import { runEntry } from './support/command.mjs';

await runEntry('src/cli/simulate.ts');

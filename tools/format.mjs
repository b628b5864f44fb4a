// npm run format: Prettier over every file.
import { ensureInstalled } from './support/install.mjs';
import { run } from './support/processes.mjs';

ensureInstalled();
const files = process.argv.slice(2);
process.exitCode = (
  await run('prettier', ['--write', '--log-level', 'warn', ...(files.length > 0 ? files : ['.'])], { live: true })
).code;

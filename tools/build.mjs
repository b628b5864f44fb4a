// npm run build: the static site in dist/.
import { ensureInstalled } from './support/install.mjs';
import { run } from './support/processes.mjs';

ensureInstalled();
process.exitCode = (await run('vite', ['build', ...process.argv.slice(2)], { live: true })).code;

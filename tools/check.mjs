// npm run check: the types of everything, and the Svelte compiler's warnings as errors.
import { failuresAmong, typeChecks } from './support/checks.mjs';
import { ensureInstalled } from './support/install.mjs';

ensureInstalled();
process.exitCode = (await failuresAmong(typeChecks)) === 0 ? 0 : 1;

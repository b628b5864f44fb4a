// npm run lint: ESLint and Prettier's opinion of every file.
import { failuresAmong, lintChecks } from './support/checks.mjs';
import { ensureInstalled } from './support/install.mjs';

ensureInstalled();
process.exitCode = (await failuresAmong(lintChecks)) === 0 ? 0 : 1;

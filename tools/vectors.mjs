// npm run -s vectors -- FOLDER [--json]
import { runEntry } from './support/command.mjs';

await runEntry('tests/conformance/run.ts');

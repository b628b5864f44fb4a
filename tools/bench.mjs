// npm run bench: speeds and sizes as ratios between figures of one run.
import { frameFigures } from './support/frame-bench.mjs';
import { runEntry } from './support/command.mjs';

await runEntry('tests/bench/run.ts', ['--expose-gc']);
await frameFigures();

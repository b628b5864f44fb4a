// npm run bench: speeds and sizes as ratios between figures of one run. `npm run bench -- frame`: what a frame costs, alone.
import { frameFigures } from './support/frame-bench.mjs';
import { runEntry } from './support/command.mjs';

if (!process.argv.includes('frame')) await runEntry('tests/bench/run.ts', ['--expose-gc']);
await frameFigures();

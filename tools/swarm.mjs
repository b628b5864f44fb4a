// npm run swarm -- --runs N [--seed S]
import { runEntry } from './support/command.mjs';

await runEntry('tests/swarm/run.ts');

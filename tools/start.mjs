// npm start: installs what is missing, serves the page, prints its address, opens a browser where there is one.
import { parseArgs } from 'node:util';

import { ensureInstalled } from './support/install.mjs';
import { openBrowser } from './support/open.mjs';
import { root } from './support/root.mjs';

const { values } = parseArgs({
  options: { port: { type: 'string' }, host: { type: 'string' }, 'no-open': { type: 'boolean' } },
});

ensureInstalled();
const { createServer } = await import('vite');
const server = await createServer({
  root,
  server: {
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
    ...(values.host === undefined ? {} : { host: values.host }),
  },
});
await server.listen();
const address = server.resolvedUrls?.local[0] ?? server.resolvedUrls?.network[0] ?? '';
process.stdout.write(`\n  Highwater is at ${address}\n  Ctrl+C stops it.\n\n`);
if (values['no-open'] !== true) openBrowser(address);

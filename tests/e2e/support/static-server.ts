import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';

/** The strictest policy the built page is meant to live under: nothing inline, nothing from elsewhere. */
export const contentSecurityPolicy =
  "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

export interface StaticServer {
  /** Address of the site, with a slash at its end. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

function refuse(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
}

/**
 * Serves a folder as a plain file host would: from a sub-path, with no rewriting of addresses, and with a content
 * security policy.
 *
 * @param folder absolute path
 * @param subPath with a slash at both ends
 */
export async function serveStatic(folder: string, subPath: string): Promise<StaticServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (!pathname.startsWith(subPath)) {
      refuse(response);
      return;
    }
    const relative = decodeURIComponent(pathname.slice(subPath.length)) || 'index.html';
    const file = normalize(join(folder, relative.endsWith('/') ? `${relative}index.html` : relative));
    if (!file.startsWith(folder + sep)) {
      refuse(response);
      return;
    }
    readFile(file).then(
      (body) => {
        const type = types[extname(file)] ?? 'application/octet-stream';
        response.writeHead(200, { 'content-type': type, 'content-security-policy': contentSecurityPolicy });
        response.end(body);
      },
      () => {
        refuse(response);
      },
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}${subPath}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

import { unwatchFile, watchFile, type Stats } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Served {
  /** Absolute; they need not exist. */
  readonly files: readonly string[];
  /** One of them is another than before; resolves to whether there is another page now. */
  readonly changed: () => Promise<boolean>;
  readonly page: () => string;
  readonly started: (url: string) => void;
  readonly ended: Promise<unknown>;
}

/** Editors and `apply` replace files: by name they are found again, where a handle would be lost. */
const EVERY_MS = 400;

/** Serves the page to this machine until it is ended, and tells it when to load itself anew. */
export async function serve({ files, changed, page, started, ended }: Served): Promise<void> {
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => answer(request, response, listeners, page));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  started(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const anew = (now: Stats, before: Stats) => {
    // A file that is not there is told of once, as if it had changed.
    if (now.mtimeMs === before.mtimeMs && now.ino === before.ino) return;
    void changed().then((isAnother) => {
      if (isAnother) for (const listener of listeners) listener.write('data: changed\n\n');
    });
  };
  for (const file of files) watchFile(file, { interval: EVERY_MS }, anew);
  await ended;
  for (const file of files) unwatchFile(file, anew);
  for (const listener of listeners) listener.end();
  server.close();
  server.closeAllConnections();
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  listeners: Set<ServerResponse>,
  page: () => string,
) {
  const headers = {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
  const { localPort } = request.socket;
  // A page of somebody else whose name was pointed at this machine asks with that name.
  if (request.headers.host !== `127.0.0.1:${localPort}`) return void response.writeHead(403, headers).end();
  if (request.method !== 'GET') return void response.writeHead(405, headers).end();
  if (request.url === '/events') {
    response.writeHead(200, { ...headers, 'Content-Type': 'text/event-stream' }).write('retry: 1000\n\n');
    listeners.add(response);
    request.on('close', () => listeners.delete(response));
  } else if (request.url === '/') {
    response.writeHead(200, { ...headers, 'Content-Type': 'text/html; charset=utf-8' }).end(page());
  } else response.writeHead(404, headers).end();
}

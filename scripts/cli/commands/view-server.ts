import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ViewServer {
  readonly url: string;
  /** Has the page load itself anew, wherever it is open. */
  readonly changed: () => void;
  readonly close: () => void;
}

/** Serves the page to this machine. */
export async function serve(page: () => string): Promise<ViewServer> {
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => answer(request, response, listeners, page));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    changed: () => {
      for (const listener of listeners) listener.write('data: changed\n\n');
    },
    close: () => {
      for (const listener of listeners) listener.end();
      server.close();
      server.closeAllConnections();
    },
  };
}

const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  listeners: Set<ServerResponse>,
  page: () => string,
): void {
  const end = (status: number, text?: string) =>
    void response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8' }).end(text);
  // A page of somebody else whose name was pointed at this machine asks with that name.
  if (request.headers.host !== `127.0.0.1:${request.socket.localPort}`) return end(403);
  if (request.method !== 'GET') return end(405);
  if (request.url === '/') return end(200, page());
  if (request.url !== '/events') return end(404);
  response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream' }).write('retry: 1000\n\n');
  listeners.add(response);
  request.on('close', () => listeners.delete(response));
}

import { Agent, request as http, type IncomingMessage } from 'node:http';
import { Agent as TlsAgent, request as https } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Answer } from './answers.ts';
import type { Case } from './cases.ts';

const MOST_BYTES = 64 * 1024;
/** Sends one delivery and waits, at most twice as long as it may take. Never follows a redirect, never asks a proxy. */
export async function send(delivery: Case, ackMs: number): Promise<Answer> {
  const start = performance.now();
  const { status, fault } = await post(delivery, ackMs * 2);
  const ms = Math.round(performance.now() - start);
  const got =
    status === null
      ? (fault ?? 'no answer')
      : status < 300 && status >= 200
        ? 'accepted'
        : status >= 400 && status < 500
          ? 'refused'
          : `answered ${status}`;
  const late = ms > ackMs;
  const outcome =
    got === delivery.expect
      ? late
        ? `${got}, but later than ${ackMs} ms`
        : got
      : `${got}, expected ${delivery.expect}`;
  return {
    case: delivery.case,
    expect: delivery.expect,
    status,
    ms,
    agreed: got === delivery.expect && !late,
    outcome,
  };
}

/** For localhost no name server is asked. */
const toLoopback: LookupFunction = (_host, options, done) => {
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ];
  if (options.all) done(null, addresses);
  else done(null, '127.0.0.1', 4);
};

function post({ url, headers, body }: Case, timeoutMs: number): Promise<{ status: number | null; fault?: string }> {
  const target = new URL(url);
  const secure = target.protocol === 'https:';
  // An agent of its own: the global one may have been told of a proxy.
  const agent = secure ? new TlsAgent({ keepAlive: false }) : new Agent({ keepAlive: false });
  const lookup = target.hostname === 'localhost' ? { lookup: toLoopback } : {};
  return new Promise((resolve) => {
    const options = {
      method: 'POST',
      agent,
      ...lookup,
      headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
    };
    const call = (secure ? https : http)(target, options, (answer: IncomingMessage) => {
      let size = 0;
      const end = () => resolve({ status: answer.statusCode ?? null });
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MOST_BYTES) return;
        end();
        call.destroy();
      });
      answer.on('end', end).on('error', end);
    });
    const timer = setTimeout(() => {
      resolve({ status: null, fault: `no answer within ${timeoutMs} ms` });
      call.destroy();
    }, timeoutMs);
    call.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: null, fault: `no answer: ${error.code ?? 'the connection failed'}` }),
    );
    call.on('close', () => clearTimeout(timer));
    call.end(body);
  });
}

import { Agent, request as http, type IncomingMessage } from 'node:http';
import { Agent as TlsAgent, request as https } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Case } from './cases.ts';

/** What came back for a delivery. */
export interface Answer {
  readonly case: string;
  readonly expect: Case['expect'];
  /** Null when none came in time. */
  readonly status: number | null;
  readonly ms: number;
  readonly agreed: boolean;
  readonly outcome: string;
}

const MOST_BYTES = 64 * 1024;
export const MOST_DELIVERIES = 100;

const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);

/** Why a delivery may not be sent there; null when it may. */
export function refusal(url: string, allowed: readonly string[]): string | null {
  if (!URL.canParse(url)) return 'unexpected URL, expected http://localhost:PORT/PATH.';
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return `unexpected ${protocol} URL, expected http: or https:.`;
  if (isLoopback(hostname) || allowed.includes(hostname)) return null;
  return `${hostname} is not this machine. Test deliveries go to another host only with --allow-host ${hostname}.`;
}

/** Sends one delivery and waits, at most twice as long as it may take. Never follows a redirect, never asks a proxy. */
export async function send(delivery: Case, ackMs: number): Promise<Answer> {
  const start = performance.now();
  const { status, fault } = await post(delivery, ackMs * 2);
  const ms = Math.round(performance.now() - start);
  const got = status === null ? (fault ?? 'no answer') : status < 300 && status >= 200 ? 'accepted' : status >= 400 && status < 500 ? 'refused' : `answered ${status}`;
  const late = ms > ackMs;
  const outcome = got === delivery.expect ? (late ? `${got}, but later than ${ackMs} ms` : got) : `${got}, expected ${delivery.expect}`;
  return { case: delivery.case, expect: delivery.expect, status, ms, agreed: got === delivery.expect && !late, outcome };
}

/** For localhost no name server is asked. */
const toLoopback: LookupFunction = (_host, options, done) => {
  const addresses = [{ address: '127.0.0.1', family: 4 }, { address: '::1', family: 6 }];
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
    const options = { method: 'POST', agent, ...lookup, headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) } };
    const call = (secure ? https : http)(target, options, (answer: IncomingMessage) => {
      let size = 0;
      const end = () => resolve({ status: answer.statusCode ?? null });
      answer.on('data', (chunk: Buffer) => void ((size += chunk.length) > MOST_BYTES && (end(), call.destroy())));
      answer.on('end', end).on('error', end);
    });
    const timer = setTimeout(() => {
      resolve({ status: null, fault: `no answer within ${timeoutMs} ms` });
      call.destroy();
    }, timeoutMs);
    call.on('error', (error: NodeJS.ErrnoException) => resolve({ status: null, fault: `no answer: ${error.code ?? 'the connection failed'}` }));
    call.on('close', () => clearTimeout(timer));
    call.end(body);
  });
}

export function describeAnswers(answers: readonly Answer[]): string {
  const width = Math.max(...answers.map((a) => a.case.length));
  const lines = answers.map((a) => `${a.agreed ? 'ok' : 'NO'}  ${a.case.padEnd(width)}  ${String(a.status ?? '-').padStart(3)}  ${String(a.ms).padStart(6)} ms  ${a.outcome}`);
  return `${lines.join('\n')}\n${answers.filter((a) => a.agreed).length} of ${answers.length} as expected\n`;
}

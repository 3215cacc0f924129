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

export const MOST_DELIVERIES = 100;

/** Whether something that was read is a delivery, with headers that HTTP allows. */
export function isCase(value: unknown): value is Case {
  const { case: name, expect, url, body, headers } = value as Case;
  const named = typeof name === 'string' && typeof body === 'string' && URL.canParse(url);
  const fine = ([header, text]: [string, unknown]) =>
    /^[\w-]+$/.test(header) && typeof text === 'string' && /^[\t -~\u0080-\u00ff]*$/.test(text);
  return named && (expect === 'accepted' || expect === 'refused') && Object.entries(headers).every(fine);
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);

/** Why a delivery may not be sent there; null when it may. */
export function refusal(url: string, allowed: readonly string[]): string | null {
  if (!URL.canParse(url)) return 'unexpected URL, expected http://localhost:PORT/PATH.';
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return `unexpected ${protocol} URL, expected http: or https:.`;
  if (isLoopback(hostname) || allowed.includes(hostname)) return null;
  return `${hostname} is not this machine. Test deliveries go to another host only with --allow-host ${hostname}.`;
}

export function describeAnswers(answers: readonly Answer[]): string {
  const width = Math.max(...answers.map((a) => a.case.length));
  const lines = answers.map(({ agreed, case: name, status, ms, outcome }) => {
    const columns = [name.padEnd(width), String(status ?? '-').padStart(3), `${ms} ms`.padStart(9), outcome];
    return [agreed ? 'ok' : 'NO', ...columns].join('  ');
  });
  return `${lines.join('\n')}\n${answers.filter((a) => a.agreed).length} of ${answers.length} as expected\n`;
}

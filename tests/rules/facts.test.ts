import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { DEFAULT_CONFIG } from '../../scripts/rules/config.ts';
import { check } from '../../scripts/rules/run.ts';
import { filledTemplates } from '../spec/filled.ts';

const catalog = readSheets(fileURLToPath(new URL('../..', import.meta.url)));

/** Findings of one rule on the filled templates with another service and some edits. */
function found(rule: string, service: string, ...edits: readonly (readonly [string, string])[]): string[] {
  let text = filledTemplates().replaceAll('Stripe', service);
  for (const [from, to] of edits) {
    expect(text).toContain(from);
    text = text.replace(from, () => to);
  }
  const { diagnostics } = check({ text, file: '07.md', project: null, catalog, config: DEFAULT_CONFIG, today: '2026-11-23' });
  return diagnostics.filter((d) => d.rule === rule).map((d) => d.message);
}

describe('facts/acknowledge', () => {
  const within = (time: string) => ['**Acknowledge Within:** 1 s', `**Acknowledge Within:** ${time}`] as const;
  test.each([
    ['GitHub', '30 s', ['Unexpected acknowledgement within 30 s: GitHub waits 10 s']],
    ['GitHub', '10 s', []],
    ['Sentry', '2 s', ['Unexpected acknowledgement within 2 s: Sentry waits 1 s']],
    ['A service without a sheet', '1 h', []],
  ])('%s within %s', (service, time, messages) => expect(found('facts/acknowledge', service, within(time))).toEqual(messages));
});

describe('facts/sandbox', () => {
  const environment = (name: string, host: string) => ['| each of the project\'s own | host, sandbox, test account |', `| ${name} | ${host} |`] as const;
  test.each([
    ['staging', 'https://connect.squareup.com', ['Unexpected production host connect.squareup.com in the environment "staging", expected Square\'s sandbox connect.squareupsandbox.com']],
    ['staging', 'https://connect.squareupsandbox.com', []],
    ['production', 'https://connect.squareup.com', []],
  ])('Square in %s at %s', (name, host, messages) => expect(found('facts/sandbox', 'Square', environment(name, host))).toEqual(messages));
});

describe('facts/signature', () => {
  test('a provider that does not sign', () => {
    expect(found('facts/signature', 'Postmark')).toEqual(['Unexpected signature of Postmark: it does not sign its deliveries']);
  });
  test('a provider that signs', () => {
    const text = ['**Signature Verification:** [^source]', '**Signature Verification:** Not applicable: the address is secret'] as const;
    expect(found('facts/signature', 'GitHub', text)).toEqual(['Unexpected "Not applicable" for the signature of GitHub: its deliveries are signed (X-Hub-Signature-256)']);
  });
  test('no sheet, no guess', () => expect(found('facts/signature', 'Acme')).toEqual([]));
});

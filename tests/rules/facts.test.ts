import { describe, expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../scripts/rules/config.ts';
import { check } from '../../scripts/rules/run.ts';
import { filledTemplates } from '../spec/filled.ts';
import { catalog, found as foundInExample } from './example.ts';

/** Findings of one rule on the filled templates with another service and some edits. */
function found(rule: string, service: string, ...edits: readonly (readonly [string, string])[]): string[] {
  let text = filledTemplates().replaceAll('Stripe', service);
  for (const [from, to] of edits) {
    expect(text).toContain(from);
    text = text.replace(from, () => to);
  }
  const { diagnostics } = check({ text, file: '07.md', project: null, catalog, config: DEFAULT_CONFIG, code: [], today: '2026-11-23' });
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

describe('facts/retired', () => {
  const retry = (text: string) => foundInExample('facts/retired', ['The order stays "waiting for payment"', `${text} The order stays "waiting for payment"`]);
  const message = 'Unexpected "latest_invoice.payment_intent" of Stripe: gone since API 2025-03-31.basil; expected latest_invoice.confirmation_secret or invoice.payments';
  test.each([
    'The job reads `latest_invoice.payment_intent`.',
    'The household does not wait while the job reads the invoice and takes `latest_invoice.payment_intent`.',
    'Never use `latest_invoice.payment_intent`. The job reads `latest_invoice.payment_intent`.',
    'Nothing is lost; `latest_invoice.payment_intent` is read again.',
    'Der Job liest `latest_invoice.payment_intent`; das Postfach wird nicht gelesen.',
  ])('used: %s', (text) => expect(retry(text)).toEqual([message]));
  test.each([
    'Do not use `latest_invoice.payment_intent`.',
    '`latest_invoice.payment_intent` is not used.',
    '`latest_invoice.payment_intent` is gone: the job reads `invoice.payments`.',
    'The job reads `invoice.payments` instead of `latest_invoice.payment_intent`.',
    '`latest_invoice.payment_intent` wird nicht verwendet.',
  ])('warned of: %s', (text) => expect(retry(text)).toEqual([]));
});

describe('facts/replay', () => {
  const window = (time: string) => ['**Replay Window:** 5 min', `**Replay Window:** ${time}`] as const;
  test.each([
    ['Stripe', '1 h', ["Unexpected replay window of 1 h: Stripe's own verification allows 5 min"]],
    ['Stripe', '15 min', []],
    ['Paddle', '5 min', []],
    ['Paddle', '1 day', ["Unexpected replay window of 1 day: Paddle's own verification allows 5 s"]],
    ['Discord', '1 h', []],
    ['GitHub', '5 min', ['Unexpected replay window: GitHub signs no timestamp whose age could be checked']],
    // Linear's timestamp stands in the signed body.
    ['Linear', '1 min', []],
  ])('%s within %s', (service, time, messages) => expect(found('facts/replay', service, window(time))).toEqual(messages));
});

describe('facts/signature: signed content in words', () => {
  const content = (text: string) => foundInExample('facts/signature', ['| `{t}.{rawBody}` |', `| ${text} |`]);
  test.each(['the raw body only', 'raw request body', 'body', 'URL and raw body', 'der rohe Body', '`rawBody`'])('%s', (text) => {
    expect(content(text)).toEqual([`Unexpected signed content "${text.replace(/`/g, '')}" of Stripe's signature, expected {t}.{rawBody}`]);
  });
  test.each(['timestamp, dot, raw body', 'the timestamp joined with the raw body', '`t` + `.` + raw body', 'as the SDK computes it', 'Zeitstempel, Punkt und der rohe Body'])('%s', (text) => expect(content(text)).toEqual([]));
});

describe('facts/authentication', () => {
  const method = (text: string) => ['**Authentication Method:** method', `**Authentication Method:** ${text}`] as const;
  const hubspot = 'OAuth 2.0 access token (Bearer) or Service Key (Bearer, system to system) or legacy private-app token (existing apps only)';
  test.each([
    ['HubSpot', 'API key as bearer token', 'API key', hubspot],
    ['HubSpot', 'API-Schlüssel im Header', 'API-Schlüssel', hubspot],
    ['PayPal', 'HTTP Basic with an API key', 'Basic, API key', 'OAuth 2.0 client credentials → Bearer (POST /v1/oauth2/token)'],
    ['SendGrid', 'OAuth 2.0 client credentials', 'OAuth', 'Bearer API key'],
    ['Resend', 'AWS SigV4', 'SigV4', 'Bearer API key'],
  ])('%s: %s', (service, text, claimed, expected) => {
    expect(found('facts/authentication', service, method(text))).toEqual([`Unexpected authentication "${claimed}" of ${service}, expected ${expected}`]);
  });
  test.each([
    ['HubSpot', 'Service Key as bearer token; HubSpot has no API key any more'],
    ['HubSpot', 'OAuth 2.0, authorization code flow'],
    ['PayPal', 'client credentials, exchanged for a bearer token'],
    ['SendGrid', 'restricted API key as bearer token'],
    ['SendGrid', 'bearer token'],
    ['Postmark', 'server token in `X-Postmark-Server-Token`; webhooks use HTTP Basic'],
    ['Stripe', 'OAuth 2.0 of the connected account'],
    ['X', 'API key and secret, OAuth 1.0a'],
    ['Salesforce', 'JWT signed with our certificate'],
    ['A service without a sheet', 'API key'],
  ])('%s: %s agrees', (service, text) => expect(found('facts/authentication', service, method(text))).toEqual([]));
});

describe('facts/credential', () => {
  const variable = (name: string) => ['| `STRIPE_SECRET_KEY` |', `| \`${name}\` |`] as const;
  test.each([
    ['HubSpot', 'HUBSPOT_API_KEY', ['Unexpected variable HUBSPOT_API_KEY: HubSpot has no API keys']],
    ['HubSpot', 'HUBSPOT_CLIENT_SECRET', []],
    ['HubSpot', 'HUBSPOT_CLIENT_ID', []],
    ['HubSpot', 'CRM_API_KEY', []],
    ['PayPal', 'PAYPAL_API_KEY', ['Unexpected variable PAYPAL_API_KEY: PayPal has no API keys']],
    ['Stripe', 'STRIPE_API_KEY', []],
    ['Shopify', 'SHOPIFY_API_KEY', []],
    ['Anthropic', 'ANTHROPIC_CLIENT_SECRET', ['Unexpected variable ANTHROPIC_CLIENT_SECRET: Anthropic has no OAuth clients']],
  ])('%s: %s', (service, name, messages) => expect(found('facts/credential', service, variable(name))).toEqual(messages));
});

describe('facts/sdk-retries', () => {
  const again = 'Unexpected own retries: @slack/bolt itself retries 10 times, so 3 × 11 = 33 calls';
  test.each([
    ['the official SDK', [again]],
    ['`@slack/bolt`', [again]],
    ['a function of ours', []],
    ['a plain HTTP call, no Slack SDK', []],
    ['the Web Payments SDK in the browser', []],
    ['the SDK, whose retries are off: SDK retries 0', []],
  ])('%s', (calls, messages) => expect(found('facts/sdk-retries', 'Slack', ['what the user gets meanwhile; what must not be blocked', `calls are made by ${calls}`])).toEqual(messages));
  test('an SDK that verifies webhooks makes no calls', () => expect(found('facts/sdk-retries', 'Slack')).toEqual([]));
});

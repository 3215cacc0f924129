import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { parseProject } from '../../scripts/project/parse.ts';
import { readProject } from '../../scripts/project/read.ts';
import type { ProjectContext } from '../../scripts/project/types.ts';
import type { ServiceSheet } from '../../scripts/services/sheet.ts';
import { parseSource } from '../../scripts/services/source.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';
import { skeleton, type Templates } from '../../scripts/spec/skeleton.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { sheets } = readSheets(root);
const read = (name: string) => readFileSync(`${root}/templates/sections/${name}.md`, 'utf8');
const templates: Templates = { overview: read('overview'), service: read('service'), testing: read('testing'), operations: read('operations'), references: read('references') };

const madeUp: ServiceSheet = {
  id: 'made-up', name: 'Made Up', aliases: [], category: 'P', docs: 'https://docs.made-up.example', auth: ['Bearer key'], production: ['https://api.made-up.example/v1'], sandboxHost: null, sandbox: null,
  variables: ['MADE_UP_KEY'],
  webhooks: [{ id: 'made-up', signed: true, instead: null, header: 'X-Made-Up', algorithm: 'HMAC-SHA256', content: '{rawBody}', encoding: 'hex', key: 'secret text', replay: null, acknowledge: null, redelivery: null, dedupe: null, verify: { node: 'verify()' }, scheme: null }],
  events: [{ name: 'thing.done', means: 'paid' }, { name: 'thing.undone', means: 'refunded' }],
  quotas: [{ limit: '5 requests per second', scope: null, plan: null }], apiVersion: '2026-01-01', retired: [], status: null,
  endpoints: [], sdks: {}, limits: [], idempotency: null, prices: [], pricePage: null, lead: [], deprecations: [], compliance: null, traps: [],
  none: [], products: [],
  sources: Object.fromEntries([
    'run npm:@made-up/sdk@1.2.3 run 2026-11-20', 'page https://docs.made-up.example/everything 2026-11-25', 'limits https://docs.made-up.example/limits 2026-11-26',
    'hooks https://docs.made-up.example/webhooks',
  ].map((text) => [text.slice(0, text.indexOf(' ')), parseSource(text.slice(0, text.indexOf(' ')), text.slice(text.indexOf(' ') + 1))])),
  cited: { auth: ['run'], production: ['run'], webhooks: ['run', 'hooks'], quotas: ['limits'], events: ['hooks'] },
};
const sheetOf = (id: string) => [madeUp, ...sheets].find((s) => s.id === id)!;
const draft = (...ids: string[]) => draftFor(null, ...ids);
const draftFor = (project: ProjectContext | null, ...ids: string[]) => skeleton(templates, ids.map((id) => ({ code: sheetOf(id).category, name: sheetOf(id).name, sheet: sheetOf(id) })), '2026-11-23', project);

describe('a draft from sheets', () => {
  test.each(sheets.map((s) => [s.id] as const))('%s: every section and part stands in its place', (id) => {
    const { section } = parseSection7(draft(id), 'd.md');
    expect(section!.problems).toEqual([]);
    expect(Object.values(section!.services[0]!.parts).filter((part) => part === undefined)).toEqual([]);
  });

  test('what the sheet knows is filled in, with the page that shows it', () => {
    const text = draft('made-up');
    const filled = text.split('\n').filter((l) => /^\*\*(?:Authentication Method|Base URL|API Version|Rate Limits|Signature Verification|Event Types):|^\| `|^\[\^made/.test(l));
    expect(filled).toEqual([
      '**Authentication Method:** ‹choose: Bearer key› [^made-up]',
      '| `MADE_UP_KEY` | ‹kind› | ‹the project\'s store and path› | ‹period and trigger› |',
      '**Base URL:** `https://api.made-up.example/v1` [^made-up]',
      '**API Version:** 2026-01-01 ',
      '**Rate Limits:** 5 requests per second [^made-up-limits]',
      '**Signature Verification:** [^made-up-webhooks]',
      '| `X-Made-Up` | HMAC-SHA256 | hex | `{rawBody}` | ‹`VARIABLE`› | verify() |',
      '**Event Types:** [^made-up-webhooks]',
      '| `thing.done` | ‹paid: what we do› |',
      '| `thing.undone` | ‹refunded: what we do› |',
      '[^made-up]: Made Up, documentation; verified with @made-up/sdk 1.2.3. https://www.npmjs.com/package/@made-up/sdk/v/1.2.3 (checked 2026-11-20)',
      '[^made-up-limits]: Made Up, documentation. https://docs.made-up.example/limits (checked 2026-11-26)',
      '[^made-up-webhooks]: Made Up, documentation; verified with @made-up/sdk 1.2.3. https://docs.made-up.example/webhooks (sheet read 2026-11-23; not checked)',
    ]);
  });
  test('the footnotes of a sheet', () => {
    expect(draft('postmark').split('\n').filter((l) => l.startsWith('[^'))).toEqual([
      '[^postmark]: Postmark, documentation; verified with postmark 5.1.0. https://www.npmjs.com/package/postmark/v/5.1.0 (checked 2026-11-26)',
      '[^postmark-webhooks]: Postmark, documentation. https://postmarkapp.com/developer/webhooks/webhooks-overview (checked 2026-11-24)',
      '[^postmark-events]: Postmark, documentation; verified with postmark 5.1.0. https://postmarkapp.com/developer/api/suppressions-api (checked 2026-11-26)',
    ]);
  });
  test('a provider without signature or without webhooks', () => {
    expect(draft('postmark')).toContain('**Signature Verification:** Not applicable: Postmark does not sign this delivery;');
    expect(draft('google-oauth')).toContain('##### 7.A.1.5 Webhook Implementation\nNot applicable: ‹confirm that Google Sign-In sends no webhooks; its sheet knows none›\n\n##### 7.A.1.6');
  });
  test('services are numbered by category, in the order of the format', () => {
    const headings = draft('postmark', 'stripe', 'google-oauth', 'twilio').split('\n').filter((l) => /^#{3,4} 7\.[A-Z](?:\.\d)? /.test(l) && !/7\.[TORH]/.test(l));
    expect(headings).toEqual(['### 7.A Authentication & Identity', '#### 7.A.1 Google Sign-In', '### 7.P Payment & Financial', '#### 7.P.1 Stripe', '### 7.C Communication', '#### 7.C.1 Postmark', '#### 7.C.2 Twilio']);
  });
});

describe('a draft for a project', () => {
  const project = parseProject(readProject(`${root}/examples/harbor-kitchen`), readSheets(root));
  const text = draftFor(project, 'google-oauth', 'stripe', 'postmark');
  const block = (from: string, to: string) => text.slice(text.indexOf(from), text.indexOf(to, text.indexOf(from)));

  test('its features are covered, as far as the documents say by which service', () => {
    expect(block('| Feature | Title', '\n\n### 7.4').split('\n').slice(2)).toEqual([
      '| 3.2 | Sign-in | Google Sign-In | ‹what for, or why nothing is needed› |',
      '| 3.3 | Weekly Box | none | ‹what for, or why nothing is needed› |',
      '| 3.4 | Checkout | Stripe | ‹what for, or why nothing is needed› |',
      '| 3.5 | Order Mail | Postmark | ‹what for, or why nothing is needed› |',
      '| 3.6 | Recipe Cards | none | ‹what for, or why nothing is needed› |',
    ]);
    expect(block('| 7.P.1 |', '\n')).toBe('| 7.P.1 | Stripe | Payment & Financial | 3.4 | ‹real-time API, webhook› | ‹decided, proposed or open› |');
    expect(block('flowchart LR', '```')).toBe('flowchart LR\n  F3_2["3.2 Sign-in"] --> S1["Google Sign-In"]\n  F3_4["3.4 Checkout"] --> S2["Stripe"]\n  F3_5["3.5 Order Mail"] --> S3["Postmark"]\n');
  });
  test('its names of variables, environments and endpoints stand instead of the sheet’s', () => {
    const stripe = block('#### 7.P.1 Stripe', '##### 7.P.1.6');
    expect(stripe.match(/^\| `[A-Z_]+`/gm)).toEqual(['| `STRIPE_SECRET_KEY`', '| `STRIPE_WEBHOOK_SECRET`']);
    expect(stripe.match(/^\| (?:local|staging|production) /gm)).toEqual(['| local ', '| staging ', '| production ']);
    expect(stripe).toContain('**Features Supported:** 3.4\n');
    expect(stripe).toContain('**Webhook Endpoint:** `POST /webhooks/stripe`\n');
  });
  test('a feature that names no service of the draft stays to be filled in', () => {
    const without = draftFor(project, 'stripe');
    expect(without).toContain('| 3.2 | Sign-in | ‹names, or "none"› | ‹what for, or why nothing is needed› |');
    expect(parseSection7(without, 'd.md').section!.problems).toEqual([]);
  });
});

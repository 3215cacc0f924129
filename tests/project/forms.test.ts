import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readProject } from '../../scripts/project/read.ts';
import { describeProject } from '../../scripts/project/report.ts';
import { catalog, parse, stances, calls } from './context.ts';

// A project in the forms of the steps that come before this one; each form stands in it once.
const project = await parse(readProject(fileURLToPath(new URL('../fixtures/projects/pressline', import.meta.url))));
const places = (quotes: readonly { readonly text: string; readonly section?: string }[]) =>
  quotes.map((q) => `${q.section ? `${q.section}: ` : ''}${q.text}`);
const constraints = (kind: string) => places(project.constraints.filter((c) => c.kind === kind));

test('sections by their numbers; a table of contents is none', () => {
  expect(project.sections.map((s) => `${s.number} ${s.title}`)).toEqual([
    '1 Executive Summary',
    '3 Feature Specifications',
    '4 API Architecture & Specifications',
    '5 Database Architecture & Schema Design',
    '6 Security Architecture & Compliance',
    '8 Implementation Roadmap',
    '10 Deployment & Operations',
    'architecture Executive Technical Summary',
  ]);
  expect(project.prerequisites.every((p) => p.state === 'present')).toBe(true);
});

test('features: phases of their own and of the matrix, all requirements, all integration points', () => {
  expect(
    project.features.map((f) => [
      f.id,
      f.title,
      f.phase,
      f.matrixPhase?.text,
      f.needs,
      f.requirements.map((q) => q.text),
      f.integrationPoints.map((q) => q.text),
    ]),
  ).toEqual([
    ['3.2', 'Orders', '1', 'Phase 1', 'none', ['none (all in our database)'], []],
    [
      '3.3',
      'Payments',
      '1',
      'Phase 1',
      'stated',
      ['Mollie for cards and iDEAL', 'Mollie for refunds, not vouchers'],
      ['Mollie payments and refunds; Postmark (receipts)'],
    ],
    [
      '3.4',
      'Driver Tours',
      '3',
      'Phase 2',
      'stated',
      ['Routely tour planning; Mapbox or HERE for the map'],
      ['Routely'],
    ],
    ['3.5', 'Notices', '2', 'Phase 2', 'stated', ['Postmark for mail', 'MessageBird for SMS'], []],
  ]);
});

test('vendors: boxes, requirements, blocks, columns and variables decide', () => {
  expect(stances(project)).toEqual({
    'Google Cloud SQL': 'unchecked',
    Firestore: 'unchecked',
    PostgreSQL: 'chosen',
    Auth0: 'declined',
    Clerk: 'unchecked',
    Sentry: 'chosen',
    Mixpanel: 'unchecked',
    Mollie: 'chosen mentioned',
    Stripe: 'unchecked',
    Postmark: 'chosen',
    Algolia: 'chosen',
    SendGrid: 'unchecked mentioned',
    Routely: 'chosen mentioned',
    'Linen Index': 'chosen',
    Aiven: 'chosen',
    Vonage: 'chosen',
    Mapbox: 'candidate',
    'HERE Technologies': 'candidate',
    'Bird (MessageBird)': 'chosen',
    Google: 'mentioned',
    'AWS KMS': 'mentioned',
    Datadog: 'mentioned',
  });
  const mollie = project.vendors.filter((v) => v.name === 'Mollie' && v.stance === 'chosen').map((v) => v.section);
  expect(new Set(mollie)).toEqual(new Set(['architecture', '4', '3.3', '5']));
});

test('where the documents disagree', () => {
  expect(
    project.contradictions.map((c) => `${c.kind} ${c.subject}: ${c.sides.map((s) => s.says).join(' / ')}`),
  ).toEqual([
    'vendors SMS: Vonage / Bird (MessageBird)',
    'declined SendGrid: unchecked / named',
    'unused Algolia: chosen, and no feature names it',
    'phase 3.4 Driver Tours: the matrix / the feature',
  ]);
});

test('endpoints in bold, headings, fences, tables, labels and OpenAPI, each once', () => {
  expect(calls(project)).toEqual([
    'POST /auth/login',
    'GET /api/orders/{id}',
    'POST /api/orders',
    'POST /api/payments/webhook (webhook)',
    'POST /api/webhooks/routely (webhook)',
    'GET /api/tours',
    'DELETE /api/orders/{id}',
    'GET /prices',
    'PATCH /shops/{id}',
    'POST /payments',
    'GET /payments/{id}',
    'POST /payments/{id}/refund',
    'POST /payments/{id}/cancel',
    'POST /api/webhooks/mollie (webhook)',
  ]);
  expect(project.endpointsComplete).toBe(true);
  expect(project.apiBases.map((b) => [b.text, b.prefix])).toEqual([
    ['https://api.pressline.example/v1', '/v1'],
    ['https://demo-api.pressline.example/v1', '/v1'],
  ]);
  expect(project.endpoints.find((e) => e.path === '/shops/{id}')!.place.line).toBe(134);
});

test('tables after all statements, with types', () => {
  expect(project.tables.map((t) => `${t.name}: ${t.columns.map((c) => `${c.name} ${c.type}`).join(', ')}`)).toEqual([
    'customers: id uuid, email varchar(255)',
    'orders: id uuid, customer_id uuid, state order_state',
    'payments: id uuid, order_id uuid, mollie_payment_id text, amount_cents integer, refunded_at timestamptz',
  ]);
  expect([project.schemaComplete, project.sql.length, project.sql[0]!.dialect, project.tables[2]!.place!.line]).toEqual(
    [true, 2, 'postgresql', 164],
  );
});

test('environments where they stand, and the variables of the env fence', () => {
  expect(places(project.environments)).toEqual(['Staging', 'Production', 'Development', 'Local', 'Demo']);
  expect(places(project.variables)).toEqual([
    'DATABASE_URL',
    'REDIS_URL',
    'MOLLIE_API_KEY',
    'POSTMARK_SERVER_TOKEN',
    'ROUTELY_TOKEN',
  ]);
});

test('budgets and volumes, each once and in its class; bodies and status codes are none', () => {
  expect(constraints('budget')).toEqual([
    '10: Budget: Third-party services at most EUR 350 a month',
    'architecture: Cost Considerations: Fees at most 2.1 % of the order value',
    'architecture: Cost Considerations: About EUR 35 a month',
    'architecture: Cost Considerations: EUR 26 and EUR 15 a month',
    'architecture: Third-party services: ceiling EUR 400 a month in month 12',
  ]);
  expect(constraints('volume')).toEqual([
    '1: Target after one year: 4,000 orders a month, mean EUR 31.',
    '3.2: 4,000 orders a month; 2.4 bags per order on average.',
    '3.4: 12 tours a day, 40 stops each.',
    '3.5: Notices per order: 3 e-mails and 2 SMS.',
    'architecture: Expected Load: 4,000 orders a month, up to 300 a day before holidays',
    'architecture: Data Volume: 9,000 customers after one year',
  ]);
  expect(constraints('limit')).toEqual(['4: Rate Limiting: 600 requests per hour per user']);
});

test('the other rules', () => {
  expect(constraints('objective')).toEqual([
    '3.2: The order is confirmed within 2 seconds',
    '3.2: Performance Requirements: P95 below 300 ms',
    '4: Response Time: P95 < 250ms',
    '4: Availability: 99.5% uptime SLA',
    'architecture: Response Time Targets: P95 below 700 ms for steps that call Mollie',
  ]);
  expect(
    ['retention', 'rotation', 'residency', 'secret-store', 'date', 'on-call'].map((kind) => constraints(kind)),
  ).toEqual([
    ['6: Delete notices 60 days after delivery'],
    ['6: Key rotation every 120 days'],
    ['architecture: Cloud Provider: Fly.io, region eu-central-1 for the database'],
    ['6: AWS KMS for encryption key storage'],
    ['8: Phase 1 (weeks 1 to 10): first payments in week 9'],
    [
      '6: P0: answer within 30 minutes, day and night',
      '10: Support hours: 8:00 to 20:00, no on-call rota at weekends',
      'architecture: no on-call rota at weekends',
    ],
  ]);
});

test('open questions', () => {
  expect(places(project.questions)).toEqual([
    'architecture: External APIs: Routely for the tours of the drivers, whose contract is not signed yet',
    'architecture: Who pays the fee of a refund, Pressline or the shop?',
    'architecture: When does Routely sign?',
  ]);
});

test('the report is short, never shows an empty box as a service, and begins with the verdict', () => {
  const report = describeProject(project, catalog, 'd.md');
  const lines = report.split('\n');
  expect(lines[0]).toBe('# Preflight: ready');
  expect(lines.length).toBeLessThan(100);
  const chosen = report.slice(report.indexOf('## Services chosen'), report.indexOf('## Named'));
  expect(chosen).toContain('- `Mollie`: ');
  for (const name of ['Stripe', 'Auth0', 'Clerk', 'SendGrid', 'Google Cloud', 'Adyen', 'Linear'])
    expect(chosen).not.toContain(name);
  expect(report).toContain('`Auth0` declined (02:46)');
});

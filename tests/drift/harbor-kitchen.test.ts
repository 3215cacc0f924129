import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { drift } from '../../scripts/drift/drift.ts';
import { parseScript } from '../../scripts/drift/parse-script.ts';
import { readRepository } from '../../scripts/drift/repository.ts';
import type { DriftInput, RepoFile } from '../../scripts/drift/types.ts';
import { grammarsFor } from '../../scripts/project/grammars.ts';
import { parseProject } from '../../scripts/project/parse.ts';
import { readProject } from '../../scripts/project/read.ts';
import { loadSchemaReader } from '../../scripts/project/schema-sql.ts';
import type { CheckResult, Diagnostic } from '../../scripts/report/diagnostic.ts';
import { DEFAULT_CONFIG } from '../../scripts/rules/config.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';
import { changed, HARBOR_FILE, ROOT, textOf } from '../support.ts';

const root = join(ROOT, 'examples/harbor-kitchen');
const text = textOf(join(root, HARBOR_FILE));
const { files } = readRepository(root);
let rest: Omit<DriftInput, 'section' | 'repository'>;

beforeAll(async () => {
  const catalog = readSheets(ROOT);
  const documents = readProject(root);
  const project = parseProject(documents, catalog, await grammarsFor(documents));
  rest = { catalog, project, parsers: { script: parseScript, sql: await loadSchemaReader() } };
});

function run(own: readonly RepoFile[], sectionText = text): CheckResult[] {
  const { doc, section } = parseSection7(sectionText, HARBOR_FILE);
  return drift({ ...rest, section: section!, repository: { files: own, left: [] } }, doc, DEFAULT_CONFIG);
}

const findings = (results: readonly CheckResult[]): Diagnostic[] => results.flatMap(({ diagnostics }) => diagnostics);

/** The repository with one passage of one file changed, or in several files the same one. */
const edited = (from: string, to: string, ...paths: readonly string[]) =>
  files.map((file) => (paths.includes(file.path) ? { ...file, text: changed(file.text, from, to) } : file));
const everywhere = (from: string, to: string) =>
  files.map(({ path, text: own }) => ({ path, text: own.replaceAll(from, to) }));
const added = (path: string, own: string): RepoFile[] => [...files, { path, text: own }];

type Seed = readonly [what: string, rule: string, says: RegExp, repository: () => RepoFile[], section?: () => string];

const SEEDS: readonly Seed[] = [
  [
    'another major of a package, asked for with a caret in both',
    'packages',
    /of stripe, expected 22/,
    () => [...files],
    () => changed(text, '`stripe` 23.1.0', '`stripe` ^22.1.0').replaceAll('stripe 23.1.0', 'stripe'),
  ],
  // Variables
  [
    'a variable that nobody reads any more',
    'variables',
    /STRIPE_WEBHOOK_SECRET: no file/,
    () => everywhere('STRIPE_WEBHOOK_SECRET', 'REMOVED'),
  ],
  [
    'a variable with another name in code',
    'variables',
    /GOOGLE_OAUTH_SECRET|GOOGLE_CLIENT_SECRET/,
    () => everywhere('GOOGLE_CLIENT_SECRET', 'GOOGLE_OIDC_SECRET'),
  ],
  [
    'a credential of Stripe without a row',
    'variables',
    /STRIPE_PUBLISHABLE_KEY/,
    () => edited('STRIPE_SECRET_KEY=\n', 'STRIPE_SECRET_KEY=\nSTRIPE_PUBLISHABLE_KEY=\n', '.env.example'),
  ],
  [
    'a token that only the deployment sets',
    'variables',
    /POSTMARK_ACCOUNT_TOKEN/,
    () =>
      edited(
        '      MAIL_FROM:',
        '      POSTMARK_ACCOUNT_TOKEN: ${POSTMARK_ACCOUNT_TOKEN}\n      MAIL_FROM:',
        'compose.yml',
      ),
  ],
  [
    'a row for a variable that the code does not have',
    'variables',
    /POSTMARK_STREAM: no file/,
    () => [...files],
    () => changed(text, '| `MAIL_FROM` |', '| `POSTMARK_STREAM` | stream | Configuration | None |\n| `MAIL_FROM` |'),
  ],
  // Routes
  [
    'a webhook route under another path',
    'routes',
    /\/webhooks\/mail-events.*|postmark/,
    () => edited("'/webhooks/postmark'", "'/webhooks/postmark-events'", 'src/webhooks.ts'),
  ],
  [
    'a webhook route with another method',
    'routes',
    /Unexpected method PUT, expected POST/,
    () => edited("app.post('/webhooks/stripe'", "app.put('/webhooks/stripe'", 'src/webhooks.ts'),
  ],
  [
    'a webhook that nobody serves',
    'routes',
    /POST \/webhooks\/stripe: no route/,
    () => edited("app.post('/webhooks/stripe'", "app.post('/internal/events'", 'src/webhooks.ts'),
  ],
  [
    'an endpoint of 7.E that nobody serves',
    'routes',
    /GET \/v1\/orders\/\{id\}: no route/,
    () => edited("'/orders/:id'", "'/boxes/:id'", 'src/orders.ts'),
  ],
  [
    'a second webhook of Stripe',
    'routes',
    /\/webhooks\/stripe-connect, which has no row/,
    () =>
      edited(
        "  app.post('/webhooks/postmark'",
        "  app.post('/webhooks/stripe-connect', connect);\n  app.post('/webhooks/postmark'",
        'src/webhooks.ts',
      ),
  ],
  // SDKs
  [
    'another major version of the SDK',
    'packages',
    /version 22\.4\.0 of stripe, expected 23/,
    () =>
      files.map((file) =>
        file.path === 'package.json'
          ? { ...file, text: changed(file.text, '"stripe": "23.1.0"', '"stripe": "22.4.0"') }
          : file.path === 'package-lock.json'
            ? {
                ...file,
                text: changed(
                  changed(file.text, '"stripe": "23.1.0"', '"stripe": "22.4.0"'),
                  '"node_modules/stripe": {\n      "version": "23.1.0"',
                  '"node_modules/stripe": {\n      "version": "22.4.0"',
                ),
              }
            : file,
      ),
  ],
  [
    'an SDK that its vendor has retired',
    'packages',
    /aws-sdk v2/,
    () => edited('"fastify"', '"aws-sdk": "2.1692.0",\n    "fastify"', 'package.json'),
  ],
  // Services that crept in
  [
    'an SDK of another service',
    'services',
    /package twilio: .*no service Twilio/,
    () => edited('"stripe": "23.1.0"\n', '"stripe": "23.1.0",\n    "twilio": "6.3.1"\n', 'package.json'),
  ],
  [
    'a call of another service without an SDK',
    'services',
    /host api\.openai\.com/,
    () =>
      edited('const SEND =', "export const TEXT = 'https://api.openai.com/v1/responses';\nconst SEND =", 'src/mail.ts'),
  ],
  [
    'a credential of another service',
    'services',
    /SENTRY_DSN: .*no service Sentry/,
    () => edited('MAIL_FROM=', 'MAIL_FROM=\nSENTRY_DSN=', '.env.example'),
  ],
  [
    'SDK, host and key of one service are one finding',
    'services',
    /HubSpot/,
    () => [
      ...edited('"stripe": "23.1.0"\n', '"stripe": "23.1.0",\n    "@hubspot/api-client": "14.0.1"\n', 'package.json'),
      {
        path: 'src/crm.ts',
        text: "fetch('https://api.hubapi.com/crm', { headers: { a: process.env.HUBSPOT_ACCESS_TOKEN } });",
      },
    ],
  ],
  // Alerts
  [
    'an alert that is no rule',
    'alerts',
    /mails_failed_total/,
    () => edited('increase(mails_failed_total[1h]) > 0', 'up == 0', 'ops/alerts.yml'),
  ],
  [
    'an alert on another metric',
    'alerts',
    /signin_total/,
    () =>
      edited('signin_total', 'login_total', 'ops/alerts.yml').map((file) => ({
        ...file,
        text: file.path === 'ops/alerts.yml' ? file.text.replaceAll('signin_total', 'login_total') : file.text,
      })),
  ],
  // Schema
  [
    'a column that no migration makes',
    'schema',
    /column orders\.refunded_cents/,
    () => edited('  ADD COLUMN refunded_cents int NOT NULL DEFAULT 0,\n', '', 'migrations/002_integrations.sql'),
  ],
  [
    'a table of 7.E that no migration makes',
    'schema',
    /table refunds/,
    () => [...files],
    () => changed(text, 'ALTER TABLE mails\n', 'CREATE TABLE refunds (id text PRIMARY KEY);\nALTER TABLE mails\n'),
  ],
  [
    'a column that a later migration drops',
    'schema',
    /column mails\.sent_at/,
    () => added('migrations/003_less.sql', 'ALTER TABLE mails DROP COLUMN sent_at;'),
  ],
];

test('on the example nothing is found, and all of it was compared', () => {
  const results = run(files);
  expect(findings(results)).toEqual([]);
  expect(results.flatMap(({ notChecked }) => notChecked)).toEqual([]);
});

describe('each of these drifts is found, and nothing else', () => {
  test.each(SEEDS.map((seed) => [seed[0], seed] as const))(
    '%s',
    (_, [, rule, says, repository, section = () => text]) => {
      const found = findings(run(repository(), section()));
      expect(found.map((d) => d.rule)).toEqual([`drift/${rule}`]);
      expect(found[0]!.message).toMatch(says);
      // Both places: one in the repository, one in Section 7.
      const inSection = [found[0]!.file, ...found[0]!.related.map(({ file }) => file)].map(
        (file) => file === HARBOR_FILE,
      );
      expect([inSection.includes(true), inSection.includes(false)]).toEqual([true, true]);
    },
  );
});

test('what 7.0 quotes to settle it is found until it is settled, with both places', () => {
  const repository = edited("'/webhooks/stripe'", "'/webhooks/stripe-events'", 'src/webhooks.ts').map((file) => ({
    ...file,
    text: file.text.replaceAll('STRIPE_SECRET_KEY', 'STRIPE_API_KEY'),
  }));
  const decisions =
    '| D-8 | The code serves `POST /webhooks/stripe-events`. | `POST /webhooks/stripe` | – | Lead | May |\n' +
    '| D-9 | The code reads `STRIPE_API_KEY`. | `STRIPE_SECRET_KEY` | – | Lead | May |\n';
  const found = findings(run(repository, changed(text, '| D-1 |', `${decisions}| D-1 |`)));
  expect(found.map(({ message }) => message).sort()).toEqual([
    expect.stringContaining('variable STRIPE_API_KEY, expected STRIPE_SECRET_KEY'),
    expect.stringContaining('webhook route POST /webhooks/stripe-events, expected POST /webhooks/stripe'),
  ]);
});

test('variables of a table that services share are compared too', () => {
  const rows = '| `TRACES_API_KEY` | Write | SOPS | 7.O.2 |\n| `POSTMARK_INBOUND_TOKEN` | Read | SOPS | 7.O.2 |\n';
  const table = `\n| Variable | Kind and rights | Kept in | Rotation |\n|---|---|---|---|\n${rows}`;
  const heading = '### 7.4 Integration Security Framework\n';
  const shared = changed(text, heading, `${heading}${table}`);
  // TRACES_ is nobody's and stands beside nothing that the repository has; POSTMARK_ is Postmark's.
  expect(findings(run(files, shared)).map(({ message }) => message)).toEqual([
    'Unexpected variable POSTMARK_INBOUND_TOKEN: no file of the repository names it',
  ]);
  const known = [...files, { path: 'src/traces.ts', text: 'export const key = process.env.TRACES_URL;\n' }];
  const url = changed(shared, '| `TRACES_API_KEY`', '| `TRACES_URL` | Address | SOPS | – |\n| `TRACES_API_KEY`');
  expect(findings(run(known, url)).map(({ message }) => message)).toContain(
    'Unexpected variable TRACES_API_KEY: no file of the repository names it',
  );
});

test('a key is no new name of a secret', () => {
  const found = findings(
    run(everywhere('STRIPE_WEBHOOK_SECRET', 'REMOVED').concat({ path: '.env.stripe', text: 'STRIPE_ACCOUNT_KEY=\n' })),
  );
  expect(found.map(({ message }) => message)).toEqual([
    expect.stringContaining('STRIPE_WEBHOOK_SECRET: no file of the repository names it'),
    expect.stringContaining('STRIPE_ACCOUNT_KEY, which looks like a credential of Stripe'),
  ]);
});

test("a vendor's address is above none of our routes", () => {
  const spring =
    '@RestController\n@RequestMapping("/api/webhook")\nclass Hooks {\n  @PostMapping("/stripe/notification")\n  void a() {}\n}\n';
  const address = changed(text, '**Base URL:**', '**Base URL:** https://www.payments.example/api ·');
  const found = findings(run(added('src/main/java/shop/harbor/Hooks.java', spring), address));
  // One route, with what its class puts before it.
  expect(found.map(({ message }) => message)).toEqual([
    'Unexpected webhook route POST /api/webhook/stripe/notification, which has no row in 7.4',
  ]);
});

test('a route of parameters alone answers with its method', () => {
  const row = '| `POST /admin/exports` | New | V-1 |\n';
  const header = '| Endpoint | Change | Why |\n|---|---|---|\n';
  const wanted = changed(text, header, `${header}${row}`);
  const says = (verb: string) => {
    const base = { path: 'src/Base.java', text: '@RequestMapping("/admin")\nclass Base {}\n' };
    const own = { path: 'src/A.java', text: `class A extends Base {\n  @${verb}Mapping("{name}")\n  void a() {}\n}\n` };
    return findings(run([...files, base, own], wanted)).map(({ message }) => message);
  };
  expect(says('Post')).toEqual([]);
  expect(says('Delete')).toEqual([
    expect.stringContaining('endpoint POST /admin/exports: no route of the code serves it'),
  ]);
});

test('a service without a sheet is told by its own name, and what its SDK reads by itself is no lost variable', () => {
  const service =
    '#### 7.P.2 Northpaw\n\n| Variable | Kind and rights | Kept in | Rotation |\n|---|---|---|---|\n| `NORTHPAW_USER` | name | SOPS | – |\n\n' +
    '#### 7.P.3 Sentry\n\n| Variable | Kind and rights | Kept in | Rotation |\n|---|---|---|---|\n| `SENTRY_DSN` | address | SOPS | – |\n\n';
  const section = changed(text, '### 7.C Communication', `${service}### 7.C Communication`);
  const code = [
    ...added('src/northpaw.ts', 'export const x = [process.env.NORTHPAW_USER, process.env.NORTHPAW_API_KEY];\n'),
    { path: 'Gemfile', text: 'gem "sentry-raven"\n' },
  ];
  expect(findings(run(code, section)).map(({ message }) => message)).toEqual([
    expect.stringContaining('NORTHPAW_API_KEY, which looks like a credential of Northpaw'),
  ]);
});

test('a host of all of one vendor is no sign of the service that the section has not', () => {
  const host = added('src/admin.ts', "export const uri = 'https://accounts.google.com/o/oauth2/auth';\n");
  const without = text.replaceAll('Google Sign-In', 'Google Workspace').replaceAll('accounts.google.com', 'x.example');
  expect(findings(run(host, without)).filter(({ rule }) => rule === 'drift/services')).toEqual([]);
});

test('a comment in Section 7 disables a finding, from either of its places', () => {
  const repository = everywhere('POSTMARK_SERVER_TOKEN', 'REMOVED');
  const section = changed(
    text,
    '| `POSTMARK_SERVER_TOKEN` | Token',
    '| `POSTMARK_SERVER_TOKEN` <!-- vibe-specs-disable drift/variables: later --> | Token',
  );
  const results = run(repository, section);
  expect(findings(results)).toEqual([]);
  expect(results.flatMap(({ disabled }) => disabled.map(({ reason }) => reason))).toEqual(['later']);
});

test('the example is what its tests and its package say', () => {
  expect(readdirSync(root).sort()).toEqual([
    '.env.example',
    '.github',
    'Dockerfile',
    'compose.yml',
    'docs',
    'migrations',
    'ops',
    'package-lock.json',
    'package.json',
    'src',
    'test',
  ]);
});

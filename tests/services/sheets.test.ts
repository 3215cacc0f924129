import { describe, expect, test } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { BUDGET, describeFacts, describeFully } from '../../scripts/services/facts-report.ts';
import { findQuantities } from '../../scripts/quantities/index.ts';
import { needOf } from '../../scripts/project/needs.ts';
import { findProduct, findService } from '../../scripts/services/catalog.ts';
import { factsFor, select, type Selection } from '../../scripts/services/select.ts';
import { isHomePage, LANGUAGES } from '../../scripts/services/source.ts';

const catalog = readSheets(new URL('../..', import.meta.url).pathname);
const { sheets } = catalog;
const TODAY = '2026-11-30';

const selections = sheets.flatMap((sheet): [string, Selection][] => {
  const products = sheet.products.map((product): [string, Selection] => [
    `${sheet.id}/${product.id}`,
    { sheet, product, language: null },
  ]);
  return [[sheet.id, { sheet, product: null, language: null }], ...products];
});

describe.each(selections)('%s', (_id, selection) => {
  const short = describeFacts(selection, TODAY);
  const full = describeFully(selection, TODAY);

  test('prints within the budget', () => {
    expect(short.length).toBeLessThanOrEqual(BUDGET);
    for (const language of LANGUAGES)
      expect(describeFacts({ ...selection, language }, TODAY).length).toBeLessThanOrEqual(BUDGET);
  });

  test('what has no room is counted, and stands in full', () => {
    const missing = select(selection).filter(
      ({ fact, value }) =>
        fact === 'traps' && !short.split('\n').some((line) => /^Trap: /.test(line) && line.includes(value as string)),
    ).length;
    expect(Number(/^More: .*?(\d+) traps\b/m.exec(short)?.[1] ?? 0)).toBe(missing);
    const { sheet, product } = selection;
    for (const { traps, events, endpoints } of product ? [sheet, product] : [sheet]) {
      for (const text of [...traps, ...events.map((e) => e.name), ...endpoints.map((e) => e.url)])
        expect(full).toContain(text);
    }
  });

  test('each footnote is explained', () => {
    for (const text of [short, full]) {
      const cited = new Set([...text.matchAll(/\[\^([\w.-]+)\]/g)].map(([, key]) => key));
      const notes = text
        .split('\n')
        .filter((line) => /^\[\^[\w.-]+\][,:]/.test(line))
        .join('\n');
      const explained = new Set([...notes.matchAll(/\[\^([\w.-]+)\]/g)].map(([, key]) => key));
      expect([...cited].filter((key) => !explained.has(key))).toEqual([]);
    }
  });

  test('says what to do where nothing is signed, and what is signed elsewhere', () => {
    for (const w of selection.sheet.webhooks) {
      const stated = w.signed ? [w.header, w.algorithm, w.content, w.encoding, w.key] : [w.instead];
      expect(
        stated.every((s) => s !== null),
        w.id,
      ).toBe(true);
      if (!w.signed) expect([w.header, w.algorithm, w.scheme]).toEqual([null, null, null]);
    }
  });
});

describe('what may be copied into a specification', () => {
  test.each(selections)(
    '%s: each fact has a page that shows it, of the vendor and of no other language',
    (_id, { sheet, product }) => {
      for (const language of LANGUAGES) {
        for (const { path, sources, scope } of factsFor(catalog, sheet.id, product?.id ?? null, language)) {
          expect(sources.length, path).toBeGreaterThan(0);
          for (const source of sources) {
            expect(isHomePage(source.url!), path).toBe(false);
            if (scope.languages === null) expect([null, language], path).toContain(source.language);
            else expect(scope.languages, path).toContain(language);
            expect(scope.regions, path).toBeNull();
            expect(source.thirdParty, path).toBe(false);
          }
        }
      }
    },
  );
});

describe('what rules compute with', () => {
  const quotas = sheets.flatMap((s) =>
    [s, ...s.products].flatMap((holder) => holder.quotas.map((q) => [s.id, q.limit] as const)),
  );
  test.each(quotas)('%s: quota %s can be read', (_id, limit) => {
    expect(findQuantities(limit)[0]?.kind).toBe('rate');
  });

  const deadlines = sheets.flatMap((s) =>
    s.webhooks.flatMap((w) => (w.acknowledge === null ? [] : [[w.id, w.acknowledge] as const])),
  );
  test.each(deadlines)('%s: acknowledge within %s can be read', (_id, text) => {
    expect(findQuantities(text)[0]?.kind).toBe('duration');
  });
});

describe('names', () => {
  test.each([
    ['Grafana Cloud', 'grafana-cloud'],
    ['Grafana', null],
    ['Grafana (self-hosted)', null],
    ['Elastic Cloud', 'elasticsearch'],
    ['Elastic Load Balancing', null],
    ['Elastic Beanstalk', null],
    ['Zoho CRM', 'zoho-crm'],
    ['Zoho Mail', null],
    ['WhatsApp', null],
    ['WhatsApp Cloud API', 'whatsapp-business'],
    ['S3', 'aws-s3'],
    ['S3-compatible storage (MinIO)', null],
    ['Azure Storage Queues', null],
    ['Redis', null],
    ['Prometheus', null],
    ['RabbitMQ', null],
    ['PostgreSQL', null],
    ['Keycloak', 'keycloak'],
    ['Keycloak, self-hosted', 'keycloak'],
    ['Stripe Payments', 'stripe'],
    ['Twitter', 'x-twitter'],
  ])('%s: %s', (name, id) => expect(findService(catalog, name)?.id ?? null).toBe(id));

  test('of products', () => {
    for (const sheet of sheets) {
      for (const product of sheet.products) {
        for (const name of [`${sheet.id}/${product.id}`, product.name, ...product.aliases])
          expect(findProduct(catalog, name), name).toEqual({ sheet, product });
      }
    }
    expect(findProduct(catalog, 'Google')?.sheet.id).toBe('google-oauth');
    expect([findService(catalog, 'Google'), findService(catalog, 'Google Pay')]).toEqual([null, null]);
    expect(findProduct(catalog, 'stripe/nothing')).toBeNull();
    expect(findProduct(catalog, 'nobody/connect')).toBeNull();
    expect(findProduct(catalog, 'Stripe')?.product).toBeNull();
  });

  test('what vendors are chosen for goes by the ids of sheets', () => {
    expect(['aws-cognito', 'supabase', 'messagebird'].map(needOf)).toEqual(['sign-in', 'sign-in', 'SMS']);
  });
});

describe('the catalogue', () => {
  test('no two services or families share an id', () => {
    const ids = sheets.flatMap((s) => [...new Set([s.id, ...(s.webhooksOf ? [] : s.webhooks.map((w) => w.id))])]);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  test('a variable with a footnote is read by code of the SDK: what a readme shows, the project reads itself', () => {
    const shown = selections
      .flatMap(([, selection]) => select(selection))
      .filter(({ fact, sources }) => fact === 'variables' && sources.some((s) => s.package?.file?.endsWith('.md')));
    expect(shown.map(({ value }) => value)).toEqual([]);
  });

  test('a sandbox host is another host than the production host', () => {
    for (const s of sheets.flatMap((sheet) => [sheet, ...sheet.products])) {
      if (s.sandboxHost !== null) expect(s.production).not.toContain(s.sandboxHost);
    }
  });

  test('the word unverified stands nowhere: what nobody checked is unknown', () => {
    for (const sheet of sheets) expect(JSON.stringify(sheet)).not.toMatch(/unverified/i);
  });
});

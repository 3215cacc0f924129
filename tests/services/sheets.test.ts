import { describe, expect, test } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { BUDGET, describeFully, describeSheet } from '../../scripts/services/facts-report.ts';
import { parseDuration, parseRate } from '../../scripts/quantities/index.ts';
import { needOf } from '../../scripts/project/needs.ts';
import { findService } from '../../scripts/services/catalog.ts';
import { FACTS } from '../../scripts/services/sheet.ts';

const { sheets } = readSheets(new URL('../..', import.meta.url).pathname);

const known = (value: unknown): boolean => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);

describe.each(sheets.map((s) => [s.id, s] as const))('%s', (_id, sheet) => {
  test('prints within the budget', () => {
    expect(describeSheet(sheet).length).toBeLessThanOrEqual(BUDGET);
  });

  test('what has no room is counted, and stands in full', () => {
    const [short, full] = [describeSheet(sheet), describeFully(sheet)];
    const missing = sheet.traps.filter((trap) => !short.includes(`- ${trap}\n`)).length;
    const counted = /^More: facts --full .*?\(.*?(?:(\d+) )?traps?\b/m.exec(short);
    expect(counted ? Number(counted[1] ?? 1) : 0).toBe(missing);
    for (const text of [...sheet.traps, ...sheet.evidence.filter((e) => e.how !== 'memory').map((e) => e.source), ...(sheet.events ?? []).map((e) => e.name), ...(sheet.endpoints ?? []).map((e) => e.url)]) expect(full).toContain(text);
  });

  test('has evidence for each fact, and none for what it does not know', () => {
    const named = new Set(sheet.evidence.flatMap((e) => e.facts).filter((f) => f !== 'traps'));
    expect([...named].sort()).toEqual(FACTS.filter((key) => known(sheet[key])).sort());
  });

  test('says what to do where nothing is signed, and what is signed elsewhere', () => {
    for (const w of sheet.webhooks) {
      const stated = w.signed ? [w.header, w.algorithm, w.content, w.encoding, w.key] : [w.instead];
      expect(stated.every((s) => s !== null), w.id).toBe(true);
      if (!w.signed) expect([w.header, w.algorithm, w.scheme]).toEqual([null, null, null]);
    }
  });
});

describe('what rules compute with', () => {
  const quotas = sheets.flatMap((s) => s.quotas.map((q) => [s.id, q.limit] as const));
  test.each(quotas)('%s: quota %s can be read', (_id, limit) => {
    expect(parseRate(limit)).toMatchObject({ kind: 'rate' });
  });

  const deadlines = sheets.flatMap((s) => s.webhooks.flatMap((w) => (w.acknowledge === null ? [] : [[w.id, w.acknowledge] as const])));
  test.each(deadlines)('%s: acknowledge within %s can be read', (_id, text) => {
    expect(parseDuration(text)).toMatchObject({ kind: 'duration' });
  });
});

describe('names', () => {
  test.each([
    ['Grafana Cloud', 'grafana-cloud'], ['Grafana', null], ['Grafana (self-hosted)', null], ['Elastic Cloud', 'elasticsearch'], ['Elastic Load Balancing', null], ['Elastic Beanstalk', null],
    ['Zoho CRM', 'zoho-crm'], ['Zoho Mail', null], ['WhatsApp', null], ['WhatsApp Cloud API', 'meta-graph'], ['S3', 'aws-s3'], ['S3-compatible storage (MinIO)', null], ['Azure Storage Queues', null],
    ['Redis', null], ['Prometheus', null], ['RabbitMQ', null], ['PostgreSQL', null], ['Keycloak', 'keycloak'], ['Keycloak, self-hosted', 'keycloak'], ['Stripe Payments', 'stripe'], ['Twitter', 'x-twitter'],
  ])('%s: %s', (name, id) => expect(findService({ sheets }, name)?.id ?? null).toBe(id));

  test('what vendors are chosen for goes by the ids of sheets', () => {
    expect(['aws-cognito', 'supabase', 'messagebird'].map(needOf)).toEqual(['sign-in', 'sign-in', 'sms']);
  });
});

describe('the catalogue', () => {
  test('no two services or families share an id', () => {
    const ids = sheets.flatMap((s) => [...new Set([s.id, ...s.webhooks.map((w) => w.id)])]);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  test('a sandbox host is another host than the production host', () => {
    for (const s of sheets) if (s.sandboxHost !== null) expect(s.production).not.toContain(s.sandboxHost);
  });

  test('a source that somebody checked stands once', () => {
    for (const s of sheets) {
      const sources = s.evidence.filter((e) => e.how !== 'memory').map((e) => e.source);
      expect(sources.filter((source, i) => sources.indexOf(source) !== i), s.id).toEqual([]);
    }
  });

  test('memory carries no date', () => {
    for (const s of sheets) for (const e of s.evidence) if (e.how === 'memory') expect(e.checked).toBeNull();
  });
});

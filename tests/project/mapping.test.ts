import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../scripts/cli/cli.ts';
import { proposalsFor } from '../../scripts/project/proposals.ts';
import { otherDocuments, readProject } from '../../scripts/project/read.ts';
import { calls, feature, filler, parse, sections, stances } from './context.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'vibe-specs-mapping-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(files: Readonly<Record<string, string | object>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof text === 'string' ? text : JSON.stringify(text));
  }
}
const config = (inputs: object) => ({ 'vibe-specs.config.json': { inputs } });
const state = async () => {
  const project = await parse(readProject(folder));
  return { project, states: project.prerequisites.map((p) => `${p.id} ${p.state}`).join(', ') };
};
const READY = '3 present, 4 present, 5 present, 6 present, architecture present';
async function preflight(): Promise<{ status: number; text: string }> {
  let text = '';
  const status = await main(['preflight'], {
    cwd: folder,
    env: {},
    isTTY: false,
    out: (t) => void (text += t),
    err: (t) => void (text += t),
    stdin: () => Promise.resolve(Buffer.alloc(0)),
    today: '2026-11-23',
  });
  return { status, text };
}

describe('inputs of the configuration', () => {
  test('one document under another name, by its headings', async () => {
    put({
      'docs/tech spec.md': sections({}),
      'docs/arch.md': `# A\n${filler}\n`,
      ...config({
        features: 'docs/tech spec.md#3. Features',
        api: 'docs/tech spec.md#API',
        database: 'docs/tech spec.md#5',
        security: 'docs/tech spec.md#Security',
        architecture: 'docs/arch.md',
      }),
    });
    const { project, states } = await state();
    expect([states, project.layout, project.target.path, project.unread]).toEqual([
      READY,
      'folder',
      'docs/tech spec.md',
      [],
    ]);
  });
  test('whole files, an OpenAPI document, SQL, Prisma and Drizzle', async () => {
    put({
      'a/features.md': `# F\n\n${feature('Stripe')}`,
      'a/sec.md': filler,
      'a/arch.md': filler,
      'api/openapi.json': {
        openapi: '3.1.0',
        servers: [{ url: 'https://x.example/v2', description: 'Staging' }],
        paths: { '/hooks/stripe': { post: {}, parameters: [] } },
        webhooks: { done: {} },
      },
      'db/schema.sql': '-- tables\nCREATE TABLE a (x int);',
      'db/schema.prisma':
        'model User {\n  id Int @id\n  mail String @map("email")\n  posts Post[]\n  @@map("users")\n}\nmodel Post {\n  id Int @id\n}\n',
      'db/schema.ts':
        "export const orders = pgTable('orders', { id: uuid('id').primaryKey(), paidAt: timestamp('paid_at').notNull() });\n",
      ...config({
        features: 'a/features.md',
        security: 'a/sec.md',
        architecture: 'a/arch.md',
        api: 'api/openapi.json',
        database: ['db/schema.sql', 'db/schema.prisma', 'db/schema.ts'],
      }),
    });
    const { project, states } = await state();
    expect(states).toBe(READY);
    expect(calls(project)).toEqual(['POST /hooks/stripe (webhook)']);
    expect(project.apiBases.map((b) => b.prefix)).toEqual(['/v2']);
    expect(project.environments.map((e) => e.text)).toEqual(['Staging']);
    expect(
      project.tables.map(
        (t) => `${t.name}: ${t.columns.map((c) => c.name).join(' ')} (${t.place!.file}:${t.place!.line})`,
      ),
    ).toEqual([
      'a: x (db/schema.sql:2)',
      'users: id email (db/schema.prisma:1)',
      'Post: id (db/schema.prisma:7)',
      'orders: id paid_at (db/schema.ts:1)',
    ]);
    expect([project.schemaComplete, project.endpointsComplete, project.target.path]).toEqual([
      true,
      true,
      'a/07-integrations.md',
    ]);
    expect(stances(project)).toEqual({ Stripe: 'chosen' });
  });
  test('a folder with a file for each feature', async () => {
    put({
      'specs/a/1.md': '# FR-1 Pay\n**Integration Requirements:** Stripe\n',
      'specs/b.md': '# FR-2 Mail\n**Integration Requirements:** Postmark\n',
      ...config({ features: 'specs' }),
    });
    expect((await state()).project.features.map((f) => `${f.id} ${f.requirements[0]!.text}`)).toEqual([
      'FR-1 Stripe',
      'FR-2 Postmark',
    ]);
  });
  test('the file that is for Section 7 alone', async () => {
    put({
      'docs/06-technical-specification.md': sections({}),
      'docs/external.md': '# Third-Party Services\n\nAsk Ada.\n',
      ...config({ integrations: 'docs/external.md' }),
    });
    expect((await state()).project.target).toMatchObject({
      path: 'docs/external.md',
      exists: true,
      dedicated: true,
      title: 'Third-Party Services',
      obstacle: null,
    });
  });
  test.each([
    [
      { feature: 'x.md' },
      '"inputs": unknown key "feature", expected one of features, api, database, security, architecture, integrations',
    ],
    [{ features: 'x.md' }, '"inputs.features": there is no x.md in the project'],
    [{ features: 7 }, '"inputs.features": expected a path, a folder, or "path#heading"'],
    [{ features: '../x.md' }, '"inputs.features": ../x.md lies outside of the project'],
    [{ features: '..' }, '"inputs.features": .. lies outside of the project'],
    [[], '"inputs": expected an object'],
  ])('%j', (inputs, message) => {
    put(config(inputs));
    expect(() => readProject(folder)).toThrow(`vibe-specs.config.json: ${message}`);
  });
  test('a heading that is not there is said, with those that are', async () => {
    put({ 'docs/s.md': sections({}), ...config({ features: 'docs/s.md#Funktionen' }) });
    expect((await state()).project.unread[0]).toEqual({
      what: 'docs/s.md#Funktionen',
      why: 'the document has no such heading; it has "Spec", "Features", "API", "Database", "Security"',
      how: 'correct the heading in "inputs" of vibe-specs.config.json',
    });
  });
});

describe('what is missing is proposed from what was seen', () => {
  test('documents under other names', async () => {
    put({
      'docs/tech-spec.md': sections({}),
      'docs/architecture.md': `# Architecture\n${filler}\n`,
      'README.md': '# Security\n',
    });
    const project = await parse(readProject(folder));
    const [proposal, ...others] = proposalsFor(project, otherDocuments(folder, new Set()));
    expect(others).toEqual([]);
    const inputs = {
      features: 'docs/tech-spec.md#Features',
      api: 'docs/tech-spec.md#API',
      database: 'docs/tech-spec.md#Database',
      security: 'docs/tech-spec.md#Security',
      architecture: 'docs/architecture.md',
    };
    expect(proposal!.how).toContain(JSON.stringify(inputs));
    const { status, text } = await preflight();
    expect([status, text.split('\n')[0]]).toEqual([1, '# Preflight: not ready. Do not write Section 7 yet.']);
    expect(text).toContain(`No specification found in ${folder}: `);
    expect(text).toMatch(/## What to do next\n1\. seen instead of what is missing: .*docs\/tech-spec\.md#Features/);
    put(config(inputs));
    expect((await preflight()).status).toBe(0);
  });
  test('one section in a document of its own', async () => {
    put({
      'docs/06-technical-specification.md': sections({})
        .replace('## 5. Database', '## 5 x')
        .replace(/## 5 x[^#]*/, ''),
      'docs/02-technical-architecture.md': filler,
      'docs/05-database-design.md': `# Tables\n${filler}\n`,
      'openapi.yaml': 'openapi: 3.1.0\n',
    });
    expect((await preflight()).text).toContain(`'database'`.replaceAll("'", '"'));
  });
  test.each<[string, Record<string, string>, object]>([
    [
      'files that are named for their topics, with headings numbered otherwise',
      {
        'docs/03-api-specification.md': `# API Specification\n\n## 3. Buyers\n\n## 4. Vendor Endpoints\n${filler}\n`,
        'docs/04-database-schema.md': `# Database Schema\n\n## 3. Tables\n\n## 5. Database Functions\n${filler}\n`,
      },
      { api: 'docs/03-api-specification.md', database: 'docs/04-database-schema.md' },
    ],
    [
      'a schema before a diagram, an OpenAPI document before prose',
      {
        'prisma/schema.prisma': 'model A {\n  id Int @id\n}\n',
        'docs/design.md': `# Design\n\n## 4. API\n${filler}\n\n## 5. Database schema (Mermaid)\n${filler}\n`,
        'api/openapi.yaml': 'openapi: 3.1.0\npaths: {}\n',
      },
      { api: 'api/openapi.yaml', database: 'prisma/schema.prisma' },
    ],
    [
      'the folder of migrations; seeds make no table',
      {
        'db/migrations/001.sql': 'CREATE TABLE a (id int);',
        'db/migrations/002.sql': 'CREATE TABLE b (id int);',
        'db/schema-seed.sql': 'INSERT INTO a VALUES (1);',
        'docs/database.md': filler,
      },
      { database: 'db/migrations' },
    ],
    [
      'a specification that numbers its sections before a file about a part of one',
      { 'docs/spec.md': sections({}), 'docs/api-guidelines.md': filler, 'docs/database-backups.md': filler },
      { features: 'docs/spec.md#Features', api: 'docs/spec.md#API', database: 'docs/spec.md#Database' },
    ],
  ])('%s', async (_, files, expected) => {
    put(files);
    const project = await parse(readProject(folder));
    const [proposal] = proposalsFor(project, otherDocuments(folder, new Set()));
    expect(JSON.parse(/"inputs": (\{.*?\})/.exec(proposal!.how)![1]!)).toMatchObject(expected);
  });
  test('what a mapped heading leaves unread of its file', async () => {
    put({
      'docs/06-technical-specification.md': sections({}),
      'docs/02-technical-architecture.md': filler,
      'docs/api.md': '# API\n\n## Vendor Endpoints\n`GET /a`\n\n## Buyer Endpoints\n`GET /b`, `POST /b`, `GET /a`\n',
      'docs/db.md':
        '# DB\n\n## Views\n```sql\nCREATE TABLE a (id int);\n```\n\n## Tables\n```sql\nCREATE TABLE b (id int);\n```\n',
      ...config({ api: 'docs/api.md#Vendor Endpoints', database: 'docs/db.md#Views' }),
    });
    const { project } = await state();
    expect(project.unread.map((u) => u.what)).toEqual([
      '2 endpoints of docs/api.md outside of "Vendor Endpoints" (first at docs/api.md:7)',
      '1 tables of docs/db.md outside of "Views" (first at docs/db.md:10)',
    ]);
    expect([project.unread[0]!.how, project.endpointsComplete, project.schemaComplete]).toEqual([
      'set "inputs": { "api": "docs/api.md" } in vibe-specs.config.json',
      false,
      false,
    ]);
    put(config({ api: 'docs/api.md', database: 'docs/db.md' }));
    expect((await state()).project.unread).toEqual([]);
  });
  test('files of the folder that are not read are named with the line that helps', async () => {
    put({
      'docs/06-technical-specification/03-features.md': `## 3. F\n\n${feature('none')}`,
      'docs/06-technical-specification/openapi.yaml': 'openapi: 3.1.0\n',
      'docs/06-technical-specification/schema.sql': 'SELECT 1;',
      'docs/06-technical-specification.md': '# old\n',
    });
    expect((await state()).project.unread.map((u) => `${u.what}: ${u.how}`)).toEqual([
      'docs/06-technical-specification.md: remove one of the two',
      'docs/06-technical-specification/openapi.yaml: set "inputs": { "api": "docs/06-technical-specification/openapi.yaml" } in vibe-specs.config.json',
      'docs/06-technical-specification/schema.sql: set "inputs": { "database": "docs/06-technical-specification/schema.sql" } in vibe-specs.config.json',
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import { draftOf } from '../../scripts/spec/draft.ts';
import { describeProject, isReady } from '../../scripts/project/report.ts';
import type { ProjectContext } from '../../scripts/project/types.ts';
import { calls, catalog, feature, filler, read, sections, stances } from './context.ts';

const taken = ({ sections: found }: ProjectContext) =>
  found.filter((s) => /^[3-6]$/.test(s.number)).map((s) => `${s.number} ${s.title} ${s.file.split('/').at(-1)}`);
const states = (p: ProjectContext) => Object.fromEntries(p.prerequisites.map((x) => [x.id, x.state]));

describe('what is taken for which section', () => {
  test('a file that is named for a section wins over a number elsewhere', async () => {
    const project = await read({
      '03-scope.md': `# PRD\n\n## 3. Scope\n### 3.1 Desk\n${filler}\n\n## 4. Fees\n${filler}\n\n## 6. Fonts\n${filler}\n`,
      '04-rest.md': `# API\n\n## 4. Calls\n${filler}\n`,
      '05-tables.md': `## 5. Rows\n${filler}\n`,
    });
    expect(taken(project)).toEqual(['3 Scope 03-scope.md', '4 Calls 04-rest.md', '5 Rows 05-tables.md']);
    expect(states(project)).toMatchObject({ 6: 'missing' });
    expect(project.unread.map((u) => u.what)).toEqual([expect.stringContaining('03-scope.md:10 "Fonts"')]);
    expect(project.unread[0]!.how).toContain('"security": "docs/06-technical-specification/03-scope.md#Fonts"');
  });
  test('one file a section, no numbers', async () => {
    const project = await read({
      '03-features.md': `# Features\n\n## Desk\n${filler}\n`,
      '04-api.md': `# Interface\n${filler}\n`,
      '05-database.md': `# Tables\n${filler}\n`,
      '06-security.md': `# Safety\n${filler}\n`,
    });
    expect(taken(project)).toEqual([
      '3 Features 03-features.md',
      '4 Interface 04-api.md',
      '5 Tables 05-database.md',
      '6 Safety 06-security.md',
    ]);
    expect(project.features.map((f) => f.id)).toEqual(['Desk']);
    expect(isReady(project)).toBe(true);
  });
  test('one document, no numbers', async () => {
    const project = await read(
      `# Spec\n\n## Functional Requirements\n### Desk\n${filler}\n\n## API\n${filler}\n\n## Data Model\n${filler}\n\n## Security\n${filler}\n`,
    );
    expect(taken(project).map((t) => t.split(' ')[0])).toEqual(['3', '4', '5', '6']);
  });
  test.each([
    ['# 3. A', '# 4. B', '# 5. C', '# 6. D'],
    ['## 🚀 3. A', '## 📡 4. B', '## 💾 5. C', '## 🔒 6. D'],
    ['## 3️⃣ A', '## 4️⃣ B', '## 5️⃣ C', '## 6️⃣ D'],
    ['## III. A', '## IV. B', '## V. C', '## VI. D'],
    ['## 第3章 機能', '## 第4章 API', '## 第5章 データベース', '## 第6章 セキュリティ'],
    ['## Part 3: A', '## Part 4: B', '## Part 5: C', '## Part 6: D'],
    ['## **3)** A', '## **4)** B', '## **5)** C', '## **6)** D'],
  ])('%s', async (...headings) => {
    const project = await read(
      headings.map((h, i) => `${h}\n\n${i === 0 ? '### 3.2 Desk\n' : ''}${filler}\n`).join('\n'),
    );
    expect(states(project)).toEqual({
      3: 'present',
      4: 'present',
      5: 'present',
      6: 'present',
      architecture: 'present',
    });
    expect(project.features).toHaveLength(1);
  });
  test('two headings with one number: the title decides, the other is said', async () => {
    const project = await read(`## 4. Fees\n${filler}\n\n${sections({})}`);
    expect(taken(project).find((t) => t.startsWith('4'))).toBe('4 API 06-technical-specification.md');
    expect(project.unread.map((u) => u.what)).toEqual([expect.stringContaining(':1 "Fees"')]);
  });
  test('features of one file each', async () => {
    const files = {
      '03-features/3.2-pay.md': `# 3.2 Pay\n- **Integration Requirements:** Stripe\n`,
      '03-features/3.3-mail.md': '# 3.3 Mail\n- **Integration Requirements:** Postmark\n',
      '04-api.md': filler,
      '05-db.md': filler,
      '06-security.md': filler,
    };
    expect((await read(files)).features.map((f) => [f.id, f.title, f.requirements.map((r) => r.text)])).toEqual([
      ['3.2', 'Pay', ['Stripe']],
      ['3.3', 'Mail', ['Postmark']],
    ]);
  });
});

describe('ready needs features', () => {
  const ids = async (three: string) =>
    (await read(sections({ three }))).features.map(
      (f) => `${f.id} ${f.title}: ${f.requirements.map((r) => r.text).join(' + ')}`,
    );
  test.each([
    [
      'ids of requirements',
      '### FR-001: Pay\n**Integration Requirements:** Stripe\n\n### FR-002 Mail\n**Integration Requirements:** Postmark\n',
      ['FR-001 Pay: Stripe', 'FR-002 Mail: Postmark'],
    ],
    ['user stories', '### US-1 – Pay\n**Integration Requirements:** Stripe\n', ['US-1 Pay: Stripe']],
    [
      'numbered words',
      '### Feature 1: Pay\n**Integration Requirements:** Stripe\n\n### Feature 2: Mail\ntext\n',
      ['Feature 1 Pay: Stripe', 'Feature 2 Mail: '],
    ],
    [
      'epics with features below',
      '### Epic 1: Money\n#### 3.1 Pay\n**Integration Requirements:** Stripe\n#### 3.2 Refund\ntext\n',
      ['3.1 Pay: Stripe', '3.2 Refund: '],
    ],
    [
      'a table',
      '| ID | Feature | Integrations |\n|---|---|---|\n| F-1 | Pay | Stripe |\n| F-2 | Mail | none |\n',
      ['F-1 Pay: Stripe', 'F-2 Mail: none'],
    ],
    [
      'a list',
      '- **FR-1:** Pay by card\n- **FR-2:** Send a receipt\n',
      ['FR-1 Pay by card: ', 'FR-2 Send a receipt: '],
    ],
    [
      'headings without numbers',
      '### Pay\n**Integration Requirements:** Stripe\n\n### Mail\ntext\n\n### Out of Scope\ntext\n',
      ['Pay Pay: Stripe', 'Mail Mail: '],
    ],
  ])('%s', async (_, three, expected) => expect(await ids(three)).toEqual(expected));
  test('a document of other requirements: the features stand below their heading', async () => {
    const three = `### Goals\n${filler}\n\n### Core Features\n#### Pay\n**Integration Requirements:** Stripe\n#### Mail\ntext\n\n### Key Metrics\n${filler}\n`;
    expect(await ids(three)).toEqual(['Pay Pay: Stripe', 'Mail Mail: ']);
  });
  test('without any, it is not ready and says what was seen and what to do', async () => {
    const project = await read(sections({ three: `${filler} ${filler}` }));
    expect(isReady(project)).toBe(false);
    const report = describeProject(project, catalog, 'd.md');
    expect(report.split('\n')[0]).toBe('# Preflight: not ready. Do not write Section 7 yet.');
    expect(report).toMatch(/## Not read\n- the features of Section 3: .*"inputs": \{ "features":/);
  });
});

describe('requirements, all of them', () => {
  const of = async (three: string) =>
    (await read(sections({ three }))).features.map((f) => [
      f.needs,
      f.requirements.map((r) => r.text),
      f.integrationPoints.map((r) => r.text),
    ]);
  test.each<[string, string, unknown[]]>([
    [
      'a list below the label',
      '### 3.2 A\n- **Integration Requirements:**\n  - Stripe for cards\n  - SendGrid for mail\n- **Security Requirements:** none\n',
      ['stated', ['Stripe for cards', 'SendGrid for mail'], []],
    ],
    [
      'a list below a paragraph',
      '### 3.2 A\n**Integration Requirements:**\n- Stripe\n- SendGrid\n\n**Security:** x\n',
      ['stated', ['Stripe', 'SendGrid'], []],
    ],
    [
      'a heading',
      '### 3.2 A\n\n#### Integration Requirements\n- Stripe\n- SendGrid\n\n#### Security\n- none\n',
      ['stated', ['Stripe', 'SendGrid'], []],
    ],
    [
      'a numbered heading and points',
      '### 3.2 A\n\n#### 3.2.5 Integration Requirements\nStripe and SendGrid\n\n**Integration Points:** Stripe events\n',
      ['stated', ['Stripe and SendGrid'], ['Stripe events']],
    ],
    [
      'a label with more below it',
      '### 3.2 A\n- **Integration Requirements:** Stripe:\n  - cards\n  - refunds\n',
      ['stated', ['Stripe:', 'cards', 'refunds'], []],
    ],
    [
      'a line that goes on',
      '### 3.2 A\n**Integration Requirements:** Stripe,\nand SendGrid\n**Next:** x\n',
      ['stated', ['Stripe, and SendGrid'], []],
    ],
    [
      'items of another list',
      '### 3.2 A\n- **Integration Requirements:** TBD\n\n- Volume guess: 3 a day\n',
      ['open', ['TBD'], []],
    ],
    ['nothing behind the label', '### 3.2 A\n- **Integration Requirements:**\n- **Next:** x\n', ['open', [], []]],
    ['German', '### 3.2 A\n- **Integrationsanforderungen:** Stripe\n', ['stated', ['Stripe'], []]],
    [
      'Spanish',
      '### 3.2 A\n**Requisitos de integración:** Stripe. Por definir: reembolsos.\n',
      ['open', ['Stripe. Por definir: reembolsos.'], []],
    ],
  ])('%s', async (_, three, expected) => expect(await of(three)).toEqual([expected]));
});

test('a heading that is repeated is one feature', async () => {
  const three = `### 3.2 Pay\n- **Integration Requirements:** Stripe\n\n${'### 3.2 Pay\n'.repeat(6000)}`;
  const { features } = await read(sections({ three }));
  expect(features.map((f) => [f.id, f.title, f.place.line, f.requirements.length])).toEqual([['3.2', 'Pay', 5, 1]]);
});

describe('endpoints', () => {
  test.each<[string, string, string[]]>([
    ['in bold, once', '**POST /api/webhooks/stripe**\n- events\n', ['POST /api/webhooks/stripe (webhook)']],
    [
      'as a heading',
      '### POST /webhooks/stripe\n\ntext\n\n### `GET /orders`\n',
      ['POST /webhooks/stripe (webhook)', 'GET /orders'],
    ],
    [
      'in a fence',
      '```http\nPOST /webhooks/postmark HTTP/1.1\n\n{}\n```\n\n```\nGET    /orders\nDELETE /orders/{id}\n```\n',
      ['POST /webhooks/postmark (webhook)', 'GET /orders', 'DELETE /orders/{id}'],
    ],
    [
      'method and path in columns, either way',
      '| Method | Path |\n|---|---|\n| GET | `/a` |\n\n| Endpoint | Método |\n|---|---|\n| `/api/webhook` | POST |\n',
      ['GET /a', 'POST /api/webhook (webhook)'],
    ],
    [
      'a table of incoming webhooks without methods',
      '### Incoming webhooks\n\n| Path | From |\n|---|---|\n| `/events/adyen` | Adyen |\n',
      ['POST /events/adyen (webhook)'],
    ],
    [
      'several methods, several ends',
      '`GET/PUT /me`, `POST /b/{id}/accept|decline`',
      ['GET /me', 'PUT /me', 'POST /b/{id}/accept', 'POST /b/{id}/decline'],
    ],
    ['plain text', 'POST /webhooks/stripe takes the events.', ['POST /webhooks/stripe (webhook)']],
    [
      'with our host, and not with another',
      'Base URL: `https://api.ours.example/v1`\n\n`POST https://api.ours.example/v1/a` calls `POST https://api.stripe.com/v1/charges`.',
      ['POST /v1/a'],
    ],
    ['two spellings of one', '`GET /v1/orders/{id}` and `GET /orders/:orderId/`', ['GET /v1/orders/{id}']],
    [
      'endpoints for outgoing webhooks receive none',
      '`POST /v1/webhook-endpoints`, `GET /webhooks`',
      ['POST /v1/webhook-endpoints', 'GET /webhooks'],
    ],
  ])('%s', async (_, four, expected) =>
    expect(calls(await read(sections({ four: `${four}\n\n${filler}` })))).toEqual(expected),
  );
  test('what is not read is said, and rules stay silent', async () => {
    const rows = await read(sections({ four: '`GET /a`\n\n| Path | Does |\n|---|---|\n| `/b` | x |\n' }));
    expect([rows.endpointsComplete, rows.unread.map((u) => u.why)]).toEqual([
      false,
      ['an endpoint is a method and a path'],
    ]);
    const elsewhere = await read(sections({ four: '`GET /a`, the rest in `docs/openapi.yaml`.' }));
    expect([elsewhere.endpointsComplete, elsewhere.unread[0]!.how]).toEqual([
      false,
      'set "inputs": { "api": "docs/openapi.yaml" } in vibe-specs.config.json',
    ]);
    const broken = await read(sections({ four: '`GET /a`\n\n```yaml\nopenapi: 3.1.0\npaths: [\n```\n' }));
    expect([broken.endpointsComplete, broken.unread.length]).toEqual([false, 1]);
  });
});

test('tables as lists and tables of columns; what is in another form is said', async () => {
  const five =
    '### users\n\n- id uuid primary key\n- `email` citext not null\n- role user_role\n- unique (email)\n\n### Table: `orders`\n\n| Column | Type |\n|---|---|\n| id | uuid |\n| total | int |\n';
  const project = await read(sections({ five }));
  expect([
    project.tables.map((t) => `${t.name}: ${t.columns.map((c) => c.name).join(' ')}`),
    project.schemaComplete,
  ]).toEqual([['users: id email role', 'orders: id total'], true]);
  const diagram = await read(sections({ five: '```mermaid\nerDiagram\n  A ||--o{ B : has\n```\n' }));
  expect([diagram.schemaComplete, diagram.unread.map((u) => u.what)]).toEqual([
    false,
    [expect.stringContaining('tables as a diagram')],
  ]);
  const excerpt = await read(sections({ five: 'An extract:\n\n```sql\nCREATE TABLE a (id int);\n```\n' }));
  expect([excerpt.schemaComplete, excerpt.tables.length]).toEqual([false, 1]);
});

describe('limits, budgets and questions that are none', () => {
  test('bodies, parameters and status codes of endpoints', async () => {
    const four =
      '**POST /a**\n- **Request:** `{ "limit": 100, "when": "14:00" }`\n- **Query Parameters:**\n  - `limit`: integer (default: 20, max: 100)\n- **Status Codes:** 200 (Success), 429 (Rate limited)\n- **Description:** Is it there? At most 5 times\n';
    const project = await read(sections({ four }));
    expect([project.constraints, project.questions]).toEqual([[], []]);
  });
  test.each([
    'The picture is rotated by 90 degrees.',
    'The page has a budget of 38 kB.',
    'A basic plan costs $9 a month for customers.',
    '`GET /v1/parts?q=` searches.',
    'A request expires after 24 hours.',
    'Google locks the account after 10 attempts.',
  ])('%s', async (line) => {
    const project = await read(sections({ three: `### 3.2 A\n- **Integration Requirements:** none\n\n${line}\n` }));
    expect([project.constraints.filter((c) => c.kind !== 'limit'), project.questions]).toEqual([[], []]);
  });
});

test('a third language: what has a structure is read, and one line says what was not', async () => {
  const project = await read(
    '## 3. Funcionalidades\n\n### 3.1 Pago\n**Requisitos de integración:** Stripe\n\nEl cliente paga con tarjeta y los datos se guardan en una tabla para que el taller los vea.\n\n## 4. API\n\n| Endpoint | Método |\n|---|---|\n| `/api/webhook` | POST |\n\n## 5. Datos\nUna tabla de pedidos con id y fecha.\n\n## 6. Seguridad\nLos datos personales se borran. Presupuesto: 20 € al mes.\n',
  );
  expect([project.language, stances(project), calls(project), project.constraints.map((c) => c.kind)]).toEqual([
    'other',
    { Stripe: 'chosen' },
    ['POST /api/webhook (webhook)'],
    ['budget'],
  ]);
  expect(project.unread.map((u) => u.what)).toEqual(['prose']);
  expect(isReady(project)).toBe(true);
});

test('German in full', async () => {
  const project = await read(
    sections({
      three:
        '### 3.1 Prioritätsmatrix\n\n**Phase 1:** 3.2\n\n### 3.2 Zahlung\n**Umsetzungsphase:** 2\n\n- **Integrationsanforderungen:** Mollie, kein PayPal\n\nEtwa 900 Zahlungen pro Tag. Wer zahlt die Gebühr?\n',
      six: 'Geheimnisse liegen im Vault. Schlüssel: Rotation alle 90 Tage. Daten werden 30 Tage aufbewahrt. Daten bleiben in der EU.\n',
    }),
    '# Architektur\n\nDas ist die Anwendung auf einem Server mit einer Datenbank und nicht mehr als das.\n\n- **Umgebungen:** Entwicklung, Abnahme und Produktion\n- **Budget:** höchstens 300 EUR im Monat für die Dienste\n',
  );
  expect([project.language, stances(project), project.environments.map((e) => e.text)]).toEqual([
    'de',
    { Mollie: 'chosen', PayPal: 'declined' },
    ['Entwicklung', 'Abnahme', 'Produktion'],
  ]);
  expect(new Set(project.constraints.map((c) => c.kind))).toEqual(
    new Set(['volume', 'budget', 'rotation', 'retention', 'secret-store', 'residency']),
  );
  expect([project.questions.map((q) => q.text), project.contradictions.map((c) => c.kind)]).toEqual([
    ['Etwa 900 Zahlungen pro Tag. Wer zahlt die Gebühr?'],
    ['phase'],
  ]);
});

test('several phases in one line of the matrix; the features that it lists are no volumes', async () => {
  const project = await read(
    sections({
      three: [
        '### 3.1 Feature Implementation Priority Matrix\n\n**Phase 1:** 3.2, 3.3. **Phase 2 (spring):** 3.4.\n\nPhase 1: 3.3 Staff Sign-in\n',
        feature('none', '3.2', 'Desk'),
        '### 3.3 Staff Sign-in\n**Implementation Phase:** 1\n\n340 staff sign in. Full sync at 01:30, changed users every 10 minutes.\n',
        '### 3.4 Cards\n**Implementation Phase:** 2\n\nCards.\n',
      ].join('\n'),
    }),
  );
  expect(project.features.map((f) => [f.id, f.matrixPhase?.text])).toEqual([
    ['3.2', 'Phase 1'],
    ['3.3', 'Phase 1'],
    ['3.4', 'Phase 2'],
  ]);
  expect(project.contradictions).toEqual([]);
  expect(project.constraints.filter((c) => c.kind === 'volume').map((c) => c.text)).toEqual(['340 staff sign in']);
});

test('an old Section 7 that was written by hand is shown', async () => {
  const old =
    '## 7. Integrations\n\n### 7.1 Stripe\nAgreed on 2026-03-02 with finance. At most 100 requests per second.\n\n### 7.2 Routely\nTBD: who signs?\n';
  const project = await read(sections({ more: old }));
  expect(project.oldSection7).toMatchObject({
    title: 'Integrations',
    services: [{ text: 'Stripe' }, { text: 'Routely' }],
    dates: [{ text: expect.stringContaining('2026-03-02') as string }],
    open: [{ text: 'TBD: who signs?' }],
  });
  expect(describeProject(project, catalog, 'd.md')).toMatch(
    /## Old Section 7.*\n- `Integrations` .*\n- services: `Stripe` .*`Routely`/,
  );
  expect(stances(project)).toEqual({});
  const draft = draftOf([], project);
  expect(draft).toContain('| D-1 | Stripe is named by the former Section 7 alone: is it used? |');
  expect(draft).toContain('| D-3 | Open in the former Section 7: TBD: who signs? |');
  expect(draft).toMatch(
    /### 7\.H .*\n\n```text\nAgreed on 2026-03-02 with finance\. At most 100 requests per second\.\n```/,
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonFault } from '../../scripts/code/json.ts';
import { mermaidFault } from '../../scripts/code/mermaid.ts';
import { isJson, isPlainMermaid } from '../../scripts/code/plain.ts';
import { edited, example, right } from './example.ts';

const BEFORE = '#### 7.O.4';

/** Findings about a fence that is put into the example: `line:column message`, counted from the first line of the code. */
async function inFence(language: string, code: string, rule = 'structure/code-syntax'): Promise<string[]> {
  const text = edited(right, [[BEFORE, `\`\`\`\`${language}\n${code}\n\`\`\`\`\n\n${BEFORE}`]]);
  const first = text.slice(0, text.indexOf(`\`\`\`\`${language}\n`)).split('\n').length;
  const { diagnostics } = await example.check7(text);
  expect(diagnostics.filter((d) => d.rule === 'internal/rule-failed')).toEqual([]);
  return diagnostics.filter((d) => d.rule === rule).map((d) => `${d.line - first}:${d.column} ${d.message}`);
}

type Wrong = readonly [code: string, finding: string];
const judged = (language: string, wrong: readonly Wrong[], silent: readonly string[]) => {
  test.each(wrong)('wrong: %s', async (code, finding) => expect(await inFence(language, code)).toEqual([finding]));
  test.each(silent)('right: %s', async (code) => expect(await inFence(language, code)).toEqual([]));
};

describe('JSON', () => {
  judged('json', [
    ['{"a": 1,}', '1:9 Unexpected "}" after a comma in JSON, expected a name in double quotes'],
    ['{\n  "a": 1\n  "b": 2\n}', '3:3 Unexpected string in JSON, expected "," or "}"'],
    ['{"a": [1, 2}', '1:12 Unexpected "}" in JSON, expected "," or "]"'],
    ['{"a": "x\n}', '1:7 Unexpected unclosed string in JSON, expected a double quote on the same line'],
    ["{'a': 1}", '1:2 Unexpected single quote in JSON, expected double quotes'],
    ['{"a": tru}', '1:7 Unexpected "tru" in JSON, expected a value'],
    ['{"a": 1\n\n', '1:7 Unexpected end of JSON, expected "," or "}"'],
    ['{a: 1}', '1:2 Unexpected "a" in JSON, expected a name in double quotes or "}"'],
    ['{"a": "\\x"}', '1:8 Unexpected "\\x" in a string in JSON, expected an escape of JSON'],
    ['{"a": 01}', '1:7 Unexpected "01" in JSON, expected a value'],
    ['{"a" 1}', '1:6 Unexpected "1" in JSON, expected ":"'],
    ['{"a": 1} {"b": 2}', '1:10 Unexpected "{" in JSON, expected the end'],
    ['{"a": {…}', '1:9 Unexpected end of JSON, expected "," or "}"'],
  ], [
    '', '{"a": [1, -2.5e3, true, null, "ä"]}', '[]', '{"a": …, "b": ...}', '{\n  "a": 1,\n  ...\n  "b": [1, …],\n  "c": { ... }\n}', '{"a": 1, ...,\n"b": 2}', '{ … }', '[\n  {"id": 1},\n  …\n]',
    '{"id": <id>, "n": {count}, "m": ${TOTAL}, "k": {{key}}, "l": ‹Zahl›}', '"a": 1,\n"b": {"c": 2},', '{"a": 1}\n\n{"b": 2}', '{ // Betrag in Cent\n  "amount": 100 /* EUR */ }', '{\n  "a": 1,\n  // weitere Felder\n}',
  ]);
  test('jsonc may end a list with a comma', async () => expect(await inFence('jsonc', '{\n  // Kommentar\n  "a": [1, 2,],\n}')).toEqual([]));
  test('nothing is too deep', () => expect(jsonFault(`${'['.repeat(1e5)}1,${']'.repeat(1e5)}`)?.at).toBe(1e5 + 2));
  test('what JSON.parse accepts is right, and what it refuses is wrong, but for what documents may do', () => {
    const mutant = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', ']', '{', ':', '1', 'a', '\\', '\n"', '[')).map(([json, at, put]) => json.slice(0, at % (json.length + 1)) + put + json.slice((at % (json.length + 1)) + 1));
    fc.assert(fc.property(fc.oneof(fc.json(), mutant), (code) => {
      if (isJson(code)) expect(jsonFault(code)).toBeNull();
      // Several values, or members without braces, are for documents only.
      else if (isJson(`[${code}]`) === false && isJson(`{${code}}`) === false && code.trim() !== '' && !/\n|,\s*$/.test(code) && !/[<{]\s*[A-Za-z]/.test(code)) expect(jsonFault(code)).not.toBeNull();
    }), { numRuns: 2000, seed: 7 });
  });
});

describe('YAML', () => {
  judged('yaml', [
    ['a: 1\n b: 2', '1:4 Unexpected second ":" in a line in YAML, expected the value in quotes, or on the next line'],
    ['retries:\n  max: 3\n  note: "x', '3:9 Unexpected unclosed string in YAML, expected a closing quotation mark'],
    ['a: 1\nb: 2\na: 3', '3:1 Unexpected second key of this name in YAML, expected each key once'],
    ['a:\n\tb: 1', '2:2 Unexpected tab in the indentation in YAML, expected spaces'],
    ['a: [1, 2', '1:8 Unexpected end of YAML, expected "]"'],
    ['a: @x', '1:4 Unexpected "@" in YAML, expected quotes around a value that begins with it'],
    ['a: 1\n---\nb: 1\nb: 2', '4:1 Unexpected second key of this name in YAML, expected each key once'],
    ['- a\nb: 1', '2:1 Unexpected "b" in YAML, expected what YAML allows here'],
  ], [
    'groups:\n  - name: stripe\n    rules: [] # Prüfregeln', 'a: !Ref Queue\nb: {{ .Values.x }}\nc: ${C}\nd: <id>', 'a: &x 1\nb: *x', 'a: 1\n...\nb: 2', 'a:\n  - x\n  ...\n  - y', 'a:\n  b: 1\n  …\n  c: 2', '{{- if .x }}\na: 1\n{{- end }}', 'a: |\n  "text\n  : x', 'a: 1\n---\na: 1', '- "x": 1', '# nur ein Kommentar',
  ]);
});

describe('JavaScript and TypeScript', () => {
  judged('js', [
    ['const a = ;', '1:11 Unexpected ";" in JavaScript, expected what its grammar allows here'],
    ['const ok = verify(body);\nfoo(1, 2', '2:8 Unexpected end of JavaScript, expected ","'],
    ['const s = "abc', '1:11 Unexpected unclosed string in JavaScript, expected a closing quotation mark'],
    ['if (x {\n}', '1:7 Unexpected "{" in JavaScript, expected ")"'],
    ['const a = 1 const b = 2', '1:13 Unexpected "const" in JavaScript, expected a semicolon or a new line before it'],
    ['const x = `a', '1:12 Unexpected unclosed template in JavaScript, expected a closing backtick'],
    ['const a = [1, 2;', '1:16 Unexpected ";" in JavaScript, expected ","'],
    ['let a = 1; let a = 2; let b = ;', '1:31 Unexpected ";" in JavaScript, expected what its grammar allows here'],
    ['function f() {\n  …\n  g(;\n}', '3:5 Unexpected ";" in JavaScript, expected what its grammar allows here'],
  ], [
    'const a = 1\nawait x();\nreturn a', '{ a: 1, b: 2 }', 'async create(input) {\n  return 1;\n}', 'let a = 1; let a = 2;', 'a: 1,\nb: 2,', "import x from 'y'\nexport default { z }", 'const { ...rest } = y; f(...args)', "app.post('/x', (req, res) => {\n  // …\n  ...\n  res.send()\n})",
    'client.create({ amount: <amount>, currency: "eur", ... })', '// Prüfe die Signatur\nconst ok = prüfe(body)', 'verify(…)', 'export const handler = async (event) => { … };', 'const url = `${BASE}/v1/{id}`', 'new.target', '#!/usr/bin/env node\nfoo()', 'const el = <b>x</b>',
    'const id: string = order.id; // Typ', 'return (response) => /* handle response */', 'f({\n  headers: // provide your own\n})', '.then((x) => x)\n.catch(fail)', 'class A { @log m() {} }', 'client({\n  ...\n  headers: { a: 1 },\n})',
  ]);
  describe('TypeScript', () => judged('ts', [
    ['type A = { a: string\n', '1:20 Unexpected end of TypeScript, expected what its grammar allows here'],
    ['interface A {\n  a: ;\n}', '2:6 Unexpected ";" in TypeScript, expected what its grammar allows here'],
  ], [
    'async create(input: X): Promise<Y> {\n  ...\n}', 'create(input: X): Promise<Y>;\nget(id: string): Y', 'interface A { a: string; ... }', 'foo(a, ...);\nconst x = { a: 1, … };\nif (x) { … }', 'const id = <T>(a: T) => a; const n = <number>x;', '@Injectable()\nclass A { constructor(private readonly b: B) {} }', 'enum A { B = 1 }', 'class A { hook(@Body() body: Buffer) {} }', 'id: string;\ntotal?: number;', 'declare function f(a: number): void', 'type Event = "a" | "b"', 'function f(a: string): string;', '{\n  id: string;\n  amount?: number;\n}',
  ]));
  test('TSX', async () => expect(await inFence('tsx', 'const a = <b x={1}>x</b>')).toEqual([]));
});

describe('SQL', () => {
  judged('sql', [
    ['SELECT id, FROM t', '1:12 Unexpected "FROM" in SQL, expected what the grammar of SQL allows here'],
    ['SELECT *\nFORM t', '2:1 Unexpected "FORM" in SQL, expected "FROM"'],
    ['CREATE TABEL t (id int)', '1:8 Unexpected "TABEL" in SQL, expected "TABLE"'],
    ['CREATE TABLE t (\n  id uuid PRIMARY KEY\n  name text\n);', '3:3 Unexpected "name" in SQL, expected what the grammar of SQL allows here'],
    ['create table t (id int,\n);', '2:1 Unexpected ")" after a comma in SQL, expected another entry'],
    ["-- äöü 😀\nSELECT 'ä😀', 1 FROM WHERE", '2:22 Unexpected "WHERE" in SQL, expected what the grammar of SQL allows here'],
    ['CREATE TABLE t (id uuid', '1:23 Unexpected end of SQL, expected what the grammar of SQL allows here'],
    ["SELECT 'abc FROM t", '1:8 Unexpected unclosed string in SQL, expected its closing mark'],
    ['SELECT 1 /* x', '1:10 Unexpected unclosed comment in SQL, expected "*/"'],
    ['INSERT INTO t (a, b VALUES (1, 2)', '1:21 Unexpected "VALUES" in SQL, expected what the grammar of SQL allows here'],
    ['CREATE TABLE e (\n  id uuid PRIMARY KEY,\n  …\n);\nSELEC 1;', '5:1 Unexpected "SELEC" in SQL, expected "SELECT"'],
    ['INSERT INTO `t` (`a`,) VALUES (1)', '1:22 Unexpected ")" after a comma in SQL, expected another entry'],
  ], [
    // PostgreSQL
    'CREATE TABLE webhook_events (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), payload jsonb NOT NULL, at timestamptz DEFAULT now());', 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON e (provider, event_id) WHERE processed_at IS NULL;',
    'INSERT INTO e (id) VALUES ($1) ON CONFLICT (id) DO NOTHING RETURNING id;', 'SELECT id FROM outbox ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED', "CREATE POLICY p ON o USING (tenant = current_setting('app.tenant')::uuid);", 'CREATE TABLE m (at date) PARTITION BY RANGE (at);',
    'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;', 'CREATE INDEX ON items USING hnsw (v vector_cosine_ops) WITH (m = 16);', 'VACUUM ANALYZE t', "LISTEN orders; NOTIFY orders, 'x';", '\\d orders\nSELECT 1;', "SELECT payload->>'id' FROM e WHERE payload ? 'id'",
    // MySQL, SQLite, SQL Server
    'CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, KEY k (a)) ENGINE=InnoDB;', 'INSERT INTO t (a) VALUES (?) ON DUPLICATE KEY UPDATE a = VALUES(a);', 'SELECT `a` FROM `t` LIMIT 5, 10', 'PRAGMA journal_mode = WAL;', 'INSERT OR IGNORE INTO t VALUES (1);', 'SELECT TOP 10 * FROM t', 'REPLACE INTO t VALUES (1)', 'ALTER TABLE t ADD COLUMN a INT AFTER b',
    'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;', 'SELECT [id] FROM [dbo].[t]',
    // Drivers and excerpts
    'UPDATE t SET a = ? WHERE id = ?', 'SELECT * FROM t WHERE id = :id AND b = @b', 'SELECT * FROM {table} WHERE id = <id>', 'SELECT ... FROM t WHERE …', 'CREATE TABLE t (id uuid, ...);', 'CREATE TABLE t (\n  id uuid,\n  …\n);', 'INSERT INTO t (…) VALUES (…);',
    'id uuid PRIMARY KEY,\nname text', 'WHERE a = 1', 'ON CONFLICT (a) DO NOTHING', 'CREATE TABLE t (\n  id uuid,\n  -- weitere Spalten\n);', 'CREATE TABLE t (id int)\n\nSELECT 1', '-- nur ein Kommentar', "a ->> 'b' = 'c'",
  ]);
});

describe('HTTP', () => {
  judged('http', [
    ['POST /v1/x HTTP/1.1\nContent-Type: application/json\n\n{"a": 1,}', '4:9 Unexpected "}" after a comma in the HTTP message, expected a name in double quotes'],
    ['POST /v1/x\nHost a', '2:1 Unexpected line among the headers in the HTTP message, expected "Name: value", or a blank line before the body'],
    ['POST /v1/x\nContent-Type: application/json\n{"a": 1}', '3:1 Unexpected "{" among the headers in the HTTP message, expected a blank line before the body'],
    ['hello world', '1:1 Unexpected first line in the HTTP message, expected a request line, a status line or a header'],
    ['POST /x HTTP/1,1\nHost: a', '1:9 Unexpected "HTTP/1,1" in the HTTP message, expected a version such as HTTP/1.1'],
    ['POST /x\nContent-Type: application/json\n\n{"a": …}\n\nHTTP/1.1 201 Created\nContent-Type: application/problem+json\n\n{"id": "x"', '9:10 Unexpected end of the HTTP message, expected "," or "}"'],
  ], [
    'POST /v1/charges HTTP/1.1\nHost: api.stripe.com\nAuthorization: Bearer {{token}}\nIdempotency-Key: <uuid>\n\namount=100&currency=eur', 'HTTP/1.1 200 OK\n\nHallo', 'Stripe-Signature: t=1,v1=abc', 'GET /v1/x?a=1\n  &b=2\nAccept: */*\n\n###\nPOST /y\n\n{}', '200 OK', '> POST /x HTTP/1.1\n> Host: y\n>\n< HTTP/1.1 200 OK', 'POST /x\n...\nX-A: b\n\n{broken', 'GET https://api.example.com/v1/{id}', '# Anfrage\nDELETE /v1/x',
    'POST /x HTTP/1.1\nContent-Type: application/json\n\n{"id": <id>, …}',
  ]);
});

describe('Mermaid', () => {
  judged('mermaid', [
    ['flowchart LR\n  A[Foo (bar)] --> B', '2:9 Unexpected "(" in the Mermaid diagram, expected a closing bracket'],
    ['flowchart LR\n  A --> B\n  B -> C', '3:5 Unexpected "-" in the Mermaid diagram, expected an arrow or a new line'],
    ['flowchart LR\n  A["x] --> B\n  B --> C', '2:5 Unexpected unclosed text in quotes in the Mermaid diagram, expected a double quote'],
    ['sequenceDiagram\n  participant A\n  A->>B hello\n  B->>A: x', '3:13 Unexpected end of the line in the Mermaid diagram, expected ":" and a text'],
    ['sequenceDiagram\n  alt x\n  A->>B: hi', '3:11 Unexpected end of the Mermaid diagram, expected "end" or a participant'],
    ['---\ntitle: x\n---\n%% Kommentar\n\n%%{init: {"theme":"dark"}}%%\nflowchart LR\n  %% foo\n  A --> ', '9:7 Unexpected end of the Mermaid diagram, expected a node or ":"'],
    ['flowchrt LR\n A-->B', '1:1 Unexpected "flowchrt" in the Mermaid diagram, expected a kind of diagram, such as flowchart LR or sequenceDiagram'],
    ['flowchart XY\n A-->B', '1:11 Unexpected "XY" in the Mermaid diagram, expected what its syntax allows here'],
    ['flowchart LR\n end --> B', '2:2 Unexpected "end" in the Mermaid diagram, expected a node or ":"'],
    ['pie\n "a": x', '2:7 Unexpected "x" in the Mermaid diagram, expected what its syntax allows here'],
    ['gitGraph\n commit\n foo', '3:2 Unexpected "foo" in the Mermaid diagram, expected what its syntax allows here'],
    ['classDiagram\n class A {\n +int x\n', '3:7 Unexpected end of the Mermaid diagram, expected a closing bracket'],
  ], [
    'flowchart LR\n  A{{x}} -->|y| B(("z")):::c\n  classDef c fill:#f00\n  subgraph s [T]\n    C\n  end', 'graph TD; A-->B', 'stateDiagram-v2\n  [*] --> offen\n  offen --> bezahlt: Zahlung', 'erDiagram\n A ||--o{ B : hat', 'classDiagram\n class A { +int x }', 'gantt\n title x\n section a\n b: 2020-01-01, 3d', 'pie\n "a": 3',
    'C4Context\n title x\nPerson(a, "b")', 'journey\n title x\n section a\n b: 5: me', 'mindmap\n root', 'timeline\n title x\n 2002: a', 'zenuml\n A.b()', 'sequenceDiagram\n  participant K as Küche\n  K->>P: Auftrag <id> …\n  alt bezahlt\n    P-->>K: ok\n  else\n    P--)K: Fehler\n  end\n  Note over K,P: Hinweis', 'flowchart LR\n  A["Kasse (Tür)"] -- Webhook --> B',
  ]);
  test('what is recognised at a glance is right', async () => {
    const name = fc.oneof({ weight: 9, arbitrary: fc.constantFrom('A', 'b1', 'F_2', 'endpoint', 'o', 'x', 'v', 'e2', 'T') }, fc.constantFrom('end', 'style', 'default', 'call', 'graph', 'subgraph', 'href', 'participant', 'loop', 'Note', 'Left', 'box', 'as', 'activate', 'and', 'title'));
    const label = fc.constantFrom('["a (b) <c> ‹d› ; #"]', '("x")', '{"y"}', '(["z"])', '[("q")]', '((w))', '[end]', '[x o]', '(graph TD)', '["%% a"]', '');
    const arrow = fc.constantFrom(' --> ', ' --- ', ' -.-> ', ' ==> ', ' -->|x| ', ' -- end --> ', ' -- o x --> ', ' -- "POST /a, b (c)" --> ', ' -->|"x > y"| ', '-->');
    const chain = fc.tuple(name, label, arrow, name, label).map((parts) => parts.join(''));
    const flowchart = fc.array(fc.oneof(chain, fc.tuple(name, label).map((p) => p.join('')), fc.constantFrom('subgraph A', 'subgraph B["t"]', 'end', '%% x', '')), { minLength: 1, maxLength: 3 }).map((lines) => `flowchart LR\n${lines.join('\n')}`);
    const message = fc.tuple(name, fc.constantFrom('->>', '-->>', '-)', '--)', '->'), name, fc.constantFrom(': x', ': end', ':', ': a (b) "c', ': <b> ‹x› +-')).map((p) => p.join(''));
    const sequence = fc.array(fc.oneof(message, name.map((n) => `participant ${n} as Wort ${n}`), name.map((n) => `Note over ${n}: hi`), fc.constantFrom('autonumber', 'alt x', 'loop 3 mal', 'opt y', 'end')), { minLength: 1, maxLength: 3 }).map((lines) => `sequenceDiagram\n${lines.join('\n')}`);
    let recognised = 0;
    await fc.assert(fc.asyncProperty(fc.oneof(flowchart, sequence), async (code) => {
      if (!isPlainMermaid(code)) return;
      recognised++;
      expect(await mermaidFault(code)).toBeNull();
    }), { numRuns: 1500, seed: 7 });
    expect(recognised).toBeGreaterThan(200);
  });
});

describe('what is not judged', () => {
  test.each([['', '{"a": }'], ['text', 'if ('], ['sh', 'curl -X POST "https://…'], ['bash', 'for ('], ['python', 'def f(:'], ['json5', "{a: 'b',}"], ['promql', 'sum(rate('], ['toml', '= ='], ['diff', '- {']])('%s', async (language, code) => expect(await inFence(language, code)).toEqual([]));
});

describe('places in the document', () => {
  const places = async (fence: string) => {
    const text = edited(right, [[BEFORE, `${fence}\n\n${BEFORE}`]]);
    const { diagnostics } = await example.check7(text);
    return diagnostics.filter((d) => d.rule === 'structure/code-syntax').map((d) => text.slice(d.at.start, d.at.end) + text.slice(d.at.end).split('\n')[0]);
  };
  test('in a quote', async () => expect(await places('> ```json\n> {\n>   "a": oops!\n> }\n> ```')).toEqual(['oops!']));
  test('in a list', async () => expect(await places('- Beispiel\n\n  ```json\n  {\n    "a": oops!\n  }\n  ```')).toEqual(['oops!']));
  test('with a tab that the list takes a part of', async () => expect(await places('- Beispiel\n\n  ```json\n\t{ "a": oops!\n  }\n  ```')).toEqual(['oops!']));
  test('with the line ends of Windows', async () => {
    const text = edited(right, [[BEFORE, `\`\`\`json\n{\n  "a": oops!\n}\n\`\`\`\n\n${BEFORE}`]]).replaceAll('\n', '\r\n');
    const found = (await example.check7(text)).diagnostics.filter((d) => d.rule === 'structure/code-syntax');
    expect(found.map((d) => text.slice(d.at.start, d.at.end))).toEqual(['oops']);
  });
  test('a comment disables it', async () => expect(await places('<!-- vibe-specs-disable structure/code-syntax: wie geliefert -->\n```json\n{"a": oops!}\n```')).toEqual([]));
});

describe('hostile code', () => {
  const deep = ['Unexpected depth of nesting', 'expected at most 200 levels: it is too deep to be read'];
  test.each([['json', '[', ','], ['yaml', '[', ','], ['ts', '(', ';'], ['sql', '(', ','], ['mermaid', '{', '']])('%s, deeper than any stack', async (language, open, end) => {
    const [finding] = await inFence(language, (language === 'mermaid' ? 'flowchart LR\nA' : '') + open.repeat(5000) + end);
    for (const part of deep) expect(finding).toContain(part);
  });
  test.each([['ts', '!'], ['ts', 'a=>'], ['sql', 'NOT '], ['sql', '/*'], ['yaml', '- '], ['yaml', '? '], ['ts', '\\'], ['js', '...'], ['sql', '…,'], ['json', '"a":'], ['http', 'A: b\n']])('%s: %s without end', async (language, unit) => {
    const start = performance.now();
    await inFence(language, (language === 'sql' && unit !== '/*' ? 'SELECT ' : '') + unit.repeat(Math.floor(16_000 / unit.length)));
    // Generous: a machine may be busy.
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

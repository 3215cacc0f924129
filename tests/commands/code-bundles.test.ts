import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { changed, tiny } from '../support.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');

const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-bundles-'));
afterAll(() => rmSync(folder, { recursive: true }));
/** Says at the end which bundles were loaded. */
const spy = join(folder, 'spy.cjs');
writeFileSync(
  spy,
  "process.on('exit', () => require('node:fs').writeSync(3, Object.keys(require('node:module')._cache).map((path) => require('node:path').basename(path)).filter((name) => name.startsWith('code')).sort().join(' ')));",
);

/** The small section with a fence, in a folder without other documents. */
function check(language: string, code: string) {
  const input = changed(tiny, '### 7.T ', `\`\`\`${language}\n${code}\n\`\`\`\n\n### 7.T `);
  const { status, stdout, output } = spawnSync(
    process.execPath,
    ['-r', spy, join(dist, 'cli.cjs'), 'check', '--format', 'github', '-'],
    { cwd: folder, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe', 'pipe'] },
  );
  return {
    status,
    bundles: output[3],
    found: [...stdout.matchAll(/^::error .*title=structure\/code-syntax:/gm)].length,
  };
}

describe('parsers are loaded for what is not right at a glance, and no others', () => {
  test.each([
    ['json', '{"a": 1}', '', 0],
    ['sh', 'if (', '', 0],
    ['mermaid', 'sequenceDiagram\n  A->>B: hi', '', 0],
    ['json', '{"a": 1,}', 'code-json.cjs code.cjs', 1],
    ['http', 'GET /v1/x', 'code-json.cjs code.cjs', 0],
    ['yaml', 'a: 1\na: 2', 'code-yaml.cjs code.cjs', 1],
    ['ts', 'const a: = 1', 'code-script.cjs code.cjs', 1],
    ['sql', 'SELECT id, FROM t', 'code-sql.cjs code.cjs', 1],
    ['mermaid', 'flowchart LR\n  A -> B', 'code-mermaid.cjs code.cjs', 1],
  ])('%s: %s', (language, code, bundles, found) =>
    expect(check(language, code)).toEqual({ status: found, bundles, found }),
  );
});

const DIAGRAMS = [
  'graph TD; A-->B',
  'stateDiagram-v2\n [*] --> a',
  'erDiagram\n A ||--o{ B : has',
  'classDiagram\n class A { +int x }',
  'gantt\n section a\n b: 2020-01-01, 3d',
  'pie\n "a": 3',
  'C4Context\nPerson(a, "b")',
  'journey\n section a\n b: 5: me',
  'gitGraph\n commit',
  'mindmap\n root',
  'timeline\n 2002: a',
  'xychart-beta\n bar [1,2]',
  'block-beta\n a b',
  'architecture-beta\n group api(cloud)[API]',
  'requirementDiagram\n requirement a {\n id: 1\n}',
  'packet-beta\n 0-15: "a"',
  'kanban\n a\n  b',
  'sankey-beta\na,b,3',
  'quadrantChart\n title x',
];
// A timeline and states take nearly any text.
const BROKEN = DIAGRAMS.filter((code) => !/^(?:graph TD;|timeline|stateDiagram)/.test(code)).map(
  (code) => `${code.split('\n')[0]}\n)( "\n`,
);

/**
 * The bundle has mermaid without what draws; its parsers must not miss it. All in one document: each process loads 3
 * MB.
 */
test.each([
  ['whole', DIAGRAMS, 0],
  ['broken', BROKEN, BROKEN.length],
])('diagrams of all kinds, %s', (_, codes, found) =>
  expect(check('mermaid', codes.join('\n```\n\n```mermaid\n')).found).toBe(found),
);

test.each([
  ['code-mermaid.cjs', 3_000_000],
  ['code-script.cjs', 400_000],
  ['code-yaml.cjs', 150_000],
  ['code-sql.cjs', 100_000],
  ['libpg-query.wasm', 2_000_000],
  ['code-json.cjs', 10_000],
  ['code.cjs', 5_000],
])('%s has at most %i bytes', (name, most) => expect(statSync(join(dist, name)).size).toBeLessThan(most));

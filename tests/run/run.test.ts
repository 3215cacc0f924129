import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { neededPackages } from '../../scripts/run/packages.ts';
import { run } from '../../scripts/run/run.ts';
import type { CodeBlock, RunInput } from '../../scripts/run/types.ts';
import { copyProduct, root } from '../product.ts';
import { buildProgram } from './program.ts';

let program: string;
let remove: () => void;
let scratch: string;
beforeAll(() => {
  ({ program, remove } = buildProgram());
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'vibe-specs-run-project-')));
});
afterAll(() => {
  remove();
  rmSync(scratch, { recursive: true, force: true });
});

const block = (text: string, language = 'sql', id = text.slice(0, 12)): CodeBlock => ({ id, text, language });
const input = (parts: Partial<RunInput>): RunInput => ({
  schema: [],
  changes: [],
  scripts: [],
  packages: [],
  roots: [root],
  ...parts,
});
const ORDERS = block('CREATE TABLE orders (id bigint PRIMARY KEY);');

describe('in a process of its own', { timeout: 240_000 }, () => {
  test('SQL and scripts, with the extensions that the database ships', async () => {
    const { findings, ran, notRun } = await run(
      input({
        schema: [
          block(
            'CREATE EXTENSION IF NOT EXISTS "uuid-ossp"; CREATE EXTENSION citext;\n' +
              'CREATE TABLE people (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), email citext UNIQUE);',
          ),
        ],
        changes: [block('ALTER TABLE people ADD COLUMN card char(4), DROP COLUMN phone;', 'postgresql', 'c')],
        scripts: [
          block(
            "import { readFile } from 'node:fs/promises';\nconst text: number = await readFile('x', 'utf8');",
            'ts',
            's',
          ),
        ],
      }),
      { program },
    );
    expect(findings.map(({ block: id, message }) => `${id}: ${message}`).sort()).toEqual([
      'c: column "phone" of relation "people" does not exist',
      "s: Type 'string' is not assignable to type 'number'.",
    ]);
    expect([...ran].sort()).toEqual([
      expect.stringMatching(
        /^PostgreSQL \S+ \(PGlite \S+\): 3 of 3 statements of Section 5, 0 of 1 statements of Section 7$/,
      ),
      expect.stringMatching(/^TypeScript \S+: 1 of 1 scripts type-checked together with the types of Node\.js$/),
    ]);
    expect(notRun).toEqual([]);
  });

  test('a function without end is stopped, and what stands before it is kept', async () => {
    const { findings, notRun } = await run(
      input({
        schema: [ORDERS],
        changes: [
          block('ALTER TABLE nope ADD COLUMN x int;'),
          block(`CREATE FUNCTION forever() RETURNS int LANGUAGE plpgsql AS
        $$ BEGIN LOOP END LOOP; END $$; SELECT forever(); ALTER TABLE orders ADD COLUMN y int;`),
        ],
      }),
      { program, seconds: 2 },
    );
    expect(findings).toHaveLength(1);
    expect(notRun).toEqual([
      { what: 'SQL: SELECT forever()', why: 'took more than 2 s; 1 more after it were not run' },
    ]);
  });

  test('memory is bounded: by the database, and by the guard for what lies outside of it', async () => {
    const { findings, notRun } = await run(
      input({
        schema: [ORDERS],
        changes: [
          block("SELECT length(repeat('x', 1000000000));"),
          block("SELECT repeat('x', 1000000) FROM generate_series(1, 1000000);"),
        ],
      }),
      { program, megabytes: 1200, seconds: 60 },
    );
    expect(findings).toEqual([]);
    expect(notRun.map(({ why }) => why)).toEqual(['needs more memory than the limit', expect.stringMatching(/memory/)]);
  });

  test('SQL starts no program, writes no file and reads none of this machine', async () => {
    const file = join(scratch, 'written');
    const toProgram = `DO $x$ BEGIN EXECUTE $$COPY (SELECT 1) TO PROGRAM 'touch ${file}'$$; END $x$;`;
    const changes = [
      block(`COPY orders TO '${file}'; DO $x$ BEGIN EXECUTE $$COPY (SELECT 1) TO '${file}'$$; END $x$;`),
      block(`SELECT pg_read_file('${join(root, 'package.json')}');`),
      block(toProgram),
      block('SELECT nothing();'),
    ];
    const { findings, ran, notRun } = await run(input({ schema: [ORDERS], changes }), { program });
    expect(existsSync(file)).toBe(false);
    expect(findings).toEqual([]);
    expect(notRun.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      expect.stringMatching(/^7\.E: COPY .*COPY needs data from outside$/),
      expect.stringMatching(/^7\.E: DO .*could not open file .* for writing: No such file or directory$/),
      expect.stringMatching(/^7\.E: SELECT pg_read_file.*could not open file .*No such file or directory$/),
      expect.stringMatching(/^SQL: DO .*the embedded database stopped; what comes after it was not run$/),
    ]);
    expect(ran[0]).toContain('0 of 5 statements of Section 7');
  });

  test.each(['ts', 'sql'])('any text gives a report: %s', async (language) => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '\0',
        '\ud800',
        ';',
        '$$',
        "'",
        '"',
        '/*',
        '--',
        '(',
        ')',
        '`',
        '${',
        'CREATE TABLE a (',
        'SELECT ',
        '\\c x\n',
        'import "',
        '<a>',
      ),
    );
    const texts = fc.array(
      fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
      { minLength: 60, maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (list) => {
        const blocks = list.map((text, i) => block(text, language, String(i)));
        const given =
          language === 'sql'
            ? { schema: [...blocks.slice(30), ORDERS], changes: blocks.slice(0, 30) }
            : { scripts: blocks };
        const { findings, ran, notRun } = await run(input(given), { program });
        for (const { block: id, offset, length } of findings) {
          const text = id === 'CREATE TABLE' ? ORDERS.text : list[Number(id)]!;
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset + length).toBeLessThanOrEqual(text.length);
        }
        expect([ran.length, notRun.filter(({ why }) => /^(?:failed|took|needed|ended|did)/.test(why))]).toEqual([
          1,
          [],
        ]);
      }),
      { numRuns: 1 },
    );
  });
});

describe('what is found where', () => {
  test('without packages nothing runs, and the line that brings them is said', async () => {
    const given = input({
      roots: [scratch],
      changes: [ORDERS],
      scripts: [block('f();', 'ts')],
      packages: [
        { name: 'stripe', version: '19.1.0' },
        { name: 'no/../name; rm', version: '1' },
        { name: 'zod', version: '$(x)' },
      ],
    });
    expect(await run(given, { program })).toEqual({
      findings: [],
      ran: [],
      notRun: [
        {
          what: 'SQL',
          why: 'the package @electric-sql/pglite is not installed in the project',
          how: 'npm install --ignore-scripts --prefix docs/.vibe-specs/sdk @electric-sql/pglite@0.5',
        },
        {
          what: 'type check of the scripts',
          why: 'the package typescript is not installed in the project',
          how: 'npm install --ignore-scripts --prefix docs/.vibe-specs/sdk typescript@5.9',
        },
      ],
    });
    expect(neededPackages(given).install).toBe(
      'npm install --ignore-scripts --prefix docs/.vibe-specs/sdk ' +
        '@electric-sql/pglite@0.5 typescript@5.9 @types/node@20 stripe@19.1.0 zod',
    );
    expect(neededPackages(input({ changes: [ORDERS], scripts: [block('f();', 'ts')] }))).toEqual({
      packages: [],
      install: null,
    });
  });

  test('another version than the section names is said', async () => {
    const { notRun } = await run(
      input({ scripts: [block('export {}', 'ts')], packages: [{ name: 'zod', version: '3.1' }] }),
      { program },
    );
    expect(notRun).toEqual([
      {
        what: 'types of zod 3.1',
        why: expect.stringMatching(/^checked with zod 4\.\S+, the section names 3\.1$/),
        how: 'npm install --ignore-scripts --prefix docs/.vibe-specs/sdk zod@3.1',
      },
    ]);
  });

  test('a link that leads out of the project and a package under a false name are refused', async () => {
    const project = join(scratch, 'hostile');
    mkdirSync(join(project, 'node_modules/typescript'), { recursive: true });
    mkdirSync(join(project, 'node_modules/@electric-sql'));
    writeFileSync(join(project, 'node_modules/typescript/package.json'), '{"name":"evil","version":"5.9.3"}');
    symlinkSync(join(root, 'node_modules/@electric-sql/pglite'), join(project, 'node_modules/@electric-sql/pglite'));
    const { notRun } = await run(input({ roots: [project], changes: [ORDERS], scripts: [block('f();', 'ts')] }), {
      program,
    });
    expect(notRun.map(({ why }) => why)).toEqual([
      'node_modules/@electric-sql/pglite leads out of its project',
      'node_modules/typescript holds another package',
    ]);
  });

  test('other dialects and languages are said', async () => {
    const { notRun } = await run(
      input({
        changes: [block('ALTER TABLE a ENGINE=InnoDB;', 'mysql'), block('SELECT 1;')],
        dialect: 'mariadb',
        scripts: [block('x', 'python')],
      }),
      { program },
    );
    expect(notRun.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      'SQL: 1 block of mysql: only PostgreSQL and SQLite can be run',
      'SQL: 1 block of mariadb: only PostgreSQL and SQLite can be run',
      '1 script: neither TypeScript nor JavaScript',
    ]);
  });
});

describe('SQLite', () => {
  const RUN =
    'require(process.argv[1]).run(JSON.parse(process.argv[2]), { program: process.argv[3] })' +
    '.then((report) => console.log(JSON.stringify(report)))';
  const given = input({
    dialect: 'sqlite',
    schema: [block('-- people\nCREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);', 'sql', 's')],
    changes: [
      block(
        `ALTER TABLE people ADD COLUMN stripe_id TEXT;
CREATE TRIGGER t AFTER INSERT ON people BEGIN UPDATE people SET name = 'a;b'; DELETE FROM people WHERE id = 0; END;
ALTER TABLE orders ADD COLUMN x TEXT; ATTACH DATABASE '${join(tmpdir(), 'x.db')}' AS x;
CREATE INDEX i ON people (email);`,
        'sql',
        'c',
      ),
    ],
  });
  test.each([20, 22, 24])('with Node.js %i', async (version) => {
    const node = join(root, `tests/node-versions/node_modules/node${version}/bin/node`);
    if (!existsSync(node)) return;
    const product = copyProduct();
    const { findings, ran, notRun } = JSON.parse(
      execFileSync(node, ['-e', RUN, join(product, 'dist/run.cjs'), JSON.stringify(given), program], {
        encoding: 'utf8',
      }),
    );
    rmSync(product, { recursive: true });
    if (version === 20) return expect(notRun[0].why).toMatch(/has no SQLite/);
    expect(findings.map(({ message }: { message: string }) => message)).toEqual([
      'no such table: orders',
      expect.stringMatching(/no column named email|no such column: email/),
    ]);
    expect(ran).toEqual([
      expect.stringMatching(/^SQLite \S+: 1 of 1 statements of Section 5, 2 of 5 statements of Section 7$/),
    ]);
    expect(notRun).toEqual([{ what: expect.stringMatching(/^ATTACH/), why: 'reaches out of the database' }]);
  });
});

test('the bundle works from another folder', { timeout: 240_000 }, async () => {
  const product = copyProduct();
  const script =
    'require(process.argv[1]).run(JSON.parse(process.argv[2])).then((report) => console.log(JSON.stringify(report)))';
  const given = input({
    schema: [ORDERS],
    changes: [block('ALTER TABLE orders ADD COLUMN id text;')],
    scripts: [block('nothing();', 'ts')],
  });
  const answer = execFileSync(process.execPath, ['-e', script, join(product, 'dist/run.cjs'), JSON.stringify(given)], {
    cwd: scratch,
    encoding: 'utf8',
  });
  rmSync(product, { recursive: true });
  const report = JSON.parse(answer);
  expect(report.findings.map(({ message }: { message: string }) => message).sort()).toEqual([
    'column "id" of relation "orders" already exists',
    'undefined name nothing',
  ]);
  expect(report.notRun).toEqual([]);
});

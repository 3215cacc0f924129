import { describe, expect, test } from 'vitest';
import { schemaOf } from '../../scripts/project/schema-sql.ts';

const read = async (...texts: string[]) => {
  const schema = await schemaOf(texts.map((text) => ({ text })));
  return {
    tables: Object.fromEntries(schema.tables.map((t) => [t.name, t.columns.map((c) => c.name).join(' ')])),
    complete: schema.complete,
    faults: schema.faults.length,
  };
};

describe('statements of PostgreSQL', () => {
  test.each<[string, string, Record<string, string>]>([
    [
      'columns, not constraints',
      'CREATE TABLE IF NOT EXISTS a (id uuid PRIMARY KEY, "Mixed" text, CONSTRAINT c CHECK (id IS NOT NULL), UNIQUE (id));',
      { a: 'id Mixed' },
    ],
    [
      'schemas',
      'CREATE SCHEMA s CREATE TABLE t (x int); CREATE TABLE s.u (y int); CREATE TABLE public.v (z int);',
      { 's.t': 'x', 's.u': 'y', v: 'z' },
    ],
    ['a search path', 'SET search_path TO billing; CREATE TABLE payments (id int);', { 'billing.payments': 'id' }],
    [
      'added, dropped, renamed columns',
      'CREATE TABLE a (x int, y int); ALTER TABLE a ADD COLUMN z int, DROP COLUMN y; ALTER TABLE a RENAME COLUMN x TO w;',
      { a: 'w z' },
    ],
    [
      'renamed, moved and dropped tables',
      'CREATE TABLE a (x int); CREATE TABLE b (y int); CREATE TABLE c (); ALTER TABLE a RENAME TO d; ALTER TABLE b SET SCHEMA s; DROP TABLE c;',
      { d: 'x', 's.b': 'y' },
    ],
    [
      'partitions',
      'CREATE TABLE a (x int, at date) PARTITION BY RANGE (at); CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (MINVALUE) TO (MAXVALUE);',
      { a: 'x at', a1: 'x at' },
    ],
    [
      'inheritance and LIKE',
      'CREATE TABLE a (x int); CREATE TABLE b (y int) INHERITS (a); CREATE TABLE c (LIKE a INCLUDING ALL, z int);',
      { a: 'x', b: 'x y', c: 'x z' },
    ],
    [
      'views',
      'CREATE TABLE a (x int); CREATE VIEW v AS SELECT a.x, count(*) AS n FROM a GROUP BY 1; CREATE MATERIALIZED VIEW m (p) AS SELECT x FROM a;',
      { a: 'x', v: 'x n', m: 'p' },
    ],
    [
      'functions with $$',
      'CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN CREATE TABLE no (x int); END; $$ LANGUAGE plpgsql; CREATE TABLE a (x int);',
      { a: 'x' },
    ],
  ])('%s', async (_, sql, tables) => expect(await read(sql)).toEqual({ tables, complete: true, faults: 0 }));

  test('types and enums', async () => {
    const { tables, enums } = await schemaOf([
      {
        text: "CREATE TYPE state AS ENUM ('open', 'paid'); CREATE TABLE a (n numeric(5,2), t text[], s state, c varchar(20), b bigint);",
      },
    ]);
    expect(tables[0]!.columns.map((c) => c.type)).toEqual(['numeric(5,2)', 'text[]', 'state', 'varchar(20)', 'bigint']);
    expect(enums).toEqual({ state: ['open', 'paid'] });
  });
  test('places, in several texts, behind other letters than ASCII', async () => {
    const texts = ['-- Übersicht\nCREATE TABLE a (x int);', 'CREATE TABLE\n  b (x int)', ' CREATE TABLE c (x int);'];
    const { tables } = await schemaOf(texts.map((text) => ({ text })));
    expect(tables.map((t) => texts[t.text!]!.slice(t.at, t.at + 1))).toEqual(['a', 'b', 'c']);
  });
  test('on top of another schema', async () => {
    const base = await schemaOf([{ text: 'CREATE TABLE a (x int); CREATE TABLE b (y int);' }]);
    const { tables, complete } = await schemaOf([{ text: 'ALTER TABLE a ADD COLUMN z int; DROP TABLE b;' }], base);
    expect([tables.map((t) => [t.name, t.columns.map((c) => c.name)]), complete]).toEqual([[['a', ['x', 'z']]], true]);
  });
});

describe('what is not fully read says so', () => {
  test.each<[string, string, Record<string, string>]>([
    ['a body with dots', 'CREATE TABLE a (id int, ...);', { a: 'id' }],
    ['a comment for the rest', 'CREATE TABLE a (\n  id int -- … and more\n);', { a: 'id' }],
    ['a view of all columns of something', 'CREATE VIEW v AS SELECT * FROM somewhere;', { v: '' }],
    ['a table that was made elsewhere', 'ALTER TABLE a ADD COLUMN x int;', { a: 'x' }],
    ['a statement that nobody reads', 'CREATE TABLE ???;', {}],
  ])('%s', async (_, sql, tables) => expect(await read(sql)).toMatchObject({ tables, complete: false }));
  test('a broken INSERT hides no table', async () => {
    expect(await read('CREATE TABLE a (x int); INSERT INTO a VALUES (((;')).toEqual({
      tables: { a: 'x' },
      complete: true,
      faults: 1,
    });
  });
});

describe('other dialects', () => {
  test.each<[string, string, Record<string, string>]>([
    [
      'MySQL',
      "CREATE TABLE `a` (`id` INT(11) UNSIGNED NOT NULL AUTO_INCREMENT, `n` VARCHAR(20) COMMENT 'x, y', kind ENUM('p','q'), PRIMARY KEY (`id`), KEY k (`n`)) ENGINE=InnoDB;",
      { a: 'id n kind' },
    ],
    ['SQLite', 'CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, b BLOB) STRICT;', { a: 'id b' }],
    ['SQLite, virtual', "CREATE VIRTUAL TABLE f USING fts5(title, body, content='notes');", { f: 'title body' }],
  ])('%s', async (_, sql, tables) => expect(await read(sql)).toEqual({ tables, complete: true, faults: 0 }));
});

test('hostile text neither hangs nor throws', async () => {
  const texts = [
    '('.repeat(100_000),
    "'".repeat(9999),
    '$$'.repeat(5001),
    'CREATE TABLE '.repeat(5000),
    `CREATE TABLE a (${'x int, '.repeat(5000)}`,
    '\0;\u{1f600}',
    '/*'.repeat(100_000),
    ';'.repeat(50_000),
    'é;CREATE TABLE a (x int);'.repeat(3000),
  ];
  for (const text of texts) expect((await schemaOf([{ text }])).faults.length).toBeLessThan(202);
});

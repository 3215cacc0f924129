import { PGlite } from '@electric-sql/pglite';
import { beforeAll, describe, expect, test } from 'vitest';
import { runPostgres } from '../../scripts/run/sql/postgres.ts';
import type { Database } from '../../scripts/run/sql/pglite.ts';
import type { CodeBlock, Message } from '../../scripts/run/types.ts';

let empty: File | Blob;
beforeAll(async () => {
  const database = new PGlite();
  await database.waitReady;
  empty = await database.dumpDataDir('none');
  await database.close();
});

interface Answer {
  faults: string[];
  earlier: string[];
  notRun: string[];
  ran: string[];
}

const blocks = (texts: string | string[], prefix: string): CodeBlock[] =>
  [texts].flat().map((text, i) => ({ id: `${prefix}${i}`, text, language: 'sql' }));

/** What is said of 7.E on top of Section 5: for a finding the word that it marks, and the message. */
async function judge(schema: string | string[], changes: string | string[], described: string[] = []): Promise<Answer> {
  const database = new PGlite({ loadDataDir: empty });
  await database.waitReady;
  const job = { schema: schema === '' ? [] : blocks(schema, 's'), changes: blocks(changes, 'c'), described };
  const answer: Answer = { faults: [], earlier: [], notRun: [], ran: [] };
  const texts = new Map([...job.schema, ...job.changes].map(({ id, text }) => [id, text]));
  const emit = (message: Message) => {
    if (message.type === 'ran') answer.ran.push(message.line);
    if (message.type === 'not-run') answer.notRun.push(`${message.notRun.what}: ${message.notRun.why}`);
    if (message.type !== 'finding') return;
    const { origin, block, offset, length, message: said } = message.finding;
    (origin === 'schema' ? answer.earlier : answer.faults).push(
      `${texts.get(block)!.slice(offset, offset + length)}: ${said}`,
    );
  };
  await runPostgres(async () => ({ database: database as Database, engine: 'PostgreSQL' }), job, emit);
  await database.close();
  return answer;
}

const SHOP = `
CREATE TABLE customers (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text NOT NULL);
CREATE TABLE orders (id bigserial PRIMARY KEY, customer_id uuid NOT NULL REFERENCES customers(id), total_cents integer);`;

describe('7.E on top of Section 5', () => {
  test('statements that work give no finding', async () => {
    expect(
      await judge(SHOP, [
        "ALTER TABLE orders ADD COLUMN payment_id text UNIQUE, ADD COLUMN state text NOT NULL DEFAULT 'open';",
        "BEGIN;\nCREATE INDEX orders_state ON orders (state) WHERE state = 'open';\nCOMMIT;\n" +
          'UPDATE orders SET state = $1 WHERE payment_id = $2;',
      ]),
    ).toEqual({
      faults: [],
      earlier: [],
      notRun: [],
      ran: ['PostgreSQL: 2 of 2 statements of Section 5, 5 of 5 statements of Section 7'],
    });
  });

  test.each<[string, string, string[]]>([
    [
      'a table that is nowhere',
      'ALTER TABLE refunds ADD COLUMN psp text;',
      ['refunds: relation "refunds" does not exist'],
    ],
    [
      'a foreign key to a column that is nowhere',
      'CREATE TABLE r (o bigint REFERENCES orders(order_id));',
      ['order_id: column "order_id" referenced in foreign key constraint does not exist'],
    ],
    [
      'a foreign key of another type',
      'CREATE TABLE r (o uuid REFERENCES orders(id));',
      ['o: foreign key constraint "r_o_fkey" cannot be implemented'],
    ],
    [
      'a default of another type',
      "ALTER TABLE orders ADD COLUMN paid_at timestamptz DEFAULT 'never';",
      ['\'never\': invalid input syntax for type timestamp with time zone: "never"'],
    ],
    [
      'a unique key without the column of the partition',
      'CREATE TABLE events (id uuid PRIMARY KEY, day date NOT NULL) PARTITION BY RANGE (day);',
      ['events: unique constraint on partitioned table must include all partitioning columns'],
    ],
    [
      'a column that is there already',
      'ALTER TABLE orders ADD COLUMN total_cents bigint;',
      ['total_cents: column "total_cents" of relation "orders" already exists'],
    ],
    [
      'an index in a transaction that forbids it',
      'BEGIN; CREATE INDEX CONCURRENTLY o ON orders (total_cents); COMMIT;',
      ['CREATE: CREATE INDEX CONCURRENTLY cannot run inside a transaction block'],
    ],
    [
      'a function that is nowhere',
      'ALTER TABLE orders ADD COLUMN ref text DEFAULT make_reference();',
      ['make_reference: function make_reference() does not exist'],
    ],
    ['words in the wrong order', 'ALTER TABLE orders COLUMN ADD x text;', ['COLUMN: syntax error at or near "COLUMN"']],
    [
      'places after an umlaut',
      '/* für 🚚 */ ALTER TABLE größe ADD COLUMN x text;',
      ['größe: relation "größe" does not exist'],
    ],
  ])('finds %s', async (_, changes, faults) => {
    const answer = await judge(SHOP, changes);
    expect({ faults: answer.faults, notRun: answer.notRun }).toEqual({ faults, notRun: [] });
  });

  test('what follows from a fault is not reported again', async () => {
    const { faults, notRun } = await judge(SHOP, [
      'CREATE TABLE refunds (id uuid PRIMARY KEY, order_id uuid REFERENCES orders(id));',
      'CREATE INDEX refunds_order ON refunds (order_id);',
    ]);
    expect(faults).toHaveLength(1);
    expect(notRun).toEqual([
      '7.E: CREATE INDEX refunds_order ON refunds (order_id): follows from refunds, which could not be made before',
    ]);
  });
});

test('what only the planner refuses: a key against duplicates that no index holds', async () => {
  const sql = 'INSERT INTO orders (id, customer_id) VALUES ($1, $2) ON CONFLICT (customer_id) DO NOTHING;';
  expect((await judge(SHOP, sql)).faults).toEqual([
    'INSERT: there is no unique or exclusion constraint matching the ON CONFLICT specification',
  ]);
  expect((await judge(SHOP, `ALTER TABLE orders ADD UNIQUE (customer_id);\n${sql}`)).faults).toEqual([]);
});

describe('what is no fault of 7.E', () => {
  test('PostGIS and vector columns of Section 5 become text, and what is said of the table is judged', async () => {
    const answer = await judge(
      `
      CREATE EXTENSION postgis; CREATE EXTENSION IF NOT EXISTS vector;
      CREATE TABLE stops (id uuid PRIMARY KEY, place geography(Point, 4326) NOT NULL, text_embedding vector(1536));
      CREATE INDEX stops_place ON stops USING gist (place);`,
      [
        'ALTER TABLE stops ADD COLUMN maps_id text UNIQUE;',
        'ALTER TABLE stops ADD COLUMN depot uuid REFERENCES depots(id);',
        'CREATE INDEX stops_near ON stops USING hnsw (text_embedding vector_cosine_ops);',
        'ALTER TABLE stops ADD COLUMN area geometry;',
      ],
    );
    expect(answer.faults).toEqual(['depots: relation "depots" does not exist']);
    expect(answer.earlier).toEqual([]);
    expect(answer.notRun.map((line) => line.split(': ').at(-1))).toEqual([
      'place geography(Point, 4326), text_embedding vector(1536) became text',
      'the extension postgis is not part of the embedded database',
      'the extension vector is not part of the embedded database',
      'follows from place, which could not be made before',
      'follows from text_embedding, which could not be made before',
      'geometry comes from the extension postgis, which is not there',
    ]);
  });

  test('an earlier fault of Section 5 is told apart, and its table is judged by its columns', async () => {
    const { faults, earlier, notRun } = await judge(
      'CREATE TABLE events (id uuid PRIMARY KEY, day date) PARTITION BY RANGE (day);',
      ['ALTER TABLE events ADD COLUMN source text;', 'ALTER TABLE events DROP COLUMN kind;'],
    );
    expect(earlier).toEqual(['events: unique constraint on partitioned table must include all partitioning columns']);
    expect(faults).toEqual(['kind: column "kind" of relation "events" does not exist']);
    expect(notRun).toHaveLength(1);
  });

  test('Section 5 describes its tables in any order and in circles', async () => {
    const { faults, earlier } = await judge(
      `
      CREATE TABLE a (id uuid PRIMARY KEY, b uuid REFERENCES b(id));
      CREATE TABLE b (id uuid PRIMARY KEY, c uuid REFERENCES c(id));
      CREATE TABLE c (id uuid PRIMARY KEY, a uuid REFERENCES a(id));`,
      'ALTER TABLE c ADD COLUMN x int;',
    );
    expect({ faults, earlier }).toEqual({ faults: [], earlier: [] });
  });

  test('roles, schemas and the users of Supabase are there', async () => {
    const answer = await judge(
      `
      CREATE TABLE billing.accounts (id uuid PRIMARY KEY, owner uuid REFERENCES auth.users(id));
      ALTER TABLE billing.accounts ENABLE ROW LEVEL SECURITY;`,
      `
      CREATE POLICY own ON billing.accounts FOR SELECT TO authenticated USING (owner = auth.uid());
      GRANT SELECT ON billing.accounts TO anon, service_role;`,
    );
    expect(answer).toEqual({
      faults: [],
      earlier: [],
      notRun: [],
      ran: [
        'roles that no statement creates were added: anon, authenticated, service_role',
        'schemas that no statement creates were added: billing',
        'a stand-in for the schema auth of Supabase was added: users, uid(), role(), jwt()',
        'PostgreSQL: 2 of 2 statements of Section 5, 2 of 2 statements of Section 7',
      ],
    });
  });

  test('Storage and Realtime of Supabase are there', async () => {
    const answer = await judge(
      'CREATE TABLE bookings (id uuid PRIMARY KEY, owner_id uuid);',
      `
      CREATE POLICY media ON storage.objects FOR INSERT TO authenticated
        WITH CHECK (EXISTS (SELECT 1 FROM bookings b WHERE b.id::text = (storage.foldername(name))[1]));
      CREATE POLICY chat ON realtime.messages FOR SELECT TO authenticated USING (realtime.topic() = 'chat:1');
      SELECT realtime.send('{}'::jsonb, 'message', 'chat:1');
      SELECT storage.folder_name('a/b');`,
    );
    expect(answer.faults).toEqual([expect.stringContaining('function storage.folder_name(unknown) does not exist')]);
    expect(answer.ran).toContain(
      'a stand-in for the schema storage of Supabase was added: buckets, objects, foldername(), filename(), extension()',
    );
  });

  test('a schema that a library brings', async () => {
    const { faults, notRun } = await judge(SHOP, [
      "UPDATE pgboss.job SET state = 'retry' WHERE id = '1';",
      'SELECT * FROM public.no_such_table;',
    ]);
    expect(faults).toEqual(['public: relation "public.no_such_table" does not exist']);
    expect(notRun).toEqual([
      expect.stringContaining('no document creates the schema pgboss: a library or the host brings it'),
    ]);
  });

  test('what Section 5 says without SQL is not missing', async () => {
    expect((await judge('', 'ALTER TABLE users ADD COLUMN stripe_id text;')).notRun[0]).toContain(
      'no SQL of Section 5 creates a table',
    );
    expect((await judge(SHOP, 'ALTER TABLE refunds ADD COLUMN x text;', ['refunds'])).faults).toEqual([]);
    expect(
      (await judge(`${SHOP} CREATE TABLE refunds (id uuid, …);`, 'ALTER TABLE refunds ADD COLUMN x text;')).faults,
    ).toEqual([]);
  });

  test('what a server needs is not run, and said', async () => {
    const { faults, notRun } = await judge(`\\c shop\n${SHOP}`, [
      "COPY orders FROM '/tmp/orders.csv';",
      'ALTER SYSTEM SET wal_level = logical;',
      'CREATE DATABASE shop2;',
      '\\dt\nALTER TABLE orders ADD COLUMN x :type;',
      'SET ROLE nobody;',
    ]);
    expect(faults).toEqual([]);
    expect(notRun.map((line) => line.split(': ').at(-1))).toEqual([
      'COPY needs data from outside',
      'sets up a server',
      'the embedded database is one database',
      'holds a placeholder',
      'changes the role',
    ]);
  });

  test('an anonymous block makes what later statements need', async () => {
    const { faults, notRun } = await judge(SHOP, [
      "DO $$ BEGIN CREATE TYPE order_state AS ENUM ('open', 'paid'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;",
      "ALTER TABLE orders ADD COLUMN state order_state NOT NULL DEFAULT 'open';",
    ]);
    expect({ faults, notRun }).toEqual({ faults: [], notRun: [] });
  });
});

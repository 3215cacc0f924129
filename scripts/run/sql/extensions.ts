/**
 * What extensions bring that schemas of applications use without saying where it comes from: names of types, functions,
 * operator classes, access methods and schemas. A name with `*` stands for all that begin so.
 */
const BROUGHT: readonly (readonly [extension: string, names: string])[] = [
  ['postgis', 'geometry geography raster box2d box3d st_*'],
  ['vector', 'vector halfvec sparsevec hnsw ivfflat vector_* halfvec_*'],
  ['pgcrypto', 'crypt gen_salt digest hmac gen_random_bytes pgp_*'],
  ['uuid-ossp', 'uuid_generate_v1 uuid_generate_v1mc uuid_generate_v3 uuid_generate_v4 uuid_generate_v5 uuid_nil'],
  ['pg_uuidv7', 'uuid_generate_v7'],
  ['citext', 'citext'],
  ['hstore', 'hstore'],
  ['ltree', 'ltree lquery ltxtquery'],
  ['pg_trgm', 'gin_trgm_ops gist_trgm_ops similarity word_similarity'],
  ['unaccent', 'unaccent'],
  ['timescaledb', 'create_hypertable time_bucket add_retention_policy add_compression_policy'],
  ['pg_cron', 'cron'],
  ['pg_net', 'net'],
  ['pg_partman', 'partman'],
  ['pgmq', 'pgmq'],
  ['pgsodium', 'pgsodium'],
  ['supabase_vault', 'vault'],
];

const exact = new Map<string, string>();
const prefixes: (readonly [string, string])[] = [];
for (const [extension, names] of BROUGHT) {
  for (const name of names.split(' ')) {
    if (name.endsWith('*')) prefixes.push([name.slice(0, -1), extension]);
    else exact.set(name, extension);
  }
}

/** The extension that a name comes from, where it is known. */
export const extensionOf = (name: string): string | undefined =>
  exact.get(name) ?? prefixes.find(([prefix]) => name.startsWith(prefix))?.[1];

/** A schema that a host of PostgreSQL brings along, as a stand-in, so that statements that use it can be judged. */
export interface HostSchema {
  readonly name: string;
  readonly tables: readonly string[];
  readonly functions: readonly string[];
  /** What makes it, in order. */
  readonly sql: readonly string[];
}

/**
 * Supabase, as its documentation of Auth, Storage (access control) and Realtime (authorization, broadcast) shows them.
 */
export const SUPABASE: readonly HostSchema[] = [
  {
    name: 'auth',
    tables: ['users'],
    functions: ['uid', 'role', 'jwt'],
    sql: [
      'CREATE SCHEMA auth',
      'CREATE TABLE auth.users (id uuid PRIMARY KEY, email text, phone text, raw_app_meta_data jsonb, ' +
        'raw_user_meta_data jsonb, created_at timestamptz, updated_at timestamptz)',
      'CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT NULL::uuid $$',
      'CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS $$ SELECT NULL::text $$',
      'CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS $$ SELECT NULL::jsonb $$',
    ],
  },
  {
    name: 'storage',
    tables: ['buckets', 'objects'],
    functions: ['foldername', 'filename', 'extension'],
    sql: [
      'CREATE SCHEMA storage',
      'CREATE TABLE storage.buckets (id text PRIMARY KEY, name text NOT NULL UNIQUE, public boolean DEFAULT false, ' +
        'file_size_limit bigint, allowed_mime_types text[], owner_id text, created_at timestamptz, updated_at timestamptz)',
      'CREATE TABLE storage.objects (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), bucket_id text ' +
        'REFERENCES storage.buckets, name text, owner uuid, owner_id text, metadata jsonb, user_metadata jsonb, ' +
        'path_tokens text[], version text, created_at timestamptz, updated_at timestamptz, last_accessed_at timestamptz)',
      'ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY',
      'CREATE FUNCTION storage.foldername(name text) RETURNS text[] LANGUAGE sql IMMUTABLE AS ' +
        "$$ SELECT trim_array(string_to_array(name, '/'), 1) $$",
      'CREATE FUNCTION storage.filename(name text) RETURNS text LANGUAGE sql IMMUTABLE AS ' +
        "$$ SELECT split_part(name, '/', -1) $$",
      'CREATE FUNCTION storage.extension(name text) RETURNS text LANGUAGE sql IMMUTABLE AS ' +
        "$$ SELECT split_part(split_part(name, '/', -1), '.', -1) $$",
    ],
  },
  {
    name: 'realtime',
    tables: ['messages'],
    functions: ['topic', 'send', 'broadcast_changes'],
    sql: [
      'CREATE SCHEMA realtime',
      'CREATE TABLE realtime.messages (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), topic text NOT NULL, ' +
        'extension text NOT NULL, payload jsonb, event text, private boolean DEFAULT false, ' +
        'inserted_at timestamp NOT NULL DEFAULT now(), updated_at timestamp NOT NULL DEFAULT now())',
      'ALTER TABLE realtime.messages ENABLE ROW LEVEL SECURITY',
      'CREATE FUNCTION realtime.topic() RETURNS text LANGUAGE sql STABLE AS $$ SELECT NULL::text $$',
      'CREATE FUNCTION realtime.send(payload jsonb, event text, topic text, private boolean DEFAULT true) ' +
        'RETURNS void LANGUAGE sql AS $$ SELECT NULL::void $$',
      'CREATE FUNCTION realtime.broadcast_changes(topic_name text, event_name text, operation text, table_name text, ' +
        "table_schema text, new record, old record, level text DEFAULT 'ROW') RETURNS void " +
        'LANGUAGE plpgsql AS $$ BEGIN END $$',
    ],
  },
];

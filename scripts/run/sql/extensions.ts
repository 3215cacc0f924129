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

/** What hosts of PostgreSQL bring along. A stand-in so that statements that use it can be judged. */
export const SUPABASE_AUTH = [
  'CREATE SCHEMA auth',
  'CREATE TABLE auth.users (id uuid PRIMARY KEY, email text, phone text, raw_app_meta_data jsonb, ' +
    'raw_user_meta_data jsonb, created_at timestamptz, updated_at timestamptz)',
  'CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT NULL::uuid $$',
  'CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS $$ SELECT NULL::text $$',
  'CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS $$ SELECT NULL::jsonb $$',
];

import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findPackage, isInside, isInstalled } from '../packages.ts';

/** As much of PGlite as is used. */
export interface Database {
  exec(sql: string): Promise<readonly { readonly rows: readonly Record<string, unknown>[] }[]>;
}

export interface Opened {
  readonly database: Database;
  readonly engine: string;
}

/** Starts the project's PGlite in memory, with those of the extensions that it ships. */
export async function openPglite(
  { folder, root, version }: { folder: string; root: string; version: string },
  extensions: readonly string[],
): Promise<Opened> {
  const load = createRequire(join(folder, 'package.json'));
  const { PGlite } = load(join(folder, 'dist/index.cjs'));
  const loaded: Record<string, unknown> = {};
  for (const name of extensions) {
    const file = shipped(folder, root, name.replaceAll('-', '_'));
    const module = file && load(file);
    const extension = module?.[name.replaceAll('-', '_')] ?? module?.[`pg${name}`];
    if (extension) loaded[name.replaceAll('-', '_')] = extension;
  }
  const database: Database & { waitReady: Promise<void> } = new PGlite({ extensions: loaded });
  await database.waitReady;
  return { database, engine: `PostgreSQL ${await serverVersion(database)} (PGlite ${version})` };
}

async function serverVersion(database: Database): Promise<string> {
  const [result] = await database.exec('SHOW server_version');
  return String(result?.rows[0]?.server_version ?? '?').split(' ')[0]!;
}

/** The file of an extension: in the package itself, or in one of its sisters. */
function shipped(folder: string, root: string, name: string): string | undefined {
  if (!/^\w+$/.test(name)) return undefined;
  const sisters = [`@electric-sql/pglite-${name}`, `@electric-sql/pglite-pg${name}`].map((sister) =>
    findPackage([root], sister),
  );
  const files = [
    join(folder, 'dist/contrib', `${name}.cjs`),
    join(folder, 'dist', name, 'index.cjs'),
    ...sisters.filter(isInstalled).map((sister) => join(sister.folder, 'dist/index.cjs')),
  ];
  const file = files.find(existsSync);
  return file !== undefined && isInside(realpathSync(file), root) ? file : undefined;
}

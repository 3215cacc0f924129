import { PGlite } from '@electric-sql/pglite';
import { checkScripts } from '../../scripts/run/scripts/check.ts';
import type { Database } from '../../scripts/run/sql/pglite.ts';
import { runPostgres } from '../../scripts/run/sql/postgres.ts';
import type { runJob as inProcess } from '../../scripts/run/process.ts';

let empty: Promise<File | Blob> | undefined;

/** An empty database that has initialised itself: the next ones start from it in a quarter of the time. */
async function dump(): Promise<File | Blob> {
  const database = new PGlite();
  await database.waitReady;
  const data = await database.dumpDataDir('none');
  await database.close();
  return data;
}

/** What scripts/run/process.ts does, without a process for each job; that it has one is tested in run.test.ts. */
export const runJob: typeof inProcess = async (job, _folders, _limits, receive) => {
  if (job.task === 'scripts') checkScripts(job, receive);
  else if (job.task === 'sqlite') throw new Error('SQLite is run in a process');
  else {
    const database = new PGlite({ loadDataDir: await (empty ??= dump()) });
    await database.waitReady;
    await runPostgres(async () => ({ database: database as Database, engine: 'PostgreSQL' }), job, receive);
    await database.close();
  }
  return null;
};

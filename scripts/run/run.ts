import { extensionOf, languageOf } from './languages.ts';
import { agree, COMPILER, DATABASE, findPackage, installLine, isInstalled, missing, realFolder } from './packages.ts';
import { runJob } from './process.ts';
import type { CodeBlock, Limits, NotRun, RunFinding, RunInput, RunReport } from './types.ts';

/**
 * Runs what Section 7 claims: SQL in an embedded database, scripts through the type checker. Never rejects; what was
 * not run is in the report. Executes the packages `@electric-sql/pglite` and `typescript` of the project.
 */
export async function run(input: RunInput, limits: Limits = {}): Promise<RunReport> {
  const report = { findings: [] as RunFinding[], ran: [] as string[], notRun: [] as NotRun[] };
  const task = async (what: string, work: () => Promise<NotRun | null>) => {
    const notRun = await work().catch((error: unknown) => ({ what, why: `failed: ${String(error).slice(0, 300)}` }));
    if (notRun) report.notRun.push(notRun);
  };
  const receive: Parameters<typeof runJob>[3] = (message) => {
    if (message.type === 'finding') report.findings.push(message.finding);
    else if (message.type === 'ran') report.ran.push(message.line);
    else if (message.type === 'not-run') report.notRun.push(message.notRun);
  };
  await Promise.all([
    task('SQL', () => runSql(input, limits, report.notRun, receive)),
    task('type check of the scripts', () => runScripts(input, limits, report, receive)),
  ]);
  return report;
}

type Receive = Parameters<typeof runJob>[3];

const roots = (input: RunInput) => input.roots.map(realFolder).filter((root) => root !== null);
const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;

async function runSql(input: RunInput, limits: Limits, notRun: NotRun[], receive: Receive): Promise<NotRun | null> {
  const of = (blocks: readonly CodeBlock[], language: string) =>
    blocks.filter((b) => languageOf(b, input.dialect) === language);
  const all = [...input.schema, ...input.changes];
  for (const language of new Set(all.map((block) => languageOf(block, input.dialect)))) {
    if (language === 'postgresql' || language === 'sqlite') continue;
    const blocks = count(of(all, language).length, 'block');
    notRun.push({
      what: `SQL: ${blocks} of ${language || 'no dialect'}`,
      why: 'only PostgreSQL and SQLite can be run',
    });
  }
  const described = input.described ?? [];
  const part = (language: string) => ({
    schema: of(input.schema, language),
    changes: of(input.changes, language),
    described,
  });
  const [postgres, sqlite] = [part('postgresql'), part('sqlite')];
  if (sqlite.changes.length > 0) {
    const stopped = await runJob({ task: 'sqlite', ...sqlite }, [], limits, receive);
    if (stopped) notRun.push(stopped);
  }
  if (postgres.changes.length === 0) return null;
  const found = findPackage(input.roots, DATABASE);
  if (!isInstalled(found)) return missing('SQL', input, DATABASE);
  return await runJob({ task: 'postgres', ...found, ...postgres }, roots(input), limits, receive);
}

async function runScripts(
  input: RunInput,
  limits: Limits,
  report: { ran: string[]; notRun: NotRun[] },
  receive: Receive,
): Promise<NotRun | null> {
  const scripts = input.scripts.filter((block) => extensionOf(block) !== undefined);
  const others = input.scripts.length - scripts.length;
  if (others > 0) report.notRun.push({ what: count(others, 'script'), why: 'neither TypeScript nor JavaScript' });
  if (scripts.length === 0) return null;
  const found = findPackage(input.roots, COMPILER);
  if (!isInstalled(found)) return missing('type check of the scripts', input, COMPILER);
  if (!['5', '6'].includes(found.version.split('.')[0]!)) {
    const how = installLine([{ name: COMPILER, version: '5.9' }]) ?? undefined;
    return {
      what: 'type check of the scripts',
      why: `typescript ${found.version} has no interface that this version uses`,
      how,
    };
  }
  for (const { name, version } of input.packages) {
    const sdk = findPackage(input.roots, name);
    if (!isInstalled(sdk) || !version || agree(sdk.version, version)) continue;
    const what = `types of ${name} ${version}`;
    const why = `checked with ${name} ${sdk.version}, the section names ${version}`;
    report.notRun.push({ what, why, how: installLine([{ name, version }]) ?? undefined });
  }
  const nodeTypes = isInstalled(findPackage(input.roots, '@types/node'));
  const job = {
    task: 'scripts',
    folder: found.folder,
    roots: roots(input),
    nodeTypes,
    scripts,
    packages: input.packages,
  } as const;
  return await runJob(job, job.roots, limits, receive);
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceCatalog } from '../services/catalog.ts';
import { isOld, type PackageFile, type Source } from '../services/source.ts';

export { readSheets } from './read-sheets.ts';

/** Where packages come from: the registry, or in tests a folder. */
export interface Registry {
  /** The version that `dist-tags.latest` names; null when there is no such package. */
  latest(name: string): Promise<string | null>;
  /** The folder of this very version, unpacked; null when there is none. */
  unpack(name: string, version: string): Promise<string | null>;
}

/** How a cited text stands in a version: on the line that is cited, on another one of the file, or not at all. */
export type Standing = 'holds' | 'moved' | 'gone' | 'no such version';

export interface Verdict {
  readonly sheet: string;
  readonly source: Source;
  readonly cited: PackageFile;
  /** In the version cited; null when the source names no file whose text could be looked for. */
  readonly standing: Standing | null;
  readonly latest: string | null;
  /** In the latest version; null where that is the one cited, or where nothing can be looked for. */
  readonly inLatest: Standing | null;
  /** The line on which the text stands now. */
  readonly line: number | null;
}

/** Looks up each npm package that the sheets cite; other registries are not asked. */
export async function checkSources({ sheets }: ServiceCatalog, registry: Registry): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const sheet of sheets) {
    for (const source of Object.values(sheet.sources)) {
      const cited = source.package;
      if (cited?.ecosystem === 'npm') verdicts.push(await check(sheet.id, source, cited, registry));
    }
  }
  return verdicts;
}

async function check(sheet: string, source: Source, cited: PackageFile, registry: Registry): Promise<Verdict> {
  const latest = await registry.latest(cited.name);
  const here = await find(cited, cited.version, registry);
  const there = latest === null || latest === cited.version ? null : await find(cited, latest, registry);
  return {
    sheet,
    source,
    cited,
    standing: here?.standing ?? null,
    latest,
    inLatest: there?.standing ?? null,
    line: (there ?? here)?.line ?? null,
  };
}

async function find(
  { name, file, line, text }: PackageFile,
  version: string,
  registry: Registry,
): Promise<{ standing: Standing; line: number | null } | null> {
  if (file === null || text === null) return null;
  const folder = await registry.unpack(name, version);
  if (folder === null) return { standing: 'no such version', line: null };
  const content = await readFile(join(folder, file), 'utf8').catch(() => '');
  const lines = content.split('\n');
  if (line !== null && lines[line - 1]?.includes(text)) return { standing: 'holds', line };
  const at = lines.findIndex((candidate) => candidate.includes(text));
  return at < 0 ? { standing: 'gone', line: null } : { standing: 'moved', line: at + 1 };
}

/** Whether a sheet cites what is not there: an error, unlike a version that is behind. */
export const isWrong = ({ standing, latest }: Verdict) =>
  latest === null || (standing !== null && standing !== 'holds');

const isBehind = ({ cited, latest }: Verdict) => latest !== null && latest !== cited.version;

/** A source whose text stands in the latest version too needs no person to be brought up to date. */
export const isRenewable = (verdict: Verdict) =>
  isBehind(verdict) && (verdict.inLatest === 'holds' || verdict.inLatest === 'moved');

/** Pages that were old when they were read, a line each. */
export function describeOldPages({ sheets }: ServiceCatalog): string {
  const old = sheets.flatMap(({ id, sources }) =>
    Object.values(sources).flatMap((source) =>
      isOld(source) ? [`${id} [^${source.key}] ${source.url}: page of ${source.dated}, read ${source.read}\n`] : [],
    ),
  );
  return `${old.join('')}${old.length} pages are over a year older than the day on which they were read\n`;
}

export function describeVerdicts(verdicts: readonly Verdict[]): string {
  const files = verdicts.filter((v) => v.standing !== null);
  const holding = files.filter((v) => v.standing === 'holds').length;
  const behind = verdicts.filter(isBehind);
  const packages = new Set(behind.map(({ cited }) => cited.name));
  return [
    ...verdicts.filter((v) => isWrong(v) || isBehind(v)).map(describeVerdict),
    `${verdicts.length} npm sources: of ${files.length} with a file and its text ${holding} hold; ` +
      `${behind.length} sources (${packages.size} packages) are behind the latest version`,
    '',
  ].join('\n');
}

function describeVerdict(verdict: Verdict): string {
  const { sheet, source, cited, standing, latest, inLatest, line } = verdict;
  const file = cited.file ? ` ${cited.file}:${cited.line}` : '';
  const place = `${sheet} [^${source.key}] ${cited.name}@${cited.version}${file}`;
  if (latest === null) return `${place}: no such package`;
  const behind = isBehind(verdict);
  const read = source.run ? 'run as a whole' : 'read as a whole';
  const found = standing === null ? read : `"${cited.text}" ${stands(standing, behind ? null : line)}`;
  const ahead = inLatest === null ? '' : `, where it ${stands(inLatest, line)}`;
  return `${place}: ${found}${behind ? `; latest is ${latest}${ahead}` : ''}`;
}

function stands(standing: Standing, line: number | null): string {
  if (standing === 'moved') return line === null ? 'has moved' : `stands on line ${line}`;
  return standing === 'gone' ? 'is gone' : standing;
}

/** The text of a sheet with the sources of these verdicts brought to the latest version. */
export function renew(text: string, verdicts: readonly Verdict[], today: string): string {
  const renewable = verdicts.filter(isRenewable).map(({ cited, latest, line }) => ({
    old: `${cited.name}@${cited.version}/${cited.file}${cited.line === null ? '' : `:${cited.line}`} "${cited.text}"`,
    renewed: `${cited.name}@${latest}/${cited.file}:${line} "${cited.text}" ${today}`,
  }));
  return text
    .split('\n')
    .map((row) =>
      renewable.reduce((line, { old, renewed }) => {
        const at = line.indexOf(`npm:${old}`);
        if (at < 0) return line;
        return `${line.slice(0, at)}npm:${renewed}${line.trimEnd().endsWith("'") ? "'" : ''}`;
      }, row),
    )
    .join('\n');
}

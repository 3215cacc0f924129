/** Languages whose official SDKs the sheets tell apart. */
export const LANGUAGES = ['node', 'python', 'java', 'go', 'dotnet', 'php', 'ruby'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Other names by which people call them. */
const ALIASES: Readonly<Record<string, Language>> = {
  typescript: 'node',
  ts: 'node',
  javascript: 'node',
  js: 'node',
  nodejs: 'node',
  kotlin: 'java',
  scala: 'java',
  golang: 'go',
  csharp: 'dotnet',
  'c#': 'dotnet',
  net: 'dotnet',
  py: 'python',
  rb: 'ruby',
};

export function languageNamed(name: string): Language | null {
  const lower = name.toLowerCase();
  return LANGUAGES.find((language) => language === lower) ?? ALIASES[lower] ?? null;
}

const ECOSYSTEMS: Readonly<Record<string, Language>> = {
  npm: 'node',
  pypi: 'python',
  maven: 'java',
  go: 'go',
  nuget: 'dotnet',
  packagist: 'php',
  gem: 'ruby',
};

/** Where a fact was read. In a sheet it is one line: the place, then what is known of the reading. */
export interface Source {
  readonly key: string;
  /** The page; of a package, the page of this version in its registry, where it has one. */
  readonly url: string | null;
  /** Null for a page. */
  readonly package: PackageFile | null;
  /** The one language that the source speaks of; null for all. */
  readonly language: Language | null;
  /** The package was run, not only read. */
  readonly run: boolean;
  /** A page of somebody else than the vendor. */
  readonly thirdParty: boolean;
  /** The page was read as a stored copy, of unknown age where it names no day of its own. */
  readonly copy: boolean;
  /** Day, month or year that the page itself names as its own; null where it names none or nobody wrote it down. */
  readonly dated: string | null;
  /** ISO date of the reading; null when it was not recorded. */
  readonly read: string | null;
}

export interface PackageFile {
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
  /** Null when the package as a whole was run or read. */
  readonly file: string | null;
  readonly line: number | null;
  /** What stands there, so that a machine can look whether it still does. */
  readonly text: string | null;
}

/**
 * Reads a line such as `https://docs.stripe.com/rate-limits 2026-11-24` or
 * `npm:stripe@23.1.0/cjs/Webhooks.js:53 "timingSafeEqual" 2026-11-26`. Words in between: `run`, `copy`, `third-party`,
 * a language, `page:2023-05` for the page's own date. Throws an Error that says what was expected.
 */
export function parseSource(key: string, line: string): Source {
  const { rest, text } = takeQuoted(line);
  const [where = '', ...words] = rest.split(' ').filter((word) => word !== '');
  const found = where.startsWith('https://') ? null : parsePackage(where, text);
  const language = words.find((word): word is Language => (LANGUAGES as readonly string[]).includes(word)) ?? null;
  const read = words.find((word) => /^\d{4}-\d\d-\d\d$/.test(word)) ?? null;
  const page = words.find((word) => /^page:\d{4}(?:-\d\d){0,2}$/.test(word)) ?? null;
  const unknown = words.find((word) => !['run', 'copy', 'third-party', language, page, read].includes(word));
  if (unknown !== undefined)
    throw new Error(
      `source ${key}: unexpected "${unknown}", expected run, copy, third-party, page:YYYY-MM, a language or a date`,
    );
  return {
    key,
    url: found ? registryPage(found) : where,
    package: found,
    language: found ? (ECOSYSTEMS[found.ecosystem] ?? null) : language,
    run: words.includes('run'),
    thirdParty: words.includes('third-party'),
    copy: words.includes('copy'),
    dated: page?.slice('page:'.length) ?? null,
    read,
  };
}

function takeQuoted(line: string): { rest: string; text: string | null } {
  const start = line.indexOf('"');
  const end = line.lastIndexOf('"');
  if (start < 0 || end === start) return { rest: line, text: null };
  return { rest: `${line.slice(0, start)} ${line.slice(end + 1)}`, text: line.slice(start + 1, end) };
}

/** `npm:@scope/name@1.2.3/dist/file.js:53` */
function parsePackage(where: string, text: string | null): PackageFile {
  const [, ecosystem, name, version, file, line] = /^(\w+):(@?[^@]+)@([^/]+)(?:\/(.+?)(?::(\d+))?)?$/.exec(where) ?? [];
  if (!ecosystem || !Object.hasOwn(ECOSYSTEMS, ecosystem)) {
    const known = Object.keys(ECOSYSTEMS).join(', ');
    throw new Error(`unexpected source "${where}", expected https://… or one of ${known} and a package@version`);
  }
  return { ecosystem, name: name!, version: version!, file: file ?? null, line: line ? Number(line) : null, text };
}

function registryPage({ ecosystem, name, version }: PackageFile): string | null {
  switch (ecosystem) {
    case 'npm':
      return `https://www.npmjs.com/package/${name}/v/${version}`;
    case 'pypi':
      return `https://pypi.org/project/${name}/${version}/`;
    case 'gem':
      return `https://rubygems.org/gems/${name}/versions/${version}`;
    case 'nuget':
      return `https://www.nuget.org/packages/${name}/${version}`;
    case 'go':
      return `https://pkg.go.dev/${name}@${version}`;
    case 'packagist':
      return `https://packagist.org/packages/${name}#${version}`;
    default:
      return null;
  }
}

/** Segments of a path that name no page but the whole of a site or of its documentation. */
const GENERAL = new Set([
  '',
  'docs',
  'doc',
  'documentation',
  'api',
  'developer',
  'developers',
  'reference',
  'guides',
  'help',
  'en',
  'en-us',
  'latest',
  'v1',
  'index.html',
]);

/** Whether an address opens a site or its documentation rather than a page that could show a fact. */
export function isHomePage(url: string): boolean {
  return new URL(url).pathname.split('/').every((segment) => GENERAL.has(segment.toLowerCase()));
}

/**
 * Footnotes as a reader needs them: address and day, with what weakens or locates it; files of one package in a
 * line.
 */
export function describeSources(sources: readonly Source[]): string[] {
  const lines = new Map<string, { where: string; keys: string[]; places: string[]; remarks: string }>();
  for (const source of new Set(sources)) {
    const { package: pack } = source;
    const where = pack ? `${pack.name}@${pack.version}` : source.url!;
    const remarks = remarksOf(source);
    const line = lines.get(`${where} ${remarks}`) ?? { where, keys: [], places: [], remarks };
    line.keys.push(`[^${source.key}]`);
    if (pack?.file) line.places.push(`${pack.file}${pack.line === null ? '' : `:${pack.line}`}`);
    lines.set(`${where} ${remarks}`, line);
  }
  return [...lines.values()].map(({ where, keys, places, remarks }) => {
    return `${keys.join(', ')}: ${where}${places.length > 0 ? ` ${places.join(', ')}` : ''} (${remarks})`;
  });
}

/** The page is a year older than the day on which it was read: what it says may have changed. */
export const isOld = ({ dated, read }: Source): boolean =>
  dated !== null && read !== null && `${Number(dated.slice(0, 4)) + 1}${dated.slice(4)}` < read;

function remarksOf({ thirdParty, run, copy, dated, read }: Source): string {
  const day = read ?? 'day not recorded';
  return [
    ...(thirdParty ? ['third party'] : []),
    ...(run ? ['run'] : []),
    ...(dated ? [`page of ${dated}`] : copy ? ['copy of unknown age'] : []),
    day,
  ].join(', ');
}

import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import type { Language } from '../../services/source.ts';
import { isLock } from '../kinds.ts';
import type { FilePlace, RepoFile } from '../types.ts';

export interface PackageUse {
  readonly language: Language;
  readonly name: string;
  /** As the lock file has it, or as a manifest asks for it. */
  readonly version: string | null;
  /** Installed, not only asked for. */
  readonly locked: boolean;
  /** Asked for by the project itself, not by another package. */
  readonly direct: boolean;
  /** For building and testing alone. */
  readonly development: boolean;
  /** Looked for where it is asked for: a lock file has thousands. */
  readonly place: () => FilePlace;
}

type Data = Readonly<Record<string, unknown>>;
type Found = readonly [name: string, version: string | null, development?: boolean];
interface Reader {
  readonly file: RegExp;
  readonly language: Language;
  readonly locked: boolean;
  readonly read: (text: string) => Iterable<Found>;
}

const dataOf = (value: unknown): Data => (typeof value === 'object' && value !== null ? (value as Data) : {});
const listOf = (value: unknown): readonly Data[] => (Array.isArray(value) ? value.map(dataOf) : []);
const textOf = (value: unknown) => (typeof value === 'string' ? value : null);
const entriesOf = (value: unknown) => Object.entries(dataOf(value));

/** `"stripe": "^23.1.0"`, `stripe = { version = "…" }`. */
const asked = (value: unknown, development = false): Found[] =>
  entriesOf(value).map(([name, v]) => [name, textOf(v) ?? textOf(dataOf(v).version), development]);
const installed = (value: unknown): Found[] =>
  listOf(value).flatMap(({ name, version }): Found[] =>
    textOf(name) === null ? [] : [[textOf(name)!, textOf(version)]],
  );

/** `stripe[async]>=7,<8`: PEP 508. */
function requirement(line: string, development = false): Found[] {
  const [, name, version] =
    /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[=~>^]=?=?\s*(\d[\w.]*))?/.exec(line) ?? [];
  return name === undefined ? [] : [[name, version ?? null, development]];
}

const matches = (text: string, pattern: RegExp): Found[] =>
  [...text.matchAll(pattern)].map(([, name, version]): Found => [name!, version ?? null]);

/** So many manifests has no repository. */
const LONGEST_YAML = 1024 * 1024;

function pnpm(text: string): Found[] {
  // The packages of the packages, which are most of it, stand below.
  const own = text.split(/^packages:/m, 1)[0]!.slice(0, LONGEST_YAML);
  const data = dataOf(parseYaml(own, { maxAliasCount: 0, prettyErrors: false, logLevel: 'silent' }));
  const importers = [data, ...Object.values(dataOf(data.importers)).map(dataOf)];
  const all = importers.flatMap(({ dependencies, devDependencies }) => [
    ...asked(dependencies),
    ...asked(devDependencies, true),
  ]);
  // Behind a version stand the peers that it was installed with: `20.4.1(@types/node@25.4.0)`.
  return all.map(
    ([name, version, development = false]): Found => [name, version?.split('(', 1)[0] ?? null, development],
  );
}

function npm(text: string): Found[] {
  return entriesOf(dataOf(JSON.parse(text)).packages).flatMap(([path, entry]): Found[] => {
    const [, name] = /^(?:[\w./-]+\/)?node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? [];
    return name === undefined || path.lastIndexOf('node_modules/') > 0 ? [] : [[name, textOf(dataOf(entry).version)]];
  });
}

function pyproject(text: string): Found[] {
  const { project, tool, 'dependency-groups': groups } = dataOf(parseToml(text));
  const lines = (value: unknown) => (Array.isArray(value) ? value.filter((line) => typeof line === 'string') : []);
  const poetry = dataOf(dataOf(tool).poetry);
  return [
    ...lines(dataOf(project).dependencies).flatMap((line) => requirement(line)),
    ...Object.values(dataOf(dataOf(project)['optional-dependencies']))
      .flatMap(lines)
      .flatMap((line) => requirement(line)),
    ...Object.values(dataOf(groups))
      .flatMap(lines)
      .flatMap((line) => requirement(line, true)),
    ...asked(poetry.dependencies),
    ...Object.values(dataOf(poetry.group)).flatMap((group) => asked(dataOf(group).dependencies, true)),
  ];
}

const json =
  (...keys: readonly [string, boolean][]) =>
  (text: string) => {
    const data = dataOf(JSON.parse(text));
    return keys.flatMap(([key, development]) => asked(data[key], development));
  };
const toml = (text: string) => installed(dataOf(parseToml(text)).package);

const READERS: readonly Reader[] = [
  {
    file: /(?:^|\/)package\.json$/,
    language: 'node',
    locked: false,
    read: json(['dependencies', false], ['optionalDependencies', false], ['devDependencies', true]),
  },
  { file: /(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/, language: 'node', locked: true, read: npm },
  { file: /(?:^|\/)pnpm-lock\.yaml$/, language: 'node', locked: true, read: pnpm },
  {
    file: /(?:^|\/)yarn\.lock$/,
    language: 'node',
    locked: true,
    read: (text) => matches(text, /^"?((?:@[\w.-]+\/)?[\w.-]+)@[^\n]{1,300}:\n {2}version:? "?([\w.+-]+)"?$/gm),
  },
  {
    file: /(?:^|\/)requirements[\w-]*\.txt$/,
    language: 'python',
    locked: false,
    read: (text) => text.split('\n').flatMap((line) => requirement(line)),
  },
  { file: /(?:^|\/)pyproject\.toml$/, language: 'python', locked: false, read: pyproject },
  {
    file: /(?:^|\/)Pipfile$/,
    language: 'python',
    locked: false,
    read: (text) => asked(dataOf(parseToml(text)).packages),
  },
  { file: /(?:^|\/)(?:poetry|uv)\.lock$/, language: 'python', locked: true, read: toml },
  {
    file: /(?:^|\/)go\.mod$/,
    language: 'go',
    locked: true,
    read: (text) =>
      matches(text, /^(?:require)?[ \t]+([\w.-]+\.[a-z]+\/[\w./-]+) v([\w.+-]+)(?![^\n]*\/\/ indirect)/gm),
  },
  {
    file: /(?:^|\/)pom\.xml$/,
    language: 'java',
    locked: true,
    read: (text) => matches(text, /<artifactId>([\w.-]+)<\/artifactId>\s*(?:<version>([\w.-]+)<\/version>)?/g),
  },
  {
    file: /\.gradle(?:\.kts)?$/,
    language: 'java',
    locked: true,
    read: (text) => matches(text, /["'][\w.-]+:([\w.-]+):([\w.-]+)["']/g),
  },
  {
    file: /(?:^|\/)Gemfile\.lock$/,
    language: 'ruby',
    locked: true,
    read: (text) => matches(text, /^ {4}([\w.-]+) \(([\w.]+)\)$/gm),
  },
  {
    file: /(?:^|\/)Gemfile$/,
    language: 'ruby',
    locked: false,
    read: (text) => matches(text, /^[ \t]*gem ["']([\w.-]+)["'](?:, ?["'][~>= ]{0,4}(\d[\w.]*)["'])?/gm),
  },
  {
    file: /(?:^|\/)composer\.json$/,
    language: 'php',
    locked: false,
    read: json(['require', false], ['require-dev', true]),
  },
  {
    file: /(?:^|\/)composer\.lock$/,
    language: 'php',
    locked: true,
    read: (text) => installed(dataOf(JSON.parse(text)).packages),
  },
  {
    file: /\.(?:cs|fs)proj$|(?:^|\/)Directory\.Packages\.props$/,
    language: 'dotnet',
    locked: true,
    read: (text) => matches(text, /<Package(?:Reference|Version)\s+Include="([\w.-]+)"\s+Version="\[?([\w.-]+)\]?"/g),
  },
];

/** Packages that a manifest asks for or a lock file has. What does not parse has none. */
export function packagesOf(file: RepoFile): PackageUse[] {
  const reader = READERS.find((r) => r.file.test(file.path));
  if (!reader) return [];
  const { language, locked } = reader;
  try {
    return [...reader.read(file.text)].map(([name, version, development = false]) => {
      return {
        language,
        name,
        version,
        locked,
        direct: !isLock(file.path),
        development,
        place: () => placeIn(file, name),
      };
    });
  } catch {
    return [];
  }
}

/** The first place of the whole name. */
function placeIn(file: RepoFile, name: string): FilePlace {
  const { text } = file;
  let at = text.indexOf(name);
  const isPart = () => /[\w@/.-]/.test(text[at - 1] ?? ' ') || /[\w.-]/.test(text[at + name.length] ?? ' ');
  while (at >= 0 && isPart()) at = text.indexOf(name, at + 1);
  const start = at < 0 ? Math.max(0, text.indexOf(name)) : at;
  return { file, at: { start, end: start + name.length } };
}

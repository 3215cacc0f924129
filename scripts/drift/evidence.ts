import { hostsOf, type HostUse } from './evidence/hosts.ts';
import { packagesOf, type PackageUse } from './evidence/packages.ts';
import { routesOf, type ParsedFile, type Routes } from './evidence/routes.ts';
import { namesIn, ORIGINS, variablesOf, type VariableUse } from './evidence/variables.ts';
import { isAside, isLock, isScript } from './kinds.ts';
import type { Parsers, RepoFile, Repository } from './types.ts';

/** What the repository says, read once for all rules. */
export interface Evidence {
  readonly files: readonly RepoFile[];
  /** Every name in the form of a variable, wherever it stands beside tests and documents. */
  readonly names: ReadonlySet<string>;
  /** Read from the environment or put there; the most telling place of each first. */
  readonly variables: readonly VariableUse[];
  readonly hosts: readonly HostUse[];
  readonly packages: readonly PackageUse[];
  readonly routes: Routes;
}

/** Only a file that has one of these is worth a syntax tree. */
const TELLING = /\benv\b|:\/\/|_[A-Z]|\.(?:get|post|put|patch|delete|del|all|use|route|register|on|basePath)\(|@Controller/;

export function evidenceOf({ files }: Repository, { script }: Parsers): Evidence {
  const parsed = files.map(
    (file): ParsedFile => ({
      file,
      script: isScript(file.path) && !isAside(file.path) && TELLING.test(file.text) ? script(file.text, file.path) : null,
    }),
  );
  const own = parsed.filter(({ file }) => !isAside(file.path));
  const names = new Set<string>();
  for (const { file } of own) if (!isLock(file.path)) for (const name of namesIn(file)) names.add(name);
  const variables = own.flatMap(({ file, script: tree }) => variablesOf(file, tree));
  const rank = ({ origin }: VariableUse) => ORIGINS.indexOf(origin);
  return {
    files: own.map(({ file }) => file),
    names,
    variables: variables.sort((a, b) => rank(a) - rank(b)),
    hosts: own.flatMap(({ file, script: tree }) => hostsOf(file, tree)),
    packages: own.flatMap(({ file }) => packagesOf(file)),
    routes: routesOf(parsed),
  };
}

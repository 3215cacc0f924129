import { hostsOf, type HostUse } from './evidence/hosts.ts';
import { packagesOf, type PackageUse } from './evidence/packages.ts';
import { routesIn, routesOf, type FileRoutes, type Routes } from './evidence/routes.ts';
import { namesIn, ORIGINS, variablesOf, type VariableUse } from './evidence/variables.ts';
import { isAside, isLock, isScript } from './kinds.ts';
import { nodesOf } from './script.ts';
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
const TELLING =
  /\benv\b|:\/\/|_[A-Z]|\.(?:get|post|put|patch|delete|del|all|use|route|register|on|basePath)\(|@Controller/;

export function evidenceOf({ files }: Repository, { script }: Parsers): Evidence {
  const own = files.filter(({ path }) => !isAside(path));
  const names = new Set<string>();
  const variables: VariableUse[] = [];
  const hosts: HostUse[] = [];
  const packages: PackageUse[] = [];
  const routes: FileRoutes[] = [];
  // One file after the other, so that no two syntax trees are in memory.
  for (const file of own) {
    const tree = isScript(file.path) && TELLING.test(file.text) ? script(file.text, file.path) : null;
    const nodes = tree && [...nodesOf(tree)];
    if (!isLock(file.path)) for (const name of namesIn(file)) names.add(name);
    variables.push(...variablesOf(file, nodes));
    hosts.push(...hostsOf(file, nodes));
    packages.push(...packagesOf(file));
    routes.push(routesIn(file, nodes));
  }
  const rank = ({ origin }: VariableUse) => ORIGINS.indexOf(origin);
  return {
    files: own,
    names,
    variables: variables.sort((a, b) => rank(a) - rank(b)),
    hosts,
    packages,
    routes: routesOf(routes),
  };
}

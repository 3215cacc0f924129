import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** One import of a module of the product by another. */
export interface Import {
  readonly from: string;
  readonly to: string;
  /** Gone when the code runs. */
  readonly typeOnly: boolean;
}

/** All relative imports below a folder, dynamic ones too, by the compiler's own parser; paths are relative to it. */
export function importsBelow(folder: string): Import[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  return files.filter((path) => /(?<!\.d)\.ts$/.test(path)).flatMap((path) => importsOf(folder, path));
}

function importsOf(folder: string, path: string): Import[] {
  const source = ts.createSourceFile(path, readFileSync(join(folder, path), 'utf8'), ts.ScriptTarget.Latest);
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteral(specifier) || !specifier.text.startsWith('.')) return;
    found.push({
      from: path,
      to: relative(folder, join(folder, dirname(path), specifier.text)).replaceAll('\\', '/'),
      typeOnly,
    });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const { isTypeOnly = false, namedBindings } = node.importClause ?? {};
      const named =
        namedBindings && ts.isNamedImports(namedBindings) && !node.importClause!.name ? namedBindings.elements : [];
      add(node.moduleSpecifier, isTypeOnly || (named.length > 0 && named.every((element) => element.isTypeOnly)));
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A chain of modules that leads back to its first, for each module that has one; the shortest tells most. */
export function cyclesIn(imports: readonly Import[]): string[] {
  const targets = new Map<string, Import[]>();
  for (const each of imports) targets.set(each.from, [...(targets.get(each.from) ?? []), each]);
  const cycles = new Map<string, string>();
  for (const start of targets.keys()) {
    const before = new Map<string, string>();
    const queue = [start];
    for (const at of queue) {
      for (const { to } of targets.get(at) ?? []) {
        if (to === start) {
          const chain = [at];
          while (chain[0] !== start) chain.unshift(before.get(chain[0]!)!);
          const first = chain.indexOf([...chain].sort()[0]!);
          const cycle = [...chain.slice(first), ...chain.slice(0, first)];
          cycles.set(cycle.join(' '), [...cycle, cycle[0]].join(' -> '));
          queue.length = 0;
          break;
        }
        if (before.has(to)) continue;
        before.set(to, at);
        queue.push(to);
      }
    }
  }
  return [...cycles.values()].sort();
}
